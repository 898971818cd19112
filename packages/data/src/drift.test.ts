import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, canonicalFile, loadConfig } from '@model-delivery/core';
import { afterAll, describe, expect, test } from 'vitest';
import { check, csv, Workspace } from '../testing/workspace.ts';
import { profileDataset } from './index.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** 1..n: each of its ten decile bins holds n / 10 values. */
const even = (n: number) => Array.from({ length: n }, (_, i) => [i + 1]);
/** As many values in the middle of each decile bin of 1..n as `counts` says. */
const binned = (n: number, counts: readonly number[]) =>
  counts.flatMap((count, bin) => Array.from({ length: count }, () => [(bin + 0.5) * (n / 10) + 0.25]));

const CONFIG = (extra = '') =>
  `data:\n  datasets: { train: { source: ref.csv }, serving: { source: cur.csv, reference: train } }\n${extra}`;

async function psi(n: number, counts: readonly number[], threshold: number) {
  workspace.write('ref.csv', csv('x', even(n)));
  workspace.write('cur.csv', csv('x', binned(n, counts)));
  const report = await workspace.validate(CONFIG(`  columns: { x: { type: number, drift: { psi: ${threshold} } } }\n`));
  return check(report, 'serving/x/drift');
}

describe('drift: psi', () => {
  test('vector 4: inconclusive', async () => {
    const drift = await psi(1000, [31, 27, 24, 22, 20, 18, 17, 15, 14, 12], 0.1);
    expect(drift).toMatchObject({ verdict: 'inconclusive', evaluated: 200, failed: null, skipped: 0 });
    expect(drift.statistic!.value).toBeCloseTo(0.08102392905003872, 11);
    expect(drift.statistic!.interval![0]).toBe(0);
    expect(drift.statistic!.interval![1]).toBeCloseTo(0.1112131900771441, 11);
    expect(drift.statistic!.p).toBeCloseTo(0.9264314372161645, 11);
  });

  test('vector 5: smoothed, fail', async () => {
    const drift = await psi(5000, [20, 18, 12, 9, 8, 7, 5, 4, 2, 0], 0.1);
    expect(drift.verdict).toBe('fail');
    expect(drift.statistic!.value).toBeCloseTo(0.6169767928503471, 11);
    expect(drift.statistic!.interval![0]).toBeCloseTo(0.2828130843555463, 11);
    expect(drift.statistic!.interval![1]).toBeCloseTo(0.8256011212504946, 11);
    expect(drift.statistic!.p).toBeCloseTo(0.0002884968504499569, 11);
  });

  test('vector 6: merged bins', async () => {
    const drift = await psi(1000, [4, 3, 2, 2, 2, 2, 2, 1, 1, 1], 0.1);
    expect(drift).toMatchObject({ verdict: 'inconclusive', statistic: { bins: 3, n_reference: 1000, n_current: 20 } });
    expect(drift.statistic!.value).toBeCloseTo(0.13132031060308502, 11);
    expect(drift.statistic!.p).toBeCloseTo(0.5648872207658165, 11);
  });

  test('no drift passes; the reference itself is not compared; what is not finite is left out', async () => {
    workspace.write('ref.csv', csv('x', [...even(1000), ['NaN'], ['inf'], ['']]));
    workspace.write('cur.csv', csv('x', [...even(1000), ['NaN'], ['']]));
    const report = await workspace.validate(CONFIG('  columns: { x: { type: number, drift: { psi: 0.1 } } }\n'));
    expect(check(report, 'train/x/drift').verdict).toBe('not_applicable');
    expect(check(report, 'serving/x/drift')).toMatchObject({
      verdict: 'pass',
      observed: 0,
      evaluated: 1000,
      skipped: 2,
    });
  });

  test('categories: known, other and unseen', async () => {
    const letters = (counts: Record<string, number>) =>
      Object.entries(counts).flatMap(([name, n]) => Array.from({ length: n }, () => [name]));
    workspace.write('ref.csv', csv('x', letters({ a: 500, b: 300, c: 200 })));
    workspace.write('cur.csv', csv('x', letters({ a: 250, b: 150, d: 100 })));
    const report = await workspace.validate(CONFIG('  columns: { x: { drift: { psi: 0.1 } } }\n'));
    // Bins a b c __unseen__ with +0.5; __other__ is empty on both sides and disappears by merging.
    const [p, q] = [
      [500.5, 300.5, 200.5, 0.5],
      [250.5, 150.5, 0.5, 100.5],
    ];
    const value = p.reduce(
      (sum, count, i) => sum + (q[i]! / 502 - count / 1002) * Math.log(q[i]! / 502 / (count / 1002)),
      0,
    );
    expect(check(report, 'serving/x/drift')).toMatchObject({ verdict: 'fail', statistic: { bins: 4 } });
    expect(check(report, 'serving/x/drift').statistic!.value).toBeCloseTo(value, 11);
  });

  test('text that looks like numbers is compared as text where the reference is text', async () => {
    workspace.write(
      'ref.csv',
      csv(
        'x',
        Array.from({ length: 300 }, (_, i) => [i % 3 === 0 ? 'B6' : String(i % 3)]),
      ),
    );
    workspace.write(
      'cur.csv',
      csv(
        'x',
        Array.from({ length: 200 }, (_, i) => [1 + (i % 2)]),
      ),
    );
    const report = await workspace.validate(CONFIG('  columns: { x: { drift: { psi: 0.1 } } }\n'));
    expect(check(report, 'serving/x/drift')).toMatchObject({ verdict: 'fail', evaluated: 200 });
  });

  test('Holm over the blocking, unwaived checks of a data set; a warn check stands alone', async () => {
    const rows = (n: number, shift: number) =>
      Array.from({ length: n }, (_, i) => [0, 1, 2].map((k) => ((i * (7 + 2 * k)) % n) * (1 + shift * k)));
    workspace.write('ref.csv', csv('a,b,c', rows(1000, 0)));
    workspace.write('cur.csv', csv('a,b,c', rows(300, 0.4)));
    const drift = (severity = 'fail') =>
      `  columns: { a: { drift: { psi: 0.05 } }, b: { drift: { psi: 0.05 } }, c: { drift: { psi: 0.05 }, severity: ${severity} } }\n`;
    const all = await workspace.validate(CONFIG(drift()));
    const found = ['a', 'b', 'c'].map((name) => check(all, `serving/${name}/drift`).statistic!);
    const sorted = [...found].sort((x, y) => x.p! - y.p!);
    let running = 0;
    sorted.forEach((statistic, i) => {
      running = Math.max(running, Math.min(1, (3 - i) * statistic.p!));
      expect(statistic.p_adjusted).toBeCloseTo(running, 10);
    });
    const warned = check(await workspace.validate(CONFIG(drift('warn'))), 'serving/c/drift').statistic!;
    expect(warned.p_adjusted).toBe(warned.p);
  });

  test.each([
    [
      'no reference',
      'data:\n  datasets: { serving: { source: cur.csv } }\n  columns: { x: { type: number, drift: { psi: 0.1 } } }\n',
      'nothing to compare',
    ],
    [
      'a reference without values',
      'data:\n  datasets: { train: { source: none.csv }, serving: { source: cur.csv, reference: train } }\n  columns: { x: { type: number, drift: { psi: 0.1 } } }\n',
      'the reference has no finite value',
    ],
    [
      'a profile that is not there',
      'data:\n  datasets: { serving: { source: cur.csv, profile: nowhere.json } }\n  columns: { x: { type: number, drift: { psi: 0.1 } } }\n',
      'there is no such file',
    ],
    [
      'a profile of another schema',
      'data:\n  datasets: { serving: { source: cur.csv, profile: other.json } }\n  columns: { x: { type: number, drift: { psi: 0.1 } } }\n',
      'schema "data-report/1"',
    ],
  ])('%s is an error', async (_title, yaml, message) => {
    workspace.write('cur.csv', csv('x', even(100)));
    workspace.write(
      'none.csv',
      csv('x,y', [
        ['', 1],
        ['', 2],
      ]),
    );
    workspace.write('other.json', '{"schema":"data-report/1"}');
    const report = await workspace.validate(yaml);
    expect(report.verdict).toBe('error');
    expect(check(report, 'serving/x/drift')).toMatchObject({ verdict: 'error' });
    expect(check(report, 'serving/x/drift').message).toContain(message);
  });

  test('a constant column leaves one bin: inconclusive, value 0, no interval', async () => {
    workspace.write(
      'ref.csv',
      csv(
        'x',
        Array.from({ length: 50 }, () => [7]),
      ),
    );
    workspace.write(
      'cur.csv',
      csv(
        'x',
        Array.from({ length: 50 }, () => [7]),
      ),
    );
    const report = await workspace.validate(CONFIG('  columns: { x: { type: number, drift: { psi: 0.1 } } }\n'));
    expect(check(report, 'serving/x/drift')).toMatchObject({
      verdict: 'inconclusive',
      statistic: { value: 0, interval: null, p: null },
    });
    expect(report).toMatchObject({ verdict: 'inconclusive', inconclusive_blocks: false });
  });
});

describe('profiles as references', () => {
  const columns =
    'columns: { x: { drift: { psi: 0.1 } }, s: { drift: { psi: 0.1 } }, d: { type: date, drift: { psi: 0.1 } }, b: { type: boolean, drift: { psi: 0.1 } } }\n';
  const rows = (n: number, k: number) =>
    Array.from({ length: n }, (_, i) => [
      ((i * k) % 997) / 7,
      `s${(i * i) % (5 + k)}`,
      `2026-0${1 + (i % (k + 2))}-1${i % 9}`,
      i % k === 0,
    ]);

  test('a committed profile gives the verdict that the data themselves give', async () => {
    workspace.write('ref.csv', csv('x,s,d,b', rows(1500, 3)));
    workspace.write('cur.csv', csv('x,s,d,b', rows(900, 4)));
    const computed = await workspace.validate(CONFIG(`  ${columns}`));
    const { config } = loadConfig(CONFIG(`  ${columns}`), 'model-delivery.yaml');
    const profile = await profileDataset({
      config: config as Config,
      dataset: 'train',
      baseDirectory: workspace.directory,
      engine: await workspace.engine(),
    });
    workspace.write('profiles/train.json', canonicalFile(profile));
    const committed = await workspace.validate(
      CONFIG(`  ${columns}`).replace('ref.csv }', 'ref.csv, profile: profiles/train.json }'),
    );
    const drifts = (report: typeof computed) => report.checks.filter(({ id }) => id.startsWith('serving/'));
    expect(drifts(computed).map(({ verdict }) => verdict)).not.toContain('error');
    expect(drifts(committed)).toEqual(drifts(computed));
    const sha256 = createHash('sha256')
      .update(readFileSync(join(workspace.directory, 'profiles/train.json')))
      .digest('hex');
    expect(committed.datasets[1]!.profile).toEqual({ path: 'profiles/train.json', sha256 });
    // Now that it has a profile of its own, train is compared with that.
    expect(check(committed, 'train/x/drift')).toMatchObject({ verdict: 'pass', observed: 0 });
  });

  test('defaults.drift asks every profiled column but key and time', async () => {
    workspace.write(
      'ref.csv',
      csv(
        'id,x,s,t',
        even(300).map(([i]) => [i, i! % 50, `s${i! % 4}`, '2026-01-01']),
      ),
    );
    workspace.write(
      'cur.csv',
      csv(
        'id,x,s,t',
        even(200).map(([i]) => [i! + 9000, i! % 50, `s${i! % 4}`, '2026-02-01']),
      ),
    );
    const report = await workspace.validate(
      'data:\n  datasets: { train: { source: ref.csv, key: [id], time: t }, serving: { source: cur.csv, reference: train, key: [id], time: t } }\n  columns: { s: { drift: { psi: 0.3 }, datasets: [serving] } }\n  defaults: { drift: { psi: 0.2 } }\n',
    );
    expect(report.checks.map(({ id, expected }) => [id, expected])).toEqual([
      ['serving/s/drift', { psi: 0.3 }],
      ['serving/x/drift', { psi: 0.2 }],
    ]);
  });
});
