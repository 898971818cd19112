import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import type { BadInputCase, World } from './bad-input-case.ts';
import { CONFIGURATION } from './cases/configuration.ts';
import { DATA_FILES } from './cases/data-files.ts';
import { EVIDENCE } from './cases/evidence.ts';
import { SQL } from './cases/sql.ts';

const root = mkdtempSync(join(tmpdir(), 'bad-input-'));
const world: World = { directory: () => mkdtempSync(join(root, 'case-')) };
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TABLE: BadInputCase[] = [...CONFIGURATION, ...DATA_FILES, ...EVIDENCE, ...SQL];

describe.concurrent('bad input', () => {
  it.for(TABLE.map((row) => [row.name.slice(0, 100), row] as const))('%s', async ([, row]) => {
    const seen = await row.run(world);
    console.log(row.name.slice(0, 100), JSON.stringify(seen, null, 1));
  });
});
