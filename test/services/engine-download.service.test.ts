import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireEngine } from '@model-delivery/engine';
import { registryEnvironment } from '@model-delivery/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installForDevelopment, machineNode, packSuite, runInstalled } from '../package/packed-suite.ts';
import { writeUserFiles } from '../package/user-files.ts';

/** The registry of this machine, and none of its engines: as on a runner that has never seen the suite. */
let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'model-delivery-engine-')));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function libraries(cache: string): string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(node|so|dylib|dll)$/.test(name),
  );
}

describe('the engine', () => {
  it('comes from the npm registry, once, and matches its pinned digest', async () => {
    const toolCache = join(directory, 'tool-cache');
    const lines: string[] = [];
    const options = {
      toolCache,
      developmentModules: false as const,
      env: { ...registryEnvironment(), HOME: process.env.HOME ?? '' },
      log: (line: string) => lines.push(line),
    };
    const first = await acquireEngine(options);
    expect(first).toMatchObject({ source: 'registry', digest: expect.stringMatching(/^sha512-/) });
    expect(lines.join('\n')).toMatch(/Fetching @duckdb\/node-bindings-.* from /);
    const found = libraries(toolCache);
    expect(found).toHaveLength(2);
    const bytes = found.reduce((sum, name) => sum + statSync(join(toolCache, name)).size, 0);
    expect(bytes).toBeGreaterThan(20e6);
    const second = await acquireEngine(options);
    expect(second).toMatchObject({ source: 'tool-cache', directory: first.directory, digest: first.digest });
  });

  it('is fetched by the packed command where there is nothing else, and answers queries', () => {
    const { tarball } = packSuite(join(directory, 'tarball'));
    const command = installForDevelopment(tarball, join(directory, 'project'));
    const home = join(directory, 'home');
    mkdirSync(home);
    const files = writeUserFiles(join(directory, 'files'), { oldest: 70 });
    const env = { ...registryEnvironment(), HOME: home };
    const run = () => runInstalled({ command, node: machineNode() }, files, ['validate'], env);
    const first = run();
    expect(first.status, first.stderr).toBe(0);
    expect(first.stderr).toContain('Fetching @duckdb/node-bindings-');
    expect(libraries(home)).toHaveLength(2);
    const report = JSON.parse(readFileSync(join(files, '.model-delivery/data-report.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'pass', datasets: [{ name: 'train', rows: 60 }] });
    const second = run();
    expect(second.status, second.stderr).toBe(0);
    expect(second.stderr).not.toContain('Fetching');
  });
});
