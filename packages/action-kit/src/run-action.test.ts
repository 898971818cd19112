import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandsIn, runProbe } from '../testing/spawn-action.ts';

const TOKEN = 'ghs_canary0123456789abcdef';
const DECLARED = ['digest', 'document', 'extra', 'summary', 'verdict'];
const errors = (log: string) => commandsIn(log).filter((line) => line.startsWith('::error'));

describe('outputs', () => {
  test('all declared names, once, absent ones empty; exit 0 prints no annotation', async () => {
    const step = await runProbe('pass');
    expect(step.exitCode).toBe(0);
    expect(Object.keys(step.outputs).sort()).toEqual(DECLARED);
    expect(step.outputs).toMatchObject({ verdict: 'pass', document: '.model-delivery/x.json', extra: '' });
    expect(errors(step.log)).toEqual([]);
  });

  test('names that a body invents are not set: no output is forged through a name', async () => {
    const step = await runProbe('undeclared');
    expect(Object.keys(step.outputs).sort()).toEqual(DECLARED);
    expect(step.outputFile).not.toContain('injected');
  });

  test('they and the document are there before the step fails', async () => {
    const step = await runProbe('fail');
    expect(step.exitCode).toBe(1);
    expect(existsSync(join(step.workspace, 'document.json'))).toBe(true);
    expect(step.outputs).toMatchObject({ verdict: 'fail', summary: 'recall fell' });
    expect(errors(step.log)).toEqual(['::error file=model-delivery.yaml,line=7::recall fell%0ASee the report.']);
  });

  test('2 MB and secrets in a value', async () => {
    const long = await runProbe('data', { inputs: { text: 'x'.repeat(100_000) } });
    expect(long.outputs.summary).toHaveLength(8000);
    const leak = await runProbe('data', { inputs: { text: `token ${TOKEN}`, 'github-token': TOKEN } });
    expect(leak.outputs.summary).toBe('token ***');
  });
});

describe('errors', () => {
  test.each<[string, number, string]>([
    ['inconclusive', 3, '::error::too few rows'],
    [
      'config-error',
      2,
      '::error file=model-delivery.yaml,line=3::KEY_UNKNOWN: unknown key evalation%0ADid you mean evaluation?',
    ],
    ['evidence-error', 4, '::error::NO_ROWS: read evalation'],
  ])('%s exits %i with one annotation', async (behaviour, exitCode, annotation) => {
    const step = await runProbe(behaviour, { inputs: { text: 'evalation' } });
    expect(step.exitCode).toBe(exitCode);
    expect(errors(step.log)).toEqual([annotation]);
    expect(Object.keys(step.outputs).sort()).toEqual(DECLARED);
  });

  test('the token is masked for the runner and never printed otherwise', async () => {
    const step = await runProbe('secret-error', { inputs: { 'github-token': TOKEN } });
    expect(step.exitCode).toBe(4);
    expect(step.log).toContain(`::add-mask::${TOKEN}\n`);
    expect(step.log.replace(`::add-mask::${TOKEN}`, '')).not.toContain('canary');
    expect(step.outputFile).not.toContain('canary');
    expect(errors(step.log)).toEqual(['::error::LEAK: the server said *** and ***']);
  });

  test('a message too long for the runner is cut, the hint behind it stays', async () => {
    const step = await runProbe('config-error', { inputs: { text: 'x'.repeat(5000) } });
    const [annotation] = errors(step.log);
    expect(annotation!.length).toBeLessThan(4096);
    expect(annotation).toMatch(/x…%0ADid you mean evaluation\?$/);
  });

  test('invalid inputs: exit 2, the outputs say error', async () => {
    const step = await runProbe('pass', { inputs: { 'run-id': 'x', 'fail-on': 'sometimes' } });
    expect(step.exitCode).toBe(2);
    expect(step.outputs).toMatchObject({ verdict: 'error', document: '' });
    expect(step.outputs.summary).toContain('2 problems');
  });

  test('a working directory that is not there', async () => {
    const step = await runProbe('pass', { inputs: { 'working-directory': 'models' } });
    expect(step.exitCode).toBe(2);
    expect(errors(step.log)[0]).toContain('WORKING_DIRECTORY_MISSING');
    expect(errors(step.log)[0]).toContain('check the repository out');
  });
});

describe('bugs of ours exit 70 with one clear message, never 0 and never Node’s 1', () => {
  test.each<[string, string]>([
    ['bug', 'TypeError'],
    ['throws-text', 'only words'],
    ['uncaught-exception', 'TypeError: boom'],
    ['unhandled-rejection', 'nobody handled LOST: nobody awaited this'],
    ['never-ends', 'had nothing left to do before there was a result'],
    ['exits-by-itself', 'had nothing left to do before there was a result'],
    ['uncaught-after-the-end', 'TypeError: late'],
  ])('%s', async (behaviour, message) => {
    const step = await runProbe(behaviour);
    expect(step.exitCode).toBe(70);
    expect(errors(step.log)).toHaveLength(1);
    expect(errors(step.log)[0]).toContain(message);
    expect(step.outputs.verdict).toBe('error');
    expect(step.log).not.toMatch(/^\s+at /m);
  });

  test('the stack stands in the debug log, or in the log where the hint says so', async () => {
    expect((await runProbe('bug')).log).toMatch(/^::debug::.*%0A +at /m);
    expect((await runProbe('bug', { env: { MODEL_DELIVERY_DEBUG: '1' } })).log).toMatch(/^ +at .*probe-action/m);
  });

  test('even where the outputs cannot be written', async () => {
    const step = await runProbe('pass', { env: { GITHUB_OUTPUT: '/nowhere/output' } });
    expect(step.exitCode).toBe(70);
    expect(errors(step.log)[0]).toContain('/nowhere/output');
  });
});

describe('cancellation', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the stage; what it throws then is no bug', async (signal) => {
    const step = await runProbe('obeys-cancellation', { onReady: (child) => child.kill(signal) });
    expect(step.exitCode).toBe(5);
    expect(errors(step.log)).toEqual([
      '::error::CANCELLED: The run was cancelled while probe was working.%0ARun the job again for a result.',
    ]);
    expect(step.outputs.verdict).toBe('error');
  });

  test('a stage that does not listen ends on the second signal', async () => {
    const step = await runProbe('ignores-cancellation', {
      onReady: (child) => {
        child.kill('SIGINT');
        setTimeout(() => child.kill('SIGTERM'), 200);
      },
    });
    expect(step.exitCode).toBe(5);
    expect(errors(step.log)).toHaveLength(1);
    expect(step.outputs.verdict).toBe('error');
  });
});

test('text from data is no command, no second output, no second annotation', async () => {
  const hostile = [
    'x\n::error::forged',
    ' \t::add-mask::a',
    '\u0085::warning::forged',
    'a\r::stop-commands::x',
    ':\r:error::forged',
    'x ##[error]forged',
    'ghadelimiter_0\nverdict<<X\npass\nX',
    'a%0A::error::forged',
  ].join('\n');
  const step = await runProbe('data', { inputs: { text: `>${hostile}` } });
  expect(step.exitCode).toBe(0);
  const ours = commandsIn(step.log).filter((line) => !line.startsWith('::debug::'));
  expect(ours).toHaveLength(2);
  expect(ours[0]).toMatch(/^::notice::>/);
  expect(ours[1]).toMatch(/^::warning title=[^:,]*(?:%3A[^:,]*)*,file=[^:,]*,line=3::>/);
  expect(step.outputs.verdict).toBe('pass');
  expect(step.outputs.extra).toBe(`>${hostile}`);
});
