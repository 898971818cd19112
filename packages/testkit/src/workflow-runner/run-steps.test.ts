import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printed, runText, stepsWorkflow } from './testing/run-text.ts';

const runSteps = async (steps: string, jobKeys = '', options = {}) => {
  const result = await runText(stepsWorkflow(steps, jobKeys), options);
  return { ...result, job: result.jobs.job! };
};

describe('steps', () => {
  test('status functions, outcome and conclusion', async () => {
    const { job, conclusion } = await runSteps(`
- id: tolerated
  run: exit 3
  continue-on-error: true
- run: echo "\${{ steps.tolerated.outcome }} \${{ steps.tolerated.conclusion }} \${{ job.status }}"
- id: bad
  run: exit 1
- run: echo never
- if: failure() && steps.bad.outcome == 'failure'
  run: echo "after failure \${{ job.status }}"
- if: \${{ !cancelled() }}
  run: echo not cancelled
- if: success()
  run: echo never
- if: always()
  run: echo always`);
    expect(job.steps.map((step) => [step.outcome, step.conclusion])).toEqual([
      ['failure', 'success'],
      ['success', 'success'],
      ['failure', 'failure'],
      ['skipped', 'skipped'],
      ['success', 'success'],
      ['success', 'success'],
      ['skipped', 'skipped'],
      ['success', 'success'],
    ]);
    expect(printed(job.log)).toEqual(['failure success success', 'after failure failure', 'not cancelled', 'always']);
    expect(conclusion).toBe('failure');
  });

  test('outputs, environment, path and summaries go through files; a later step sees them', async () => {
    const { job } = await runSteps(`
- id: make
  run: |
    echo "plain=a=b" >> "$GITHUB_OUTPUT"
    { echo 'multi<<END'; echo 'one'; echo ''; echo '  two=2'; echo 'END'; } >> "$GITHUB_OUTPUT"
    echo "COLOUR=red" >> "$GITHUB_ENV"
    mkdir -p tools && printf '#!/bin/sh\\necho tool ran\\n' > tools/my-tool && chmod +x tools/my-tool
    echo "$PWD/tools" >> "$GITHUB_PATH"
    echo "# Title" >> "$GITHUB_STEP_SUMMARY"
- run: my-tool; echo "$COLOUR $FROM_STEP"
  env: { FROM_STEP: "\${{ env.COLOUR }}-\${{ steps.make.outputs.plain }}" }`);
    expect(job.steps[0]?.outputs).toEqual({ plain: 'a=b', multi: 'one\n\n  two=2' });
    expect(printed(job.log)).toEqual(['tool ran', 'red red-a=b']);
    expect(job.summaries).toEqual(['# Title\n']);
  });

  test('a broken output file, NODE_OPTIONS and a summary above 1 MiB', async () => {
    const { job } = await runSteps(`
- run: echo "no equals sign" >> "$GITHUB_OUTPUT"
  continue-on-error: true
- run: printf 'x<<END\\nnever closed\\n' >> "$GITHUB_OUTPUT"
  continue-on-error: true
- run: echo "NODE_OPTIONS=--inspect" >> "$GITHUB_ENV"
  continue-on-error: true
- run: head -c 1048577 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"
- run: head -c 1048576 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"`);
    expect(job.steps.map((step) => step.outcome)).toEqual(['failure', 'failure', 'failure', 'success', 'success']);
    const messages = job.annotations.map((annotation) => annotation.message).join('\n');
    expect(messages).toContain("Invalid format 'no equals sign'");
    expect(messages).toContain("Matching delimiter not found 'END'");
    expect(messages).toContain("Can't store NODE_OPTIONS");
    expect(messages).toContain('upload aborted, supports content up to a size of 1024k, got 1025k');
    expect(job.summaries).toHaveLength(1);
  });

  test('environment: step over job over workflow, minimal machine, GITHUB_* cannot be overridden', async () => {
    const steps = `
- run: echo "$A $B $C \${LEAK-none} $GITHUB_REPOSITORY $CI"
  env: { C: step, GITHUB_REPOSITORY: "evil/evil" }`;
    process.env.LEAK = 'leaked';
    try {
      const yaml = stepsWorkflow(steps, 'env: { B: job, C: job }').replace(
        'jobs:',
        'env: { A: workflow, B: workflow }\njobs:',
      );
      const result = await runText(yaml);
      expect(printed(result.jobs.job!.log)).toEqual(['workflow job step none acme/widgets true']);
    } finally {
      delete process.env.LEAK;
    }
  });

  test('shells: bash -e by default, pipefail only when bash is named, sh, python-like templates, defaults, working-directory', async () => {
    const { job } = await runSteps(
      `
- run: mkdir -p sub
  working-directory: .
- run: false | true; echo no-pipefail; pwd | sed 's#.*/##'
- run: false | true; echo never
  shell: bash
  continue-on-error: true
- run: console.log('node', process.argv.length)
  shell: node {0}
- run: echo never
  working-directory: missing`,
      'defaults: { run: { working-directory: sub } }',
    );
    expect(printed(job.log)).toEqual(['no-pipefail', 'sub', 'node 2']);
    expect(job.steps.map((step) => step.outcome)).toEqual(['success', 'success', 'failure', 'success', 'failure']);
    expect(job.annotations.at(-1)?.message).toContain('missing');
  });

  test('secrets and add-mask values never reach log, annotations, summaries or job outputs', async () => {
    const { job } = await runSteps(
      `
- run: |
    echo "value \${{ secrets.KEY }}"
    echo "::warning::about \${{ secrets.KEY }}"
    echo "summary \${{ secrets.KEY }}" >> "$GITHUB_STEP_SUMMARY"
    PLANTED="planted-"; PLANTED="$PLANTED"password
    echo "::add-mask::$PLANTED"
    echo "see $PLANTED and \${{ github.token }}"
    printf '%s' "\${{ secrets.KEY }}" | base64
- id: out
  run: echo "leak=x-\${{ secrets.KEY }}" >> "$GITHUB_OUTPUT"; echo "fine=1" >> "$GITHUB_OUTPUT"`,
      'outputs: { leak: "${{ steps.out.outputs.leak }}", fine: "${{ steps.out.outputs.fine }}" }',
      { secrets: { KEY: 'long-test-secret-value' } },
    );
    const everything = JSON.stringify({
      log: job.log,
      annotations: job.annotations,
      summaries: job.summaries,
      outputs: job.outputs,
    });
    expect(everything).not.toMatch(/long-test-secret-value|planted-password|ghs_|bG9uZy10ZXN0LXNlY3JldC12YWx1ZQ/);
    expect(printed(job.log)).toContain('see *** and ***');
    expect(job.outputs).toEqual({ fine: '1' });
    expect(job.annotations.map((annotation) => annotation.message)).toContain(
      "Skip output 'leak' since it may contain secret.",
    );
  });

  test('workflow commands: positions, escapes, stop-commands, disabled and deprecated ones', async () => {
    const { job } = await runSteps(`
- run: |
    echo "::error file=a%2Cb.ts,line=3,endLine=4,col=2,title=T::one%0Atwo%25"
    echo "  ::notice::indented"
    echo "::stop-commands::word-77"
    echo "::error::forged"
    echo "::word-77::"
    echo "::warning::real"
    echo "text ::error::in the middle"
    echo "::debug::hidden"
- id: old
  run: echo "::set-output name=x::1"
- run: echo "::set-env name=x::1"
  continue-on-error: true`);
    const [first, second, third] = job.annotations;
    expect(first).toEqual({
      level: 'error',
      message: 'one\ntwo%',
      title: 'T',
      file: 'a,b.ts',
      line: 3,
      endLine: 4,
      col: 2,
    });
    expect(second).toEqual({ level: 'notice', message: 'indented' });
    expect(third).toEqual({ level: 'warning', message: 'real' });
    expect(job.steps[1]?.outputs).toEqual({});
    expect(job.steps[2]?.outcome).toBe('failure');
    expect(job.log).not.toContain('hidden\n##[end');
  });

  test('annotations are capped at 10 per level and step and 50 per job', async () => {
    const step = `- run: for i in $(seq 12); do echo "::warning::w$i"; echo "::error::e$i"; echo "::notice::n$i"; done`;
    const { job } = await runSteps([step, step].join('\n'));
    expect(job.annotations).toHaveLength(50);
    expect(
      job.annotations
        .filter(({ level }) => level === 'warning')
        .map(({ message }) => message)
        .slice(0, 11),
    ).toEqual([...Array.from({ length: 10 }, (_, index) => `w${index + 1}`), 'w1']);
    expect(job.droppedAnnotations).toBe(72 - 50);
  });

  test('timeout-minutes stops a step and fails it; the job goes on with failure()', async () => {
    const { job } = await runSteps(
      `
- run: exec sleep 30
  timeout-minutes: 0.005
- if: failure()
  run: echo cleaned up`,
      '',
      { host: { stopTimes: { interruptMs: 200, terminateMs: 200 } } },
    );
    expect(job.steps.map((step) => step.outcome)).toEqual(['failure', 'success']);
    expect(job.annotations[0]?.message).toContain('has timed out after 0.005 minutes');
  });

  test('a background process outlives its step and is ended with the job', async () => {
    const { job } = await runSteps(`
- run: |
    sleep 60 &
    echo "PID=$!" >> "$GITHUB_ENV"
- run: kill -0 $PID && echo "alive $PID"`);
    const pid = Number(/alive (\d+)/.exec(job.log)?.[1]);
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('an expression that cannot be evaluated fails the step', async () => {
    const { job } = await runSteps(`- run: echo "\${{ fromJSON('{') }}"`);
    expect(job.steps[0]?.outcome).toBe('failure');
    expect(job.annotations[0]?.message).toContain('fromJson');
  });

  test('hashFiles hashes what matches and is empty otherwise', async () => {
    const { job } = await runSteps(`
- run: mkdir -p a/b && printf x > a/b/one.txt && printf y > a/two.txt && printf z > a/three.md
- run: echo "\${{ hashFiles('a/**/*.txt') }}|\${{ hashFiles('nothing*') }}|\${{ hashFiles('a/**', '!a/*.md') == hashFiles('a/**/*.txt') }}"`);
    const digest = '6c0ba0e3dd9fbb0adbb82f8a8a8a6db55d7d5eee76d4a4dbda6d9d0fbd6d1d5e';
    const [hash, none, same] = (printed(job.log)[0] ?? '').split('|');
    expect(hash).toHaveLength(digest.length);
    expect(none).toBe('');
    expect(same).toBe('true');
  });
});

/** A killed orphan may stay a zombie where process 1 does not collect it; that counts as ended. */
function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) Z /.test(readFileSync(file, 'utf8'));
}
