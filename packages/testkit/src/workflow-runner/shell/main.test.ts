import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findNode24 } from '../runner-host.ts';
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

  test('an event that was copied from elsewhere: its commits and branches are replaced by the work tree, with a note', async () => {
    write({
      [FILE]: workflow(
        '[{ uses: actions/checkout@v7 }, { run: "ls; echo ${{ github.repository }} [${{ secrets.KEY }}] ${{ github.head_ref }}" }]',
        '[push, pull_request]',
      ),
      'push.json': JSON.stringify({
        ref: 'refs/heads/main',
        after: 'a'.repeat(40),
        repository: { full_name: 'octo/copied' },
      }),
      'fork.json': JSON.stringify({
        name: 'pull_request',
        payload: {
          pull_request: { head: { ref: 'patch', repo: { full_name: 'eve/copied' } }, base: { ref: 'trunk' } },
        },
      }),
    });
    const pushed = await shell(join(root, FILE), '--event', join(root, 'push.json'), '--verbose');
    expect([pushed.code, pushed.err]).toEqual([0, expect.stringContaining(`no commit ${'a'.repeat(40)}`)]);
    expect(pushed.out).toContain('j | octo/copied []\n');
    const argv = [
      '--event',
      join(root, 'fork.json'),
      '--name',
      'octo/copied',
      '--secret',
      'KEY=not-for-forks',
      '--verbose',
    ];
    const forked = await shell(join(root, FILE), ...argv);
    expect([forked.code, forked.err]).toEqual([0, expect.stringMatching(/no branch patch.*\n.*no branch trunk/)]);
    expect(forked.out).toContain('j | octo/copied [] patch\n');
  });

  test('a workflow file outside of .github/workflows is the only file of its repository', async () => {
    write({
      'lone.yml': workflow('[{ uses: actions/checkout@v7 }, { run: "find . -name .git -prune -o -type f -print" }]'),
      'other.txt': '',
    });
    const { code, out } = await shell(join(root, 'lone.yml'), '--event', 'push', '--verbose');
    expect(code).toBe(0);
    expect(out).toContain('j | ./.github/workflows/lone.yml\n');
    expect(out).not.toContain('other.txt');
  });

  test('SIGINT cancels the run and its cleanup still happens', async () => {
    write({ [FILE]: workflow('[{ run: "echo ready; exec sleep 60" }, { if: cancelled(), run: echo cleaned up }]') });
    const script = fileURLToPath(new URL('../../../../../scripts/workflow.ts', import.meta.url));
    const child = spawn(findNode24(), [script, join(root, FILE), '--event', 'push', '--verbose'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('j | ready\n') && !child.killed) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(out).toContain('j | cleaned up\n');
    expect(out).toContain('run CI: cancelled');
    expect(code).toBe(1);
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
