import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runShell } from './main.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workflow-shell-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

async function shell(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const streams = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await runShell(argv, streams, new AbortController().signal);
  return { code, out, err };
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, stdio: 'ignore' });
const FILE = '.github/workflows/ci.yml';
const workflow = (steps: string, on = 'push') =>
  `name: CI\non: ${on}\njobs: { j: { runs-on: ubuntu-latest, steps: ${steps} } }\n`;

describe('npm run workflow', () => {
  test('a folder without git, an event by name, findings and exit code', async () => {
    write({
      [FILE]: workflow(
        '[{ uses: actions/checkout@v7 }, { run: "ls; echo ::warning::careful; echo hi >> $GITHUB_STEP_SUMMARY" }]',
      ),
      'a.txt': '',
    });
    const { code, out, err } = await shell(join(root, FILE), '--event', 'push', '--verbose');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^run CI \(push\)\n/);
    expect(out).toContain('j | a.txt');
    expect(out).toContain('warning j: careful\n');
    expect(out).toContain('--- summary of j\nhi\n');
  });

  test('uncommitted changes count, ignored files do not, the repository is left alone', async () => {
    git('init', '--quiet', '--initial-branch=main');
    write({ [FILE]: workflow('[{ run: "exit 1" }]'), '.gitignore': 'ignored.txt\n', 'ignored.txt': '' });
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    write({
      [FILE]: workflow('[{ uses: actions/checkout@v7, with: { fetch-depth: 0 } }, { run: "ls; git log --format=%s" }]'),
      'new.txt': '',
    });
    const status = () => execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
    const before = status();
    const { code, out } = await shell(join(root, FILE), '--event', 'push', '--json', '--verbose');
    expect(code).toBe(0);
    const result = JSON.parse(out) as { jobs: { j: { log: string } } };
    expect(result.jobs.j.log).toContain('\nnew.txt\nWork tree\nfirst\n');
    expect(result.jobs.j.log).not.toContain('ignored.txt');
    expect(status()).toBe(before);
  });

  test('a pull request from a small event file', async () => {
    git('init', '--quiet', '--initial-branch=main');
    write({
      [FILE]: workflow(
        '[{ run: "echo ${{ github.ref }} ${{ github.event.pull_request.title }} ${{ secrets.KEY }} ${{ vars.V }}; test ${{ secrets.KEY }} = se=cret-value" }]',
        'pull_request',
      ),
    });
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    git('checkout', '--quiet', '-b', 'feature');
    write({ 'x.txt': '', 'event.json': '{"pull_request": {"title": "Add x", "head": {"ref": "feature"}}}' });
    const argv = ['--event', join(root, 'event.json'), '--secret', 'KEY=se=cret-value', '--var', 'V=1', '--verbose'];
    const { code, out } = await shell(join(root, FILE), ...argv);
    expect(code).toBe(0);
    expect(out).toContain('j | refs/pull/1/merge Add x *** 1\n');
  });

  test('exit codes: 1 for a failed run, 2 for not supported and for wrong usage', async () => {
    write({
      [FILE]: workflow('[{ run: "exit 3" }]'),
      '.github/workflows/no.yml': workflow('[{ uses: x/y@v1 }]'),
      'list.json': '[]',
      'odd.json': '{}',
    });
    expect((await shell(join(root, FILE), '--event', 'push')).code).toBe(1);
    const refused = await shell(join(root, '.github/workflows/no.yml'), '--event', 'push');
    expect([refused.code, refused.err.split('\n')[0]]).toEqual([
      2,
      'not supported: uses: x/y@v1 at .github/workflows/no.yml:3',
    ]);
    for (const argv of [
      [],
      [join(root, FILE)],
      [join(root, FILE), '--event', 'missing.json'],
      [join(root, FILE), '--event', join(root, 'list.json')],
      [join(root, FILE), '--event', join(root, 'odd.json')],
      [join(root, 'odd.json'), '--event', 'push'],
      [join(root, FILE), '--event', 'push', '--secret', 'novalue'],
      [join(root, FILE), '--event', 'push', '--nope'],
    ]) {
      expect((await shell(...argv)).code).toBe(2);
    }
    expect((await shell('--help')).out).toContain('npm run workflow -- FILE --event');
  });
});
