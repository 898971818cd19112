import { EvidenceError } from '@model-delivery/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerScene, MODEL, REF, registration, versionOf, written } from '../../testing/ledger-scene.ts';
import { ledgerHistory, verifyLedger } from './verify-ledger.ts';

async function grown(): Promise<LedgerScene> {
  const scene = new LedgerScene();
  await scene.register('a', 'b');
  for (const word of ['a', 'b']) written(await scene.promote(word));
  written(await scene.rollback());
  return scene;
}

/** Writes the ledger's file anew, as somebody with write access to the branch can. */
async function rewrite(scene: LedgerScene, change: (lines: string[]) => string[]): Promise<void> {
  const lines = (await scene.text()).split('\n').slice(0, -1);
  scene.refLog.forge(REF, {
    'ledger.jsonl': change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  });
}

const kinds = async (scene: LedgerScene) =>
  (await verifyLedger(scene.refLog, REF)).map(({ kind, where }) => `${kind} ${where}`);

describe('an untouched ledger', () => {
  test('has no findings, and its history is intact', async () => {
    const scene = await grown();
    expect(await verifyLedger(scene.refLog, REF)).toEqual([]);
    const history = await ledgerHistory(scene.refLog, REF, { model: MODEL, alias: 'champion' });
    expect(history.intact).toBe(true);
    expect(history.events.map(({ action }) => action)).toEqual(['promote', 'promote', 'rollback']);
    expect((await ledgerHistory(scene.refLog, REF)).events).toHaveLength(5);
  });

  test('that does not exist is a finding, and an empty history', async () => {
    const scene = new LedgerScene();
    expect(await kinds(scene)).toEqual([`absent ${REF}`]);
    expect(await ledgerHistory(scene.refLog, REF)).toEqual({ events: [], intact: true, findings: [] });
  });
});

describe('tampering', () => {
  test('with a reason: the next line does not hang on it any more, and the commit is named', async () => {
    const scene = await grown();
    await rewrite(scene, (lines) => lines.map((line, i) => (i === 2 ? line.replace('promote a', 'promote A') : line)));
    const head = await scene.refLog.head(REF);
    expect(await kinds(scene)).toEqual(['digest ledger.jsonl:3', 'previous ledger.jsonl:4', `history commit ${head}`]);
    expect((await ledgerHistory(scene.refLog, REF)).intact).toBe(false);
  });

  test('with the last line: only the commits show it', async () => {
    const scene = await grown();
    await rewrite(scene, (lines) =>
      lines.map((line, i) => (i === 4 ? line.replace('"actor":"ann"', '"actor":"bob"') : line)),
    );
    const [finding, ...others] = await verifyLedger(scene.refLog, REF);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'history', expected: 'ledger.jsonl:5 as before' });
  });

  test('with a version that an event names', async () => {
    const scene = await grown();
    const [a, z] = [versionOf('a'), versionOf('z')];
    await rewrite(scene, (lines) => lines.map((line, i) => (i === 2 ? line.replaceAll(a, z) : line)));
    const found = await kinds(scene);
    for (const kind of [
      'digest ledger.jsonl:3',
      'version ledger.jsonl:3',
      'previous ledger.jsonl:4',
      'from ledger.jsonl:4',
    ]) {
      expect(found).toContain(kind);
    }
  });

  test('a line taken out, two exchanged, one cut short, one that is no event, one that is enormous', async () => {
    const cases: [change: (lines: string[]) => string[], finding: string][] = [
      [(lines) => lines.filter((_, i) => i !== 1), 'seq ledger.jsonl:2'],
      [(lines) => [lines[1]!, lines[0]!, ...lines.slice(2)], 'seq ledger.jsonl:1'],
      [(lines) => [...lines.slice(0, 4), lines[4]!.slice(0, 50)], 'malformed ledger.jsonl:5'],
      [(lines) => [...lines, '{}'], 'malformed ledger.jsonl:6'],
      [(lines) => [...lines, ''], 'malformed ledger.jsonl:6'],
      [(lines) => [...lines, `"${'x'.repeat(70_000)}"`], 'malformed ledger.jsonl:6'],
    ];
    for (const [change, finding] of cases) {
      const scene = await grown();
      await rewrite(scene, change);
      expect(await kinds(scene)).toContain(finding);
      expect((await ledgerHistory(scene.refLog, REF)).intact).toBe(false);
    }
  });

  test('a malformed line is an error that names it for whoever reads; a broken chain is not written on', async () => {
    const scene = await grown();
    await rewrite(scene, (lines) => [...lines.slice(0, 2), 'not json', ...lines.slice(3)]);
    await expect(scene.ledger.read()).rejects.toBeInstanceOf(EvidenceError);
    await expect(scene.ledger.read()).rejects.toThrow(/line 3/);
    const other = await grown();
    await rewrite(other, (lines) =>
      lines.map((line, i) => (i === 1 ? line.replace('registered b', 'registered x') : line)),
    );
    expect(await other.promote('b')).toMatchObject({
      ok: false,
      kind: 'refused',
      message: expect.stringContaining('broken'),
    });
  });

  test('documents changed, forged, renamed, deleted, hidden by an earlier commit', async () => {
    const path = `versions/${versionOf('a').slice(7)}.json`;
    const scene = await grown();
    const original = Buffer.from((await scene.refLog.read((await scene.refLog.head(REF))!, path))!).toString();
    const lineage = `lineage/${registration('a').lineage.digest.slice(7)}.json`;
    const cases: [files: Record<string, string | null>, finding: string][] = [
      [{ [path]: original.replace('it serves', 'it SERVES') }, `digest ${path}`],
      [{ [path]: original.replaceAll(versionOf('a'), versionOf('q')) }, `digest ${path}`],
      [{ [path]: '{' }, `malformed ${path}`],
      [{ [path]: null }, `absent ${path}`],
      [{ [lineage]: null }, `absent ${lineage}`],
      [{ [`versions/${versionOf('q').slice(7)}.json`]: original }, `digest versions/${versionOf('q').slice(7)}.json`],
    ];
    for (const [files, finding] of cases) {
      const forged = await grown();
      forged.refLog.forge(REF, files);
      expect(await kinds(forged)).toContain(finding);
    }
    scene.refLog.forge(REF, { [path]: null });
    scene.refLog.forge(REF, { [path]: original });
    expect((await verifyLedger(scene.refLog, REF)).map(({ kind }) => kind)).toEqual(['history']);
  });

  test('the record that a second model has of the same bytes', async () => {
    const scene = await grown();
    written(await scene.ledger.register(registration('a', 'other')));
    expect(await kinds(scene)).toEqual([]);
    const path = `versions/other/${versionOf('a').slice(7)}.json`;
    scene.refLog.forge(REF, { [path]: null });
    expect(await kinds(scene)).toContain(`absent ${path}`);
  });

  test('any one byte of the ledger, wherever', async () => {
    const scene = await grown();
    const text = await scene.text();
    const head = await scene.refLog.head(REF);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(text);
        bytes[at] = bytes[at]! ^ mask;
        scene.refLog.forceRef(REF, head);
        scene.refLog.forge(REF, { 'ledger.jsonl': new Uint8Array(bytes) });
        expect(await verifyLedger(scene.refLog, REF)).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
