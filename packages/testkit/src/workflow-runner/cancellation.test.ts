import { describe, expect, test } from 'vitest';
import type { Reporter } from './reporter.ts';
import { SILENT } from './reporter.ts';
import { printed, runText } from './testing/run-text.ts';

const TRAP = `
process.on('SIGINT', () => { console.log('got SIGINT'); setTimeout(() => { console.log('saved'); process.exit(0); }, 50); });
console.log('ready');
setInterval(() => {}, 1000);
`;
const STUBBORN = `
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => console.log('ignored ' + signal));
console.log('ready');
setInterval(() => {}, 1000);
`;
const files = (main: string) => ({
  'actions/wait/action.yml': 'name: w\ndescription: w\nruns: { using: node24, main: main.js, post: post.js }\n',
  'actions/wait/main.js': main,
  'actions/wait/post.js': 'console.log("post ran")',
});

const YAML = `
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    steps:
      - uses: $/actions/wait
      - run: echo never
      - if: failure()
        run: echo never either
      - if: cancelled()
        run: echo "cleanup \${{ job.status }}"
      - if: always()
        run: echo always
  dependent: { needs: work, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
  final: { needs: work, if: always(), runs-on: ubuntu-latest, steps: [{ run: 'echo "work was \${{ needs.work.result }}"' }] }
`;

/** Cancels the run as soon as a step prints `ready`. */
function cancelWhenReady(): { reporter: Reporter; signal: AbortSignal } {
  const controller = new AbortController();
  const reporter: Reporter = { ...SILENT, line: (_, text) => text === 'ready' && controller.abort() };
  return { reporter, signal: controller.signal };
}

describe('cancellation', () => {
  test('SIGINT reaches the running action, which may save; cancelled(), always() and post steps run; dependants do not', async () => {
    const result = await runText(YAML, { files: files(TRAP), ...cancelWhenReady() });
    expect(result.conclusion).toBe('cancelled');
    expect(printed(result.jobs.work!.log)).toEqual([
      'ready',
      'got SIGINT',
      'saved',
      'cleanup cancelled',
      'always',
      'post ran',
    ]);
    expect(result.jobs.work!.steps.map(({ outcome }) => outcome)).toEqual([
      'cancelled',
      'skipped',
      'skipped',
      'success',
      'success',
      'success',
    ]);
    expect([result.jobs.work?.result, result.jobs.dependent?.result]).toEqual(['cancelled', 'cancelled']);
    expect(printed(result.jobs.final!.log)).toEqual(['work was cancelled']);
  });

  test('an action that ignores SIGINT gets SIGTERM and is killed', async () => {
    const host = { stopTimes: { interruptMs: 150, terminateMs: 150 } };
    const result = await runText(YAML, { files: files(STUBBORN), host, ...cancelWhenReady() });
    expect(printed(result.jobs.work!.log).slice(0, 4)).toEqual([
      'ready',
      'ignored SIGINT',
      'ignored SIGTERM',
      'cleanup cancelled',
    ]);
  });

  test('a running always() step is not stopped, until the time for it is used up', async () => {
    const yaml = `
on: push
jobs:
  work: { runs-on: ubuntu-latest, steps: [{ if: always(), run: 'echo ready; sleep 1; echo finished' }, { if: always(), run: echo second }] }
`;
    const patient = await runText(yaml, cancelWhenReady());
    expect(printed(patient.jobs.work!.log)).toEqual(['ready', 'finished', 'second']);
    const host = { cancelTimeoutMs: 100, stopTimes: { interruptMs: 10, terminateMs: 10 } };
    const hasty = await runText(yaml, { ...cancelWhenReady(), host });
    expect(printed(hasty.jobs.work!.log)).toEqual(['ready']);
    expect(hasty.jobs.work!.steps.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
  });

  test('inside a composite action the running step gets the signal and its always() step runs', async () => {
    const composite = `
name: c
description: c
runs:
  using: composite
  steps:
    - uses: $/actions/wait
    - shell: bash
      run: echo never
    - if: always()
      shell: bash
      run: echo inner cleanup
`;
    const yaml = 'on: push\njobs: { work: { runs-on: ubuntu-latest, steps: [{ uses: $/c }] } }\n';
    const result = await runText(yaml, { files: { ...files(TRAP), 'c/action.yml': composite }, ...cancelWhenReady() });
    expect(printed(result.jobs.work!.log)).toEqual(['ready', 'got SIGINT', 'saved', 'inner cleanup', 'post ran']);
    expect(result.jobs.work!.result).toBe('cancelled');
  });
});
