import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';

/** Tools of the service tests, installed where the repository keeps them (ignored by git) and found again by the next run. */
const TOOLS = join(root, '.tools');
const VENV = join(root, '.venv');

function run(command: string, args: string[], env: Record<string, string> = {}): void {
  execFileSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    timeout: 900_000,
  });
}

function goTool(name: string, module: string, env: Record<string, string> = {}): string {
  const path = join(TOOLS, name);
  if (!existsSync(path)) {
    mkdirSync(TOOLS, { recursive: true });
    run('go', ['install', '-p', '2', module], { GOBIN: TOOLS, ...env });
  }
  return path;
}

/** nektos/act, an independent workflow runner, without Docker. */
export function act(): string {
  return goTool('act', 'github.com/nektos/act@v0.2.89', { GOFLAGS: '-tags=WITHOUT_DOCKER' });
}

/** rhysd/actionlint. */
export function actionlint(): string {
  return goTool('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12');
}

/** Path of a program of the Python environment, after installing the packages into it. */
export function python(program: string, packages: readonly string[]): string {
  if (!existsSync(join(VENV, 'bin', 'python'))) run('python3', ['-m', 'venv', VENV]);
  run(join(VENV, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  return join(VENV, 'bin', program);
}

/** A headless Chromium from the distribution's packages. */
export function chromium(): string {
  const path = '/usr/bin/chromium';
  if (!existsSync(path)) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
  }
  return path;
}
