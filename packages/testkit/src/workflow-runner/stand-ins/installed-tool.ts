import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environment } from './action-io.ts';

/** One installed version of a tool. */
export interface Installed {
  version: string;
  executable: string;
}

/** Reads `--version` of each candidate; what cannot be started is left out. */
export function installedVersions(candidates: readonly string[]): Installed[] {
  const found = new Map<string, Installed>();
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    let printed: string;
    try {
      printed = execFileSync(candidate, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      continue;
    }
    const version = /(\d+\.\d+\.\d+)/.exec(printed)?.[1];
    if (version && !found.has(version)) found.set(version, { version, executable: realpathSync(candidate) });
  }
  return [...found.values()];
}

/** Executables called `names` on PATH and in the tool cache (`TOOL/VERSION/ARCH/bin`). */
export function candidates(tool: string, names: readonly string[]): string[] {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)));
  const cache = join(environment('RUNNER_TOOL_CACHE'), tool);
  const versions = existsSync(cache) ? readdirSync(cache) : [];
  const cached = versions.flatMap((version) => names.map((name) => join(cache, version, process.arch, 'bin', name)));
  return [...onPath, ...cached];
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}

function newestFirst(a: Installed, b: Installed): number {
  const [left, right] = [numbers(a.version), numbers(b.version)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index < 0 ? 0 : (right[index] ?? 0) - (left[index] ?? 0);
}

/**
 * The newest installed version that the wish names: `24`, `24.x`, `v24.1.0`, `3.11`; empty means any.
 * @throws Error that lists what is installed when there is none, or the wish has another form
 */
export function chooseVersion(tool: string, wish: string, installed: readonly Installed[]): Installed {
  const match = /^v?(\d+(?:\.\d+){0,2})?(?:\.[x*])*$/.exec(wish);
  if (!match)
    throw new Error(
      `${tool} version '${wish}' is not supported by the stand-in; use MAJOR, MAJOR.MINOR or an exact version`,
    );
  const prefix = match[1] ?? '';
  const fitting = installed.filter(
    ({ version }) => prefix === '' || version === prefix || version.startsWith(`${prefix}.`),
  );
  const best = [...fitting].sort(newestFirst)[0];
  if (best) return best;
  const known = installed.map(({ version }) => version).join(', ') || 'none';
  throw new Error(`Unable to find ${tool} version '${wish}' on this machine; installed: ${known}`);
}

/** A folder of links, so that only this tool's programs are put on PATH. */
export function linkTool(tool: string, version: string, links: Record<string, string>): string {
  const bin = join(environment('RUNNER_TOOL_CACHE'), tool, version, process.arch, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, target] of Object.entries(links)) {
    if (existsSync(target) && !existsSync(join(bin, name))) symlinkSync(target, join(bin, name));
  }
  return bin;
}
