import { ConfigError, canonicalJson, EvidenceError, ExternalError, sha256Hex } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { LedgerScene, MODEL, meta, REF, registration, versionOf, written } from '../../testing/ledger-scene.ts';
import { openLedger } from './ledger.ts';

describe('events', () => {
  test('a line an event: canonical, numbered, chained, sealed; documents beside it', async () => {
    const scene = new LedgerScene();
    const { event, line, created } = await scene.register('a');
    written(await scene.promote('a'));
    expect(created).toBe(true);
    expect(event).toMatchObject({ seq: 1, action: 'register', alias: 'candidate', from: null, to: versionOf('a') });
    const lines = (await scene.text()).split('\n');
    expect(lines).toHaveLength(3);
    expect(`${lines[0]}\n`).toBe(line);
    for (const text of lines.slice(0, 2)) expect(canonicalJson(JSON.parse(text))).toBe(text);
    const second = JSON.parse(lines[1]!);
    expect(second).toMatchObject({ seq: 2, action: 'promote', alias: 'champion', from: null, to: versionOf('a') });
    expect(second.previous).toBe(`sha256:${sha256Hex(lines[0]!)}`);
    expect(JSON.parse(lines[0]!).previous).toBeNull();
    const view = await scene.ledger.read();
    expect(view.intact).toBe(true);
    expect(await view.versionDocument(versionOf('a'))).toMatchObject({ version: versionOf('a'), model: MODEL });
    expect(await view.lineageDocument(registration('a').lineage.digest)).toMatchObject({ version: versionOf('a') });
    expect(await view.versionDocument(versionOf('b'))).toBeNull();
  });

  test('the same bytes twice: one version document, two events, two lineage records', async () => {
    const scene = new LedgerScene();
    await scene.register('a');
    const again = registration('a', MODEL, 'run 2');
    const outcome = written(await scene.ledger.register(again));
    expect(outcome.created).toBe(false);
    const view = await scene.ledger.read();
    expect(view.versions(MODEL)).toEqual([versionOf('a')]);
    expect(view.events).toHaveLength(2);
    expect(await scene.refLog.list(view.commit!, 'versions')).toHaveLength(1);
    expect(await scene.refLog.list(view.commit!, 'lineage')).toHaveLength(2);
    expect(view.stack(MODEL, 'candidate')).toEqual([versionOf('a')]);
  });

  test('the same bytes under two models: each has its document', async () => {
    const scene = new LedgerScene();
    await scene.register('a');
    written(await scene.ledger.register(registration('a', 'other')));
    const view = await scene.ledger.read();
    expect(await view.versionDocument(versionOf('a'), 'other')).toMatchObject({ model: 'other' });
    expect(await view.versionDocument(versionOf('a'), MODEL)).toMatchObject({ model: MODEL });
    expect(view.current('other', 'candidate')).toBe(versionOf('a'));
    expect(view.current('other', 'champion')).toBeNull();
  });

  test('secrets in a reason are removed; a reason is needed; names are checked', async () => {
    const scene = new LedgerScene();
    await scene.register('a');
    const request = { model: MODEL, version: versionOf('a'), alias: 'champion', meta };
    const token = `ghp_${'a'.repeat(36)}`;
    written(await scene.ledger.promote({ ...request, reason: `because ${token}` }));
    expect(await scene.text()).not.toContain(token);
    await expect(scene.ledger.promote({ ...request, reason: ' ' })).rejects.toBeInstanceOf(ConfigError);
    await expect(scene.ledger.promote({ ...request, alias: 'deadbeef', reason: 'r' })).rejects.toBeInstanceOf(
      ConfigError,
    );
    await expect(scene.ledger.promote({ ...request, model: 'No', reason: 'r' })).rejects.toBeInstanceOf(ConfigError);
    const unknown = { ...request, version: versionOf('z'), reason: 'r' };
    await expect(scene.ledger.promote(unknown)).rejects.toMatchObject({ code: 'VERSION_UNKNOWN', exitCode: 4 });
  });
});

describe('promotion and rollback', () => {
  test('rollback goes down the stack, one version at a time, and stops at the first', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b', 'c');
    for (const word of ['a', 'b', 'c']) written(await scene.promote(word));
    expect((await scene.ledger.read()).stack(MODEL, 'champion')).toEqual(['a', 'b', 'c'].map(versionOf));
    expect(written(await scene.rollback()).event).toMatchObject({
      action: 'rollback',
      from: versionOf('c'),
      to: versionOf('b'),
    });
    written(await scene.rollback());
    expect(await scene.current()).toBe(versionOf('a'));
    expect(await scene.rollback()).toMatchObject({ ok: false, kind: 'refused', actual: versionOf('a') });
    written(await scene.promote('c'));
    expect((await scene.ledger.read()).stack(MODEL, 'champion')).toEqual(['a', 'c'].map(versionOf));
  });

  test('promoting what is there already is an event, not a step of the stack', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    for (const word of ['a', 'b', 'b']) written(await scene.promote(word));
    written(await scene.rollback());
    expect(await scene.current()).toBe(versionOf('a'));
  });

  test('rollback to a version by name: down to it, or in place of the current one; never to what was not there', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b', 'c', 'd');
    for (const word of ['a', 'b', 'c']) written(await scene.promote(word));
    written(await scene.rollback('a'));
    expect((await scene.ledger.read()).stack(MODEL, 'champion')).toEqual([versionOf('a')]);
    written(await scene.rollback('c'));
    expect((await scene.ledger.read()).stack(MODEL, 'champion')).toEqual([versionOf('c')]);
    expect(await scene.rollback('d')).toMatchObject({ ok: false, kind: 'refused' });
    expect(await scene.rollback('c')).toMatchObject({ ok: false, kind: 'refused' });
    await expect(scene.rollback('z')).rejects.toBeInstanceOf(EvidenceError);
    expect(await scene.rollback(undefined, 'staging')).toMatchObject({ ok: false, kind: 'refused', actual: null });
  });

  test('expect: a version, or none', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    expect(await scene.promote('a', 'champion', 'b')).toMatchObject({ ok: false, kind: 'moved', actual: null });
    written(await scene.promote('a', 'champion', null));
    expect(await scene.promote('b', 'champion', null)).toMatchObject({ kind: 'moved', actual: versionOf('a') });
    written(await scene.promote('b', 'champion', 'a'));
    expect(await scene.current()).toBe(versionOf('b'));
  });

  test('archived versions are neither promoted nor gone back to; what serves is not archived', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b', 'c');
    for (const word of ['a', 'b', 'c']) written(await scene.promote(word));
    expect(await scene.archive('c')).toMatchObject({
      ok: false,
      kind: 'refused',
      message: expect.stringContaining('champion'),
    });
    expect(written(await scene.archive('b')).event).toMatchObject({
      action: 'archive',
      alias: null,
      from: null,
      to: versionOf('b'),
    });
    expect(await scene.promote('b')).toMatchObject({ ok: false, kind: 'refused' });
    expect(await scene.archive('b')).toMatchObject({ ok: false, kind: 'refused' });
    expect(await scene.rollback('b')).toMatchObject({ ok: false, kind: 'refused' });
    expect(written(await scene.rollback()).event.to).toBe(versionOf('a'));
    expect((await scene.ledger.read()).isArchived(MODEL, versionOf('b'))).toBe(true);
    expect(await scene.ledger.register(registration('b'))).toMatchObject({ ok: false, kind: 'refused' });
  });

  test('a candidate that was only registered can be archived: that is how it is rejected', async () => {
    const scene = new LedgerScene();
    await scene.register('a');
    written(await scene.archive('a'));
  });
});

describe('finding a version', () => {
  test('by alias, version and prefix', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    written(await scene.promote('a'));
    const view = await scene.ledger.read();
    const hex = versionOf('a').slice(7);
    expect(view.resolve(MODEL, 'champion')).toEqual({ version: versionOf('a'), alias: 'champion' });
    for (const word of [versionOf('a'), hex, hex.slice(0, 8), `sha256:${hex.slice(0, 10)}`]) {
      expect(view.resolve(MODEL, word)).toEqual({ version: versionOf('a'), alias: null });
    }
    expect(() => view.resolve(MODEL, 'champoin')).toThrow(/champion/);
    expect(() => view.resolve(MODEL, 'staging')).toThrow(EvidenceError);
    expect(() => view.resolve(MODEL, '00000000')).toThrow(EvidenceError);
    expect(() => view.resolve('other', 'champion')).toThrow(EvidenceError);
    expect(() => view.resolve(MODEL, 'sha256:abc')).toThrow(ConfigError);
    expect(() => view.resolve(MODEL, 'Champion!')).toThrow(ConfigError);
  });

  test('an ambiguous prefix is a usage error that names the versions', async () => {
    const scene = new LedgerScene();
    const base = registration('a');
    const twins = ['1', '2'].map((end) => `sha256:${'ab'.repeat(31)}0${end}` as const);
    for (const version of twins)
      written(await scene.ledger.register({ ...base, version: { ...base.version, version } }));
    const view = await scene.ledger.read();
    expect(() => view.resolve(MODEL, 'abababab')).toThrow(ConfigError);
    expect(() => view.resolve(MODEL, 'abababab')).toThrow(twins[1]);
    expect(view.resolve(MODEL, twins[1]!).version).toBe(twins[1]);
  });
});

describe('races', () => {
  /** Runs `meanwhile` once, just before the next append. */
  function intrude(scene: LedgerScene, meanwhile: () => Promise<unknown>): void {
    const { refLog } = scene;
    const append = refLog.append.bind(refLog);
    refLog.append = async (...args) => {
      refLog.append = append;
      await meanwhile();
      return append(...args);
    };
  }

  test('another alias moved meanwhile: no conflict', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    intrude(scene, () => new LedgerScene(scene.refLog).promote('b', 'staging'));
    expect(written(await scene.promote('a')).event.seq).toBe(4);
    expect([await scene.current('staging'), await scene.current()]).toEqual([versionOf('b'), versionOf('a')]);
  });

  test('this alias moved meanwhile: the loser says so, with and without expect', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    intrude(scene, () => new LedgerScene(scene.refLog).promote('b'));
    expect(await scene.promote('a')).toMatchObject({ ok: false, kind: 'moved', actual: versionOf('b') });
    written(await scene.promote('a'));
    intrude(scene, () => new LedgerScene(scene.refLog).promote('b'));
    expect(await scene.rollback()).toMatchObject({ ok: false, kind: 'moved', actual: versionOf('b') });
  });

  test('away and back again meanwhile: a rollback would go elsewhere than it was decided to, so it does not go', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b', 'c');
    for (const word of ['a', 'b']) written(await scene.promote(word));
    intrude(scene, async () => {
      const other = new LedgerScene(scene.refLog);
      for (const word of ['c', 'b']) written(await other.promote(word));
    });
    expect(await scene.rollback()).toMatchObject({ ok: false, kind: 'moved', actual: versionOf('b') });
    intrude(scene, () => new LedgerScene(scene.refLog).promote('c', 'staging'));
    expect(written(await scene.rollback()).event.to).toBe(versionOf('c'));
  });

  test('two registrations: both are kept', async () => {
    const scene = new LedgerScene();
    intrude(scene, () => new LedgerScene(scene.refLog).register('b'));
    await scene.register('a');
    expect((await scene.ledger.read()).versions(MODEL)).toEqual([versionOf('b'), versionOf('a')]);
    expect(await scene.current('candidate')).toBe(versionOf('a'));
  });

  test('archived meanwhile: not promoted', async () => {
    const scene = new LedgerScene();
    await scene.register('a', 'b');
    intrude(scene, () => new LedgerScene(scene.refLog).archive('a'));
    expect(await scene.promote('a')).toMatchObject({ ok: false, kind: 'refused' });
  });

  test('a branch that never stands still is an error after the last attempt', async () => {
    const scene = new LedgerScene();
    await scene.register('a');
    const waits: number[] = [];
    let time = 0;
    const ledger = openLedger({
      refLog: scene.refLog,
      ref: REF,
      attempts: 6,
      random: () => 0.5,
      sleep: async (ms) => void waits.push(ms),
      // Every attempt takes 10 ms.
      clock: () => (time += 10),
    });
    scene.refLog.append = async () => ({ ok: false, actual: null });
    const request = { model: MODEL, version: versionOf('a'), alias: 'champion', reason: 'r', meta };
    await expect(ledger.promote(request)).rejects.toMatchObject({ code: 'LEDGER_BUSY', exitCode: 5 });
    expect(waits).toEqual([10, 20, 20, 20, 20, 20]);
  });

  test('an unreachable ledger is an error, not an empty one', async () => {
    const scene = new LedgerScene();
    scene.refLog.fault = () => 'fail';
    await expect(scene.ledger.read()).rejects.toBeInstanceOf(ExternalError);
  });
});
