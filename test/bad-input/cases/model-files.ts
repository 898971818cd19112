import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;
interface Circumstances {
  arrange?: (workspace: string) => void;
  files?: ProjectFiles;
  args?: readonly string[];
}

const ADOPT = ['--adopt', '--reason', 'serves'];

/** `register` of a hostile model, or with hostile papers. */
function register(name: string, circumstances: Circumstances, expected: Expectation): BadInputCase {
  const { args = ['--model', 'model', ...ADOPT], ...more } = circumstances;
  return {
    name: `model: ${name}`,
    run: (world) => runCommand(world, { delivered: true, args: ['register', ...args], ...more }),
    expect: { document: 'error', ...expected },
  };
}

const unusable = (found: RegExp, fix: RegExp): Expectation => ({
  exitCode: 4,
  code: 'MODEL_UNUSABLE',
  message: found,
  fix,
});

/** What is odd and still a model: registered, and nothing of it runs or looks like something else. */
function odd(name: string, circumstances: Circumstances, message: RegExp): BadInputCase {
  const { args = ['--model', 'model', ...ADOPT], ...more } = circumstances;
  return {
    name: `model: ${name}`,
    run: async (world) => {
      const mayChange = /^(\.git|registry|\.model-delivery)\//;
      const seen = await runCommand(world, { delivered: true, args: ['register', ...args], mayChange, ...more });
      if (/^::/m.test(seen.visible) || seen.visible.includes('\u001b')) throw new Error(`unmasked: ${seen.visible}`);
      return seen;
    },
    expect: { exitCode: 0, code: null, message, document: 'pass' },
  };
}

const fifo = (path: string) => (workspace: string) => void execFileSync('mkfifo', [join(workspace, path)]);
const evaluation = (text: string): Circumstances => ({
  files: { 'evaluation.json': text },
  args: ['--model', 'model', '--evaluation', 'evaluation.json'],
});

export const MODEL_FILES: BadInputCase[] = [
  register(
    'a link out of it',
    { arrange: (workspace) => symlinkSync('/etc/passwd', join(workspace, 'model/x')) },
    unusable(/model\/x: it is a symbolic link/, /Copy the file/),
  ),
  register(
    'a link in its place',
    {
      arrange: (workspace) => symlinkSync('/etc', join(workspace, 'linked')),
      args: ['--model', 'linked', ...ADOPT],
    },
    unusable(/linked: it is a symbolic link/, /Copy the file/),
  ),
  register('a pipe in it', { arrange: fifo('model/pipe') }, unusable(/model\/pipe: .*pipe or socket/, /Remove it/)),
  register(
    'a pipe in its place',
    { arrange: fifo('pipe'), args: ['--model', 'pipe', ...ADOPT] },
    unusable(/pipe or socket/, /Remove it/),
  ),
  register(
    'a device without end',
    { args: ['--model', '/dev/zero', ...ADOPT] },
    unusable(/\/dev\/zero: it is a device/, /Remove it/),
  ),
  register(
    'a file that cannot be read',
    { args: ['--model', '/proc/self/mem', ...ADOPT] },
    unusable(/reading it failed \(EIO\)/, /right to read it/),
  ),
  register(
    'an empty folder',
    { arrange: (workspace) => mkdirSync(join(workspace, 'hollow')), args: ['--model', 'hollow', ...ADOPT] },
    unusable(/hollow: the folder is empty/, /remove it or add a file/),
  ),
  register(
    'an empty folder in it',
    { arrange: (workspace) => mkdirSync(join(workspace, 'model/hollow')) },
    unusable(/model\/hollow.*the folder is empty/, /remove it or add a file/),
  ),
  register(
    'a path of 5,000 letters',
    { args: ['--model', 'n'.repeat(5000), ...ADOPT] },
    unusable(/nnn…: there is no such file/, /--model/),
  ),
  odd('no byte', { files: { 'model/weights.txt': '' } }, /"size":0/),
  odd(
    'a name of 255 letters',
    { arrange: (workspace) => writeFileSync(join(workspace, 'model', 'n'.repeat(255)), 'x') },
    /n{255}/,
  ),
  odd(
    'a name with a line break, a workflow command and colours',
    { arrange: (workspace) => writeFileSync(join(workspace, 'model', 'a\n::error::b\u001b[31m'), 'x') },
    /a\\n::error::b\\u001b\[31m/,
  ),
  odd(
    'a parameter with a line break, a workflow command and colours',
    { args: ['--model', 'model', ...ADOPT, '--param', 'depth=6\n::error::b\u001b[31m'] },
    /already/,
  ),
  odd(
    'a reason that looks like a line of the ledger',
    { args: ['--model', 'model', '--adopt', '--reason', 'a\n{"seq":9,"action":"promote"}\n::error::\u001b[31m'] },
    /a\\n\{\\"seq\\":9/,
  ),
  register(
    'a parameter without a value',
    { args: ['--model', 'model', ...ADOPT, '--param', 'depth'] },
    { exitCode: 2, code: 'PARAMETER_INVALID', message: /NAME=VALUE, found "depth"/, fix: /depth=6/, document: null },
  ),
  register(
    'a parameter that is given twice',
    { args: ['--model', 'model', ...ADOPT, '--param', 'a=1', '--param', 'a=2'] },
    { exitCode: 2, code: 'PARAMETER_INVALID', message: /a is given twice/, fix: /depth=6/, document: null },
  ),
  register(
    'a parameter that would change objects',
    { args: ['--model', 'model', ...ADOPT, '--param', '__proto__=1'] },
    { exitCode: 2, code: 'PARAMETER_INVALID', message: /__proto__/, fix: /depth=6/, document: null },
  ),
  register(
    'an evaluation that is not there',
    { args: ['--model', 'model', '--evaluation', 'nowhere.json'] },
    { exitCode: 4, code: 'DOCUMENT_UNREADABLE', message: /nowhere\.json.*no such file/, fix: /working directory/ },
  ),
  register(
    'a pipe in place of the evaluation',
    { arrange: fifo('pipe.json'), args: ['--model', 'model', '--evaluation', 'pipe.json'] },
    { exitCode: 4, code: 'DOCUMENT_UNREADABLE', message: /pipe\.json.*no file/, fix: /working directory/ },
  ),
  register('half an evaluation', evaluation('{"schema":"evaluation/1","verdict":'), {
    exitCode: 4,
    code: 'EVALUATION_UNREADABLE',
    message: /evaluation\.json: it is not a JSON object/,
    fix: /evaluate/,
  }),
  register(
    'an evaluation that would change objects',
    evaluation('{"schema":"evaluation/1","__proto__":{"verdict":"pass","meta":{"digest":"sha256:0"}}}'),
    {
      exitCode: 4,
      code: 'EVALUATION_FORGED',
      message: /digest \(none\) and has sha256:[0-9a-f]{64}/,
      fix: /never edited/,
    },
  ),
  register(
    'a date that is none',
    { args: ['--model', 'model', ...ADOPT, '--as-of', '2026-13-01'] },
    { exitCode: 2, code: 'USAGE', message: /2026-13-01/, fix: /today/, document: null },
  ),
];
