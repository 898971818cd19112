import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { csv, Workspace } from '../testing/workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const YAML = `data:
  datasets: { train: { source: rows.csv }, serving: { source: rows.csv, reference: train, key: [k] } }
  columns:
    x: { type: number, missing: { max_share: 0.1 }, range: [-1000, 1000], drift: { psi: 0.1 } }
    s: { values: [a, b], length: [1, 2], drift: { psi: 0.1 } }
  checks:
    - { unique: [k] }
    - { mean: { column: x, min: 0 } }
    - { quantile: { column: x, q: 0.37, max: 5 } }
    - { rule: "x > k" }
`;

/** What must not depend on the order of rows: everything but the identity of the bytes. */
function withoutIdentity(report: Awaited<ReturnType<Workspace['validate']>>) {
  const { digest: _digest, meta: _meta, datasets, ...rest } = report;
  return { ...rest, datasets: datasets.map(({ sha256: _sha256, ...dataset }) => dataset) };
}

const row = fc.tuple(
  fc.integer({ min: 0, max: 40 }),
  fc.oneof(
    { weight: 8, arbitrary: fc.double({ noNaN: true, min: -1e15, max: 1e15 }) },
    { weight: 1, arbitrary: fc.constantFrom('', 'NaN', 'oops', '1e300', '-1e300', '1e-300') },
  ),
  fc.constantFrom('a', 'b', 'é', 'ccc', ''),
);

test('reordering rows changes sha256 and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(row, { minLength: 1, maxLength: 60 })
        .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      async ([rows, shuffled]) => {
        workspace.write('rows.csv', csv('k,x,s', rows));
        const before = await workspace.validate(YAML);
        workspace.write('rows.csv', csv('k,x,s', shuffled));
        expect(withoutIdentity(await workspace.validate(YAML))).toEqual(withoutIdentity(before));
      },
    ),
    { numRuns: 12, seed: 7 },
  );
}, 120_000);

test('one and several threads, and every run, give the same digest', async () => {
  await workspace.writeParquet(
    'many.parquet',
    "SELECT i % 90000 AS k, (i * 7919 % 100003) / 3.7 - 1000 AS x, ['a', 'b', 'c'][1 + i % 3] AS s FROM range(150000) r(i)",
  );
  const yaml = YAML.replaceAll('rows.csv', 'many.parquet');
  const digests = new Set<string>();
  for (const threads of [1, 2, 4, 2]) digests.add((await workspace.validate(yaml, { threads })).digest);
  expect(digests.size).toBe(1);
  const configured = await workspace.validate(`${yaml}  defaults: { threads: 1, memory: 512MB }\n`);
  expect(digests).toContain(configured.digest);
}, 120_000);
