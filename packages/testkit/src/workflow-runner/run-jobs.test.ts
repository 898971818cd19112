import { describe, expect, test } from 'vitest';
import { printed, runText } from './testing/run-text.ts';

const job = (keys: string, run = 'echo ran') =>
  `{ runs-on: ubuntu-latest, ${keys}${keys === '' ? '' : ', '}steps: [{ run: ${run} }] }`;

describe('jobs', () => {
  test('needs: results, outputs, skipping, and the ancestors that success() and failure() look at', async () => {
    const result = await runText(`
on: push
jobs:
  a: ${job('', 'exit 1')}
  b: ${job('needs: a')}
  c: ${job('needs: a, if: failure()')}
  d: ${job('needs: [a, c], if: "always() && needs.c.result == \'success\'"')}
  # d succeeded, but its ancestor a failed: the default condition looks at all ancestors
  e: ${job('needs: d')}
  f: ${job("needs: d, if: success('d')")}
  g: ${job('needs: d, if: failure()')}
  h: ${job("if: github.ref_name == 'other'")}
  i: ${job('needs: h')}
  j: ${job('needs: h, if: "!failure()"')}
`);
    const results = Object.fromEntries(Object.entries(result.jobs).map(([id, { result: outcome }]) => [id, outcome]));
    expect(results).toEqual({
      a: 'failure',
      b: 'skipped',
      c: 'success',
      d: 'success',
      e: 'skipped',
      f: 'success',
      g: 'success',
      h: 'skipped',
      i: 'skipped',
      j: 'success',
    });
    expect(result.conclusion).toBe('failure');
  });

  test('a matrix from an expression: names, strategy context, outputs of the last leg, needs result', async () => {
    const result = await runText(
      `
on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { list: '\${{ steps.l.outputs.list }}' }
    steps: [{ id: l, run: 'echo "list=[1,2]" >> "$GITHUB_OUTPUT"' }]
  build:
    needs: plan
    runs-on: ubuntu-latest
    strategy: { matrix: { n: '\${{ fromJSON(needs.plan.outputs.list) }}', include: [{ n: 2, extra: yes-please }] }, max-parallel: 1 }
    outputs: { 'o\${{ 1 }}': x, last: '\${{ steps.s.outputs.v }}' }
    steps:
      - id: s
        run: echo "v=\${{ matrix.n }}" >> "$GITHUB_OUTPUT"; echo "\${{ strategy.job-index }}/\${{ strategy.job-total }} \${{ matrix.extra }}"
  after:
    needs: build
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.build.outputs.last }} \${{ needs.build.result }} \${{ toJSON(needs.plan) }}"' }]
`.replace("'o${{ 1 }}': x, ", ''),
    );
    expect(Object.keys(result.jobs)).toEqual(['plan', 'build (1)', 'build (2, yes-please)', 'after']);
    expect(printed(result.jobs['build (2, yes-please)']!.log)).toEqual(['1/2 yes-please']);
    expect(printed(result.jobs.after!.log)).toEqual(['2 success null']);
  });

  test('fail-fast cancels the other legs, without it they finish', async () => {
    const yaml = (failFast: boolean) => `
on: push
jobs:
  m:
    runs-on: ubuntu-latest
    strategy: { fail-fast: ${failFast}, matrix: { n: [1, 2] } }
    steps: [{ run: 'if [ \${{ matrix.n }} = 1 ]; then exit 1; else sleep 1; fi' }, { if: always(), run: echo cleaned }]
`;
    const host = { stopTimes: { interruptMs: 5, terminateMs: 500 } };
    const fast = await runText(yaml(true), { host });
    expect([fast.jobs['m (1)']?.result, fast.jobs['m (2)']?.result]).toEqual(['failure', 'cancelled']);
    expect(printed(fast.jobs['m (2)']!.log)).toContain('cleaned');
    const slow = await runText(yaml(false), { host });
    expect([slow.jobs['m (1)']?.result, slow.jobs['m (2)']?.result]).toEqual(['failure', 'success']);
    expect([fast.conclusion, slow.conclusion]).toEqual(['failure', 'failure']);
  });

  test('continue-on-error of a job: needs says success, the job shows failure, the run is green', async () => {
    const result = await runText(`
on: push
jobs:
  a: ${job('continue-on-error: true', 'exit 1')}
  b: ${job('needs: a')}
`);
    expect([result.jobs.a?.result, result.jobs.a?.conclusion, result.jobs.b?.result]).toEqual([
      'success',
      'failure',
      'success',
    ]);
    expect(result.conclusion).toBe('success');
  });

  test('timeout-minutes of a job cancels it; always() steps still run', async () => {
    const result = await runText(
      `
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    timeout-minutes: 0.005
    steps: [{ run: exec sleep 30 }, { run: echo never }, { if: always(), run: echo cleaned }]
`,
      { host: { stopTimes: { interruptMs: 50, terminateMs: 50 } } },
    );
    expect(result.jobs.a?.result).toBe('cancelled');
    expect(result.jobs.a?.steps.map(({ outcome }) => outcome)).toEqual(['cancelled', 'skipped', 'success']);
    expect(result.jobs.a?.annotations.map(({ message }) => message).join()).toContain(
      'exceeded the maximum execution time of 0.005 minutes',
    );
  });

  test('environment, concurrency and vars are evaluated and recorded', async () => {
    const result = await runText(
      `
on: push
run-name: Deploy \${{ github.ref_name }}
concurrency: { group: 'w-\${{ github.ref_name }}', cancel-in-progress: "\${{ github.event_name == 'push' }}" }
jobs:
  a:
    runs-on: \${{ vars.RUNNER }}
    environment: { name: prod, url: '\${{ steps.s.outputs.url }}' }
    concurrency: job-group
    steps: [{ id: s, run: 'echo "url=http://x/$KEY" >> "$GITHUB_OUTPUT"; echo "\${{ vars.COLOUR }}"', env: { KEY: '\${{ vars.PLACE }}' } }]
`,
      {
        vars: { COLOUR: 'red', RUNNER: 'ubuntu-latest' },
        environments: { prod: { vars: { PLACE: 'east' }, secrets: { S: 'secret-of-prod' } } },
      },
    );
    expect(result.displayTitle).toBe('Deploy main');
    expect(result.concurrency).toEqual({ group: 'w-main', cancelInProgress: true, queue: 'single' });
    expect(result.jobs.a?.environment).toEqual({ name: 'prod', url: 'http://x/east' });
    expect(result.jobs.a?.concurrency).toEqual({ group: 'job-group', cancelInProgress: false, queue: 'single' });
  });

  test('dispatch inputs are strings in the event and typed in the inputs context', async () => {
    const yaml = `
on:
  workflow_dispatch:
    inputs:
      flag: { type: boolean, default: false }
      count: { type: number, default: 3 }
      kind: { type: choice, options: [a, b], default: a }
      text: { required: true }
jobs:
  a: { runs-on: ubuntu-latest, steps: [{ run: 'echo "\${{ toJSON(inputs.flag) }} \${{ inputs.count + 0 }} \${{ github.event.inputs.flag }} \${{ inputs.text }}"' }] }
`.replace(' + 0', '');
    const event = (inputs: Record<string, unknown>) => ({
      event: { name: 'workflow_dispatch', payload: { ref: 'main', inputs } },
    });
    const result = await runText(
      yaml.replace('type: number, default: 3', "type: number, default: '3'"),
      event({ flag: 'true', text: 'hi' }),
    );
    expect(printed(result.jobs.a!.log)).toEqual(['true 3 true hi']);
    await expect(runText(yaml, event({ text: 'x', other: '1' }))).rejects.toThrow(
      /Unexpected inputs provided: \["other"\]/,
    );
    await expect(runText(yaml, event({}))).rejects.toThrow(/Required input 'text' not provided/);
    await expect(runText(yaml, event({ text: 'x', kind: 'c' }))).rejects.toThrow(
      /'c' for input 'kind' not in the list/,
    );
  });

  test('job outputs above 1 MB fail the job', async () => {
    const result = await runText(`
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    outputs: { big: '\${{ steps.s.outputs.big }}' }
    steps: [{ id: s, run: 'echo "big=$(head -c 600000 /dev/zero | tr ''\\0'' x)" >> "$GITHUB_OUTPUT"' }]
`);
    expect(result.jobs.a?.result).toBe('failure');
    expect(result.jobs.a?.annotations.at(-1)?.message).toContain('the limit is 1048576');
  });
});
