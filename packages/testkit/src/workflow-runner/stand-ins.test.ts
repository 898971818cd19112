import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunResult } from './results.ts';
import { runWorkflow } from './run-workflow.ts';
import { findFiles } from './stand-ins/upload-artifact/search.ts';
import { printed, runText, stepsWorkflow, WORKFLOW } from './testing/run-text.ts';
import { TemporaryRepository } from './testing/temporary-repository.ts';

describe('checkout', () => {
  let temporary: TemporaryRepository;

  beforeEach(() => {
    temporary = new TemporaryRepository('acme/widgets');
  });

  afterEach(() => temporary.dispose());

  const run = (steps: string, jobKeys = '', files: Record<string, string> = {}): Promise<RunResult> => {
    temporary.commit({ [WORKFLOW]: stepsWorkflow(steps, jobKeys), 'a.txt': 'newest\n', ...files });
    return runWorkflow({ repository: temporary.repository, file: WORKFLOW, event: { name: 'push', payload: {} } });
  };

  test('the event’s commit with depth 1 on its branch, then ref, path, full history and outputs', async () => {
    const old = temporary.commit({ 'a.txt': 'old\n' });
    temporary.commit({ 'b.txt': 'side\n' }, { branch: 'side', from: 'main' });
    const { jobs } = await run(`
- id: c
  uses: actions/checkout@v7
- run: cat a.txt; git rev-list --count HEAD; git branch --show-current; test "\${{ steps.c.outputs.commit }}" = "$GITHUB_SHA" && echo same
- uses: actions/checkout@v7
  with: { ref: side, path: other, fetch-depth: 0 }
- run: cat other/b.txt; git -C other rev-list --count HEAD; git -C other branch -r | tr -d ' '
- uses: actions/checkout@v7
  with: { ref: ${old}, path: other }
- run: cat other/a.txt; git -C other branch --show-current
- uses: actions/checkout@v7
  with: { path: ../outside }`);
    const lines = printed(jobs.job!.log).filter((line) => !line.startsWith('Checked out'));
    expect(lines).toEqual(['newest', '1', 'main', 'same', 'side', '2', 'origin/main', 'origin/side', 'old']);
    expect(jobs.job!.annotations[0]?.message).toContain('is not under');
    expect(jobs.job!.result).toBe('failure');
  });

  const PUSH = `
git config user.name x; git config user.email x@example.com
git config --get-regexp extraheader | sed 's/basic .*/basic/'
git commit --quiet --allow-empty -m pushed
git push --quiet origin HEAD:pushed && echo pushed`;
  const step = (withKeys: string) =>
    `- uses: actions/checkout@v7${withKeys}\n- run: |${PUSH.replaceAll('\n', '\n    ')}`;

  test.each([
    ['contents: write', '', true],
    ['contents: read', '', false],
    ['contents: write', '\n  with: { persist-credentials: false }', false],
  ])('a push with %s%s', async (permission, withKeys, allowed) => {
    const { jobs } = await run(step(withKeys), `permissions: { ${permission} }`);
    expect(jobs.job!.result).toBe(allowed ? 'success' : 'failure');
    expect(printed(jobs.job!.log).includes('pushed')).toBe(allowed);
    const kept = printed(jobs.job!.log).includes('http.http://github.localhost/.extraheader AUTHORIZATION: basic');
    expect(kept).toBe(withKeys === '');
    if (!allowed) expect(jobs.job!.log).toContain('needs-persist-credentials-and-contents-write');
  });

  test('lfs: true is fine without large files and fails with them', async () => {
    const step = '- uses: actions/checkout@v7\n  with: { lfs: true }';
    expect((await run(step)).jobs.job!.result).toBe('success');
    const large = await run(step, '', {
      '.gitattributes': '*.bin filter=lfs\n',
      'model.bin': 'version https://git-lfs\n',
    });
    expect(large.jobs.job!.annotations[0]?.message).toContain('no LFS server for model.bin');
  });

  test('a repository that is not on this machine and a ref that does not exist', async () => {
    const { jobs } = await run(`
- uses: actions/checkout@v7
  with: { repository: other/suite }
  continue-on-error: true
- uses: actions/checkout@v7
  with: { ref: nope }`);
    const messages = jobs.job!.annotations.map(({ message }) => message);
    expect(messages).toContain('repository other/suite is not on this machine; known: acme/widgets');
    expect(messages).toContain("A branch or tag with the name 'nope' could not be found");
  });
});

describe('setup-node and setup-python', () => {
  test('put an installed version first on PATH, or fail and say what is installed', async () => {
    const { jobs } = await runText(
      stepsWorkflow(`
- id: n
  uses: actions/setup-node@v6
  with: { node-version: 24.x, cache: npm }
- run: echo "node $(node --version) \${{ steps.n.outputs.node-version }}"
- id: p
  uses: actions/setup-python@v6
  with: { python-version: '3' }
- run: echo "python $(python -c 'import sys; print(sys.version_info[0])')"
- uses: actions/setup-node@v6
  with: { node-version: 99 }`),
    );
    const lines = printed(jobs.job!.log);
    expect(lines.find((line) => line.startsWith('node v24.'))).toMatch(/^node (v24\.\S+) \1$/);
    expect(lines).toContain('python 3');
    expect(jobs.job!.annotations[0]?.message).toMatch(
      /Unable to find Node version '99' on this machine; installed: .*24\./,
    );
    expect(jobs.job!.result).toBe('failure');
  });
});

describe('files of upload-artifact', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'upload-search-'));
    for (const file of ['out/a.json', 'out/sub/b.json', 'out/sub/c.log', 'out/.env', '.hidden/d.json', 'e.txt']) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), file);
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  test.each([
    ['out/', false, 'out', ['out/a.json', 'out/sub/b.json', 'out/sub/c.log']],
    ['out', true, 'out', ['out/.env', 'out/a.json', 'out/sub/b.json', 'out/sub/c.log']],
    ['out/**/*.json', false, 'out', ['out/a.json', 'out/sub/b.json']],
    ['out/s*', false, 'out', ['out/sub/b.json', 'out/sub/c.log']],
    ['out\n!out/sub/**', false, 'out', ['out/a.json']],
    ['e.txt', false, '', ['e.txt']],
    ['e.txt\nout/a.json', false, '', ['e.txt', 'out/a.json']],
    ['.hidden', false, '.hidden', []],
    ['.hidden/', true, '.hidden', ['.hidden/d.json']],
    // the real action tests the base name of what it visits, so a file below a hidden folder can be named
    ['.hidden/d.json', false, '.hidden', ['.hidden/d.json']],
    ['nothing/**', false, undefined, []],
  ])('%j with hidden %s', (patterns, hidden, folder, expected) => {
    const found = findFiles(root, patterns, hidden);
    expect(found.files).toEqual(expected.map((file) => join(root, file)));
    if (folder !== undefined) expect(found.root).toBe(join(root, folder).replace(/\/$/, ''));
  });
});
