import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printed, runText } from './testing/run-text.ts';

const CALLED = `
on:
  workflow_call:
    inputs:
      who: { type: string, required: true }
      loud: { type: boolean, default: false }
      times: { type: number, default: 2 }
    secrets: { KEY: { required: true } }
    outputs: { said: { value: '\${{ jobs.talk.outputs.said }}' } }
env: { OWN: called }
jobs:
  talk:
    runs-on: ubuntu-latest
    outputs: { said: '\${{ steps.s.outputs.said }}' }
    steps:
      - id: s
        run: |
          echo "said=\${{ inputs.who }}-\${{ toJSON(inputs.loud) }}-\${{ inputs.times }}" >> "$GITHUB_OUTPUT"
          echo "key has \${#KEY} characters, \${OWN} \${FROM_CALLER-none} \${{ github.workflow }}"
        env: { KEY: '\${{ secrets.KEY }}' }
      - uses: $/actions/hello
`;
const HELLO = `name: h\ndescription: h\nruns: { using: composite, steps: [{ shell: sh, run: echo hello from the called repository }] }\n`;
const CALLED_PATH = '.github/workflows/called.yml';

const caller = (keys: string, uses = `./${CALLED_PATH}`) => `
name: Caller
on: push
env: { FROM_CALLER: leak }
jobs:
  call:
    uses: ${uses}
${keys
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
  after:
    needs: call
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.call.outputs.said }} \${{ needs.call.result }}"' }]
`;
const files = { [CALLED_PATH]: CALLED, 'actions/hello/action.yml': HELLO };
const secrets = { KEY: 'twelve-chars', OTHER: 'other-secret-value' };

describe('reusable workflows', () => {
  test('typed inputs with defaults, named secrets, outputs; the caller’s env stays outside', async () => {
    const { jobs } = await runText(caller('with: { who: Ann, loud: true }\nsecrets: { KEY: "${{ secrets.KEY }}" }'), {
      files,
      secrets,
    });
    expect(Object.keys(jobs)).toEqual(['call / talk', 'after']);
    expect(printed(jobs['call / talk']!.log)).toEqual([
      'key has 12 characters, called none Caller',
      'hello from the called repository',
    ]);
    expect(printed(jobs.after!.log)).toEqual(['Ann-true-2 success']);
  });

  test('secrets: inherit, a matrix of calls, $/ at job level', async () => {
    const keys = 'strategy: { matrix: { who: [Ann, Bob] } }\nwith: { who: "${{ matrix.who }}" }\nsecrets: inherit';
    const { jobs } = await runText(caller(keys, `$/${CALLED_PATH}`), { files, secrets });
    expect(Object.keys(jobs)).toEqual(['call (Ann) / talk', 'call (Bob) / talk', 'after']);
    expect(printed(jobs.after!.log)).toEqual(['Bob-false-2 success']);
  });

  test('another repository, mapped to a folder: its $/ is that folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'called-repository-'));
    try {
      for (const [path, content] of Object.entries({
        ...files,
        'actions/hello/action.yml': HELLO.replace('called', 'other'),
      })) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const yaml = caller('with: { who: Ann }\nsecrets: inherit', `other/suite/${CALLED_PATH}@v1`);
      const { jobs } = await runText(yaml, { secrets, repositories: { 'other/suite@v1': folder } });
      expect(printed(jobs['call / talk']!.log)).toContain('hello from the other repository');
      await expect(runText(yaml, { secrets })).rejects.toThrow(
        /^not supported: uses: other\/suite\/\.github\/workflows\/called\.yml@v1 at \.github\/workflows\/test\.yml:6$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['with: { who: Ann, loud: "yes" }\nsecrets: inherit', /input 'loud' is "yes", expected a boolean/],
    ['with: { loud: true }\nsecrets: inherit', /input 'who' is required/],
    ['with: { who: Ann, nope: 1 }\nsecrets: inherit', /input 'nope' is not defined/],
    ['with: { who: Ann }', /secret 'KEY' is required/],
    ['with: { who: Ann }\nsecrets: { KEY: x, NOPE: y }', /secret 'NOPE' is not defined/],
    ['with: { who: Ann }\nsecrets: inherit\npermissions: {}', undefined],
  ])('%s', async (keys, message) => {
    const run = runText(caller(keys), { files, secrets });
    if (message === undefined) expect((await run).jobs['call / talk']?.permissions).toEqual({});
    else await expect(run).rejects.toThrow(message);
  });

  test('a called job cannot ask for more than the caller has', async () => {
    const asking = CALLED.replace('  talk:\n', '  talk:\n    permissions: { contents: write }\n');
    const options = { files: { ...files, [CALLED_PATH]: asking }, secrets };
    const keys = 'with: { who: Ann }\nsecrets: inherit';
    await expect(runText(caller(keys), options)).rejects.toThrow(
      /The nested job 'talk' is requesting 'contents: write', but is only allowed 'contents: read'/,
    );
    const granted = await runText(caller(`${keys}\npermissions: { contents: write, issues: read }`), options);
    expect(granted.jobs['call / talk']?.permissions).toEqual({ contents: 'write' });
  });

  test('a failing job inside fails the call', async () => {
    const failing = CALLED.replace('      - id: s\n', '      - run: exit 1\n      - id: s\n');
    const { jobs, conclusion } = await runText(caller('with: { who: Ann }\nsecrets: inherit'), {
      files: { ...files, [CALLED_PATH]: failing },
      secrets,
    });
    expect([jobs.after?.result, conclusion]).toEqual(['skipped', 'failure']);
  });
});
