/** The workflow that `init` writes: plain steps in one job, least permissions, the report last. */
export function workflowText(): string {
  return `name: Model

on:
  pull_request:
  push:
    branches: [main]

permissions: {}

concurrency:
  group: model-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  model:
    name: Model
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read # checkout, and the policy of the base commit
      pull-requests: write # the comment
      checks: write # the check run with the details
    steps:
      - name: Check out
        uses: actions/checkout@v6
        with:
          persist-credentials: false

      - name: Validate the data
        uses: model-delivery/model-delivery/actions/validate-data@v1

      # Train here, then compare with the production model (see \`evaluation:\` in model-delivery.yaml):
      # - name: Train
      #   run: python train.py
      # - name: Compare with the production model
      #   uses: model-delivery/model-delivery/actions/evaluate-gate@v1
      #   with:
      #     model: out/model

      # Last, and also when a step before it stopped the pull request: this is how the reviewer learns why.
      - name: Report
        if: \${{ !cancelled() }}
        uses: model-delivery/model-delivery/actions/post-report@v1
`;
}
