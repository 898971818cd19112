import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** Path of a program of the distribution's packages, installed where it is missing. The packages start no service here. */
function distributionProgram(path: string, packages: readonly string[]): string {
  if (!existsSync(path)) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { DEBIAN_FRONTEND: 'noninteractive' });
  }
  return path;
}

/** nginx without its service. */
export function nginx(): string {
  return distributionProgram('/usr/sbin/nginx', ['nginx-light']);
}

/** A Prometheus server. */
export function prometheus(): string {
  return distributionProgram('/usr/bin/prometheus', ['prometheus']);
}

/** The container registry of the distribution project: no referrers API, so that the fallback tag is used. */
export function distributionRegistry(): string {
  return goTool('registry', 'github.com/distribution/distribution/v3/cmd/registry@v3.1.2');
}

/** crane of go-containerregistry, an independent client of registries. */
export function crane(): string {
  return goTool('crane', 'github.com/google/go-containerregistry/cmd/crane@v0.22.1');
}

const OCIMEM = `package main

import (
	"log"
	"net/http"
	"os"

	"cuelabs.dev/go/oci/ociregistry/ocimem"
	"cuelabs.dev/go/oci/ociregistry/ociserver"
)

func main() { log.Fatal(http.ListenAndServe(os.Args[1], ociserver.New(ocimem.New(), nil))) }
`;

/** A registry in memory with a referrers API, of cuelabs: `ocimem HOST:PORT`. */
export function ocimem(): string {
  const path = join(TOOLS, 'ocimem');
  if (existsSync(path)) return path;
  mkdirSync(TOOLS, { recursive: true });
  const source = mkdtempSync(join(tmpdir(), 'ocimem-'));
  try {
    writeFileSync(join(source, 'main.go'), OCIMEM);
    const go = (...args: string[]) =>
      execFileSync('go', args, { cwd: source, stdio: ['ignore', 'ignore', 'pipe'], timeout: 900_000 });
    go('mod', 'init', 'ocimem');
    go('get', 'cuelabs.dev/go/oci/ociregistry@v0.0.0-20251212221603-3adeb8663819');
    go('build', '-p', '2', '-o', path, '.');
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
  return path;
}

/** skopeo, an independent reader of OCI layouts, from the distribution's packages. */
export function skopeo(): string {
  const path = '/usr/bin/skopeo';
  if (!existsSync(path)) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'skopeo'], { DEBIAN_FRONTEND: 'noninteractive' });
  }
  return path;
}
