import { afterAll, beforeAll, expect, it } from 'vitest';
import { churnFiles } from '../support/churn-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, runPull, SUITE } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const WORKFLOW = `name: Model
on: pull_request
permissions: {}
jobs:
  model:
    runs-on: ubuntu-latest
    permissions: { contents: read, pull-requests: write, checks: write }
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - id: gate
        uses: ${SUITE}/actions/evaluate-gate@v1
      - id: report
        if: \${{ !cancelled() }}
        uses: ${SUITE}/actions/post-report@v1
      - if: always()
        run: |
          echo "left: $(find .model-delivery -type f -name '.*' 2>/dev/null | wc -l) drafts"
          if test -e .model-delivery/evaluation.json; then node -e 'JSON.parse(require("fs").readFileSync(".model-delivery/evaluation.json"))'; fi
`;
const SLOW_MS = 4000;

it('a run cancelled while the gate works reports nothing and leaves nothing half written', async () => {
  const project = scene.repository({ ...churnFiles(), '.github/workflows/ml.yml': WORKFLOW });
  const pull = project.pull({ 'README.md': '# better\n' });
  const controller = new AbortController();
  // The gate waits for the policy of the base commit when the run is cancelled.
  scene.github.faults.slow(SLOW_MS, { operation: 'repos/get-content' });
  const asked = setInterval(() => {
    if (scene.github.calls.some(({ operationId }) => operationId === 'repos/get-content')) controller.abort();
  }, 50);
  const [run] = await runPull(project, pull, {
    signal: controller.signal,
    host: { stopTimes: { interruptMs: 1000, terminateMs: 1000 } },
  }).finally(() => clearInterval(asked));
  const { steps, log } = run!.jobs.model!;
  expect(run!.conclusion, logOf(run)).toBe('cancelled');
  expect(steps.find(({ id }) => id === 'gate')!.outcome).toBe('cancelled');
  expect(steps.find(({ id }) => id === 'report')!.outcome).toBe('skipped');
  expect(log).toContain('left: 0 drafts');
  expect(steps.find(({ name }) => name.startsWith('Run echo'))?.outcome).toBe('success');
  expect(project.comments(pull)).toEqual([]);
  expect([...project.repository.checkRuns.values()]).toEqual([]);
});
