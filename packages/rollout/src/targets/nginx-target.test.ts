import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDirectory } from '../../testing/scripts.ts';
import { describeTrafficTarget } from '../../testing/traffic-target-contract.ts';
import { two } from '../../testing/two-targets.ts';
import { renderSplit } from './nginx-split.ts';
import { targetFor } from './target-for.ts';

/** A command that succeeds. */
const NOTHING = [process.execPath, '-e', ''];

const NAMES = {
  upstreams: { stable: 'stable', candidate: 'candidate' },
  variable: 'model_delivery_arm',
  key: '$request_id',
};

async function nginxScene(commands: Record<string, readonly string[]> = {}) {
  const directory = await scratchDirectory();
  const file = join(directory, 'split.conf');
  await writeFile(file, renderSplit({ stable: 100, candidate: 0 }, NAMES));
  const make = () =>
    targetFor(
      { nginx: { config: 'split.conf', test: NOTHING, reload: NOTHING, ...commands } as { config: string } },
      { directory, env: { PATH: process.env.PATH } },
    );
  return { directory, file, make };
}

describeTrafficTarget(
  'nginx with a generated include (reload stood in for; the real nginx is a service test)',
  async () => {
    const { file, make } = await nginxScene();
    return two(make, (weights) => writeFile(file, renderSplit(weights, NAMES)).then(() => removeLoaded(file)));
  },
);

/** Whoever changes the include by hand also reloads; nothing else says what is loaded. */
async function removeLoaded(file: string): Promise<void> {
  await rm(`${file}.loaded`, { force: true });
}

describe('nginx', () => {
  it('puts the old include back when the test or the reload fails', async () => {
    for (const commands of [{ test: ['false'] }, { reload: ['false'] }] as Record<string, string[]>[]) {
      const { file, make } = await nginxScene(commands);
      const before = await readFile(file, 'utf8');
      const target = make();
      const { version } = await target.read();
      await expect(target.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toMatchObject({
        code: 'NGINX_REFUSED',
      });
      expect(await readFile(file, 'utf8')).toBe(before);
      expect((await target.read()).weights).toEqual({ stable: 100, candidate: 0 });
    }
  });

  it('reports the split that was loaded, not the file, after a run died before the reload', async () => {
    const { file, make } = await nginxScene();
    const target = make();
    const first = await target.apply({ stable: 95, candidate: 5 }, (await target.read()).version, 'k1');
    await writeFile(file, renderSplit({ stable: 50, candidate: 50 }, NAMES));
    const found = await target.read();
    expect(found.weights).toEqual({ stable: 95, candidate: 5 });
    expect(found.version).not.toBe(first.state.version);
    expect(await target.apply({ stable: 100, candidate: 0 }, found.version, 'k2')).toMatchObject({ ok: true });
    expect(await readFile(file, 'utf8')).toBe(renderSplit({ stable: 100, candidate: 0 }, NAMES));
  });

  it('omits an arm without traffic and rounds to hundredths of a percent', () => {
    expect(renderSplit({ stable: 100, candidate: 0 }, NAMES)).not.toMatch(/%|\* candidate/);
    expect(renderSplit({ stable: 0, candidate: 100 }, NAMES)).toContain('    * candidate;');
    expect(renderSplit({ stable: 99.996, candidate: 0.004 }, NAMES)).toContain('    * stable;');
    expect(renderSplit({ stable: 87.5, candidate: 12.5 }, NAMES)).toContain('    12.5% candidate;\n    * stable;');
  });

  it.each([
    ['', 'holds no split'],
    ['split_clients "x" $other { * stable; }', 'holds no split'],
    ['split_clients "x" $model_delivery_arm { 5% blue; * stable; }', 'holds no split'],
    ['split_clients "x" $model_delivery_arm { 5% candidate; }', 'holds no split'],
  ])('refuses to guess what %j means', async (text, message) => {
    const { file, make } = await nginxScene();
    await writeFile(file, text);
    await expect(make().read()).rejects.toThrow(message);
  });
});
