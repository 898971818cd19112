import { describe, expect, test } from 'vitest';
import { runText, stepsWorkflow } from './testing/run-text.ts';

const FILE = '.github/workflows/test.yml';
const ACTION = 'name: n\ndescription: d\n';

describe('what the runner does not imitate ends the run with its place', () => {
  test.each([
    ['container', stepsWorkflow('- run: echo', 'container: node:24'), 'container', 5],
    ['services', stepsWorkflow('- run: echo', 'services: { db: { image: x } }'), 'services', 5],
    ['background steps', stepsWorkflow('- run: echo\n  background: true'), 'background', 7],
    ['a key the official parser does not know', stepsWorkflow('- run: echo', 'cache-mode: none'), 'cache-mode', 5],
    ['docker steps', stepsWorkflow('- uses: docker://alpine'), 'uses: docker://alpine', 6],
    [
      'an action that is not on this machine',
      stepsWorkflow('- run: echo\n- uses: actions/cache@v4'),
      'uses: actions/cache@v4',
      7,
    ],
    ['pwsh', stepsWorkflow('- run: echo\n  shell: pwsh'), 'shell: pwsh', 7],
    [
      'an input of a stand-in',
      stepsWorkflow('- uses: actions/checkout@v7\n  with: { ssh-key: x }'),
      'actions/checkout@v7 with ssh-key',
      7,
    ],
    [
      'another system',
      stepsWorkflow('- run: echo').replace('ubuntu-latest', 'windows-2025'),
      'runs-on windows-2025',
      4,
    ],
    ['a problem matcher', stepsWorkflow('- run: echo ::add-matcher::x.json'), '::add-matcher::', 6],
  ])('%s', async (_, yaml, key, line) => {
    await expect(runText(yaml)).rejects.toHaveProperty('message', `not supported: ${key} at ${FILE}:${line}`);
  });

  test('an action for another runtime, with the place in its action.yml', async () => {
    const files = { 'a/action.yml': `${ACTION}runs:\n  using: node20\n  main: x.js\n` };
    await expect(runText(stepsWorkflow('- uses: $/a'), { files })).rejects.toThrow(
      'not supported: runs.using node20 at $/a/action.yml:4',
    );
  });

  test('it ends the other jobs, too', async () => {
    const yaml = `on: push\njobs:\n  slow: { runs-on: ubuntu-latest, steps: [{ run: exec sleep 60 }] }\n  bad: { runs-on: ubuntu-latest, steps: [{ run: 'sleep 0.3; echo ::add-matcher::x' }] }\n`;
    const before = Date.now();
    await expect(runText(yaml, { host: { stopTimes: { interruptMs: 50, terminateMs: 50 } } })).rejects.toThrow(
      'not supported: ::add-matcher::',
    );
    expect(Date.now() - before).toBeLessThan(10_000);
  });
});

describe('what GitHub would refuse', () => {
  test.each([
    ['unknown need', stepsWorkflow('- run: echo', 'needs: nobody'), /at least one job with no dependencies/],
    [
      'unknown context',
      stepsWorkflow('- run: echo ${{ secret.X }}'),
      /Unrecognized named-value: 'secret'.* at .*test\.yml:6/,
    ],
    ['secrets in if', stepsWorkflow('- run: echo\n  if: secrets.X'), /Unrecognized named-value: 'secrets'/],
    ['unknown function', stepsWorkflow('- run: echo ${{ sucess() }}'), /Unrecognized function: 'sucess'/],
    ['bad permission', stepsWorkflow('- run: echo', 'permissions: { contents: admin }'), /at .*test\.yml:5/],
    ['not YAML', 'on: push\njobs: [', /invalid workflow: .* at .*test\.yml:\d/],
    ['a missing pair of braces', stepsWorkflow('- run: echo ${{ github.sha'), /not closed/],
    [
      'empty matrix',
      stepsWorkflow('- run: echo', 'strategy: { matrix: { n: "${{ fromJSON(\'[]\') }}" } }'),
      /does not contain any values/,
    ],
    [
      'an event that is not in on',
      stepsWorkflow('- run: echo').replace('on: push', 'on: pull_request'),
      /does not run on push/,
    ],
  ])('%s', async (_, yaml, message) => {
    await expect(runText(yaml)).rejects.toThrow(message);
  });
});
