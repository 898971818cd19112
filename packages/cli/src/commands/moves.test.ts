import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { aliasEventSchema, documentDigest, sha256Hex } from '@model-delivery/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RegistryProject } from '../../testing/registry-project.ts';

/** Two registered versions; the first is the champion. */
let two: RegistryProject;
let [first, second] = ['', ''];
beforeAll(async () => {
  two = new RegistryProject();
  first = await two.register();
  await two.pass('promote', first, '--to', 'champion', '--reason', 'the first');
  two.train('better\n', 0.95, 0.9);
  second = await two.register();
});
const copies: RegistryProject[] = [];
afterEach(() => {
  for (const { directory } of copies.splice(0)) rmSync(directory, { recursive: true, force: true });
});
afterAll(() => rmSync(two.directory, { recursive: true, force: true }));

function project(): RegistryProject {
  const here = two.copy();
  copies.push(here);
  return here;
}
const aliasesOf = async (here: RegistryProject, word: string) =>
  ((await here.pass('show', word, '--json')).json as { aliases: string[] }).aliases;
const ledger = (here: RegistryProject) => here.git('show', 'model-ledger:ledger.jsonl').split('\n');

describe('promote', () => {
  test('moves the alias, writes the line of the ledger as document, and lets the tag follow', async () => {
    const here = project();
    const { json } = await here.pass(
      'promote',
      second.slice(7, 19),
      '--to',
      'champion',
      '--reason',
      'better',
      '--json',
    );
    const event = aliasEventSchema.parse(json);
    expect(event).toMatchObject({
      seq: 4,
      action: 'promote',
      from: first,
      to: second,
      meta: { actor: 'Ann', run: null },
    });
    expect(event.meta.digest).toBe(documentDigest(event));
    expect(event.previous).toBe(`sha256:${sha256Hex(ledger(here)[2]!)}`);
    expect(here.read('.model-delivery/alias-event.json')).toBe(`${ledger(here)[3]}\n`);
    expect(await aliasesOf(here, second)).toEqual(['candidate', 'champion']);
    expect(await here.pass('verify', 'champion')).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ['an alias that moved', ['SECOND', '--to', 'champion', '--expect', 'SECOND'], 1, 'ALIAS_MOVED'],
    ['an alias that must not exist', ['SECOND', '--to', 'champion', '--expect', 'none'], 1, 'ALIAS_MOVED'],
    ['an unknown version', [`sha256:${'0'.repeat(64)}`, '--to', 'champion'], 4, 'VERSION_UNKNOWN'],
    ['an unknown alias', ['staging', '--to', 'champion'], 4, 'ALIAS_UNKNOWN'],
    ['a word that is neither', ['V2', '--to', 'champion'], 2, 'VERSION_WORD'],
    ['a bad alias', ['SECOND', '--to', 'deadbeef'], 2, 'ALIAS_NAME'],
  ])('%s', async (_name, args, exitCode, code) => {
    const here = project();
    const before = ledger(here);
    const words = args.map((word) => (word === 'SECOND' ? second : word));
    const ran = await here.run('promote', ...words, '--reason', 'x', '--json');
    expect(ran).toMatchObject({ exitCode, json: { schema: 'alias-event/1', error: { code } } });
    expect(here.document('alias-event.json')).toEqual(ran.json);
    expect(ledger(here)).toEqual(before);
  });

  test.each([
    [['promote', '--to', 'champion', '--reason', 'x']],
    [['promote', 'candidate', '--reason', 'x']],
    [['promote', 'candidate', '--to', 'champion']],
    [['rollback', '--reason', 'x']],
    [['rollback', 'champion', '--alias', 'champion', '--reason', 'x']],
    [['archive', 'candidate']],
    [['show']],
    [['pull', 'candidate']],
    [['verify', 'a', 'b']],
    [['history', 'champion']],
    [['register']],
    [['register', '--model', 'model', '--status', 'archived']],
    [['register', '--model', 'model', '--param', 'depth']],
  ])('usage: %j exits 2', async (argv) => {
    expect((await project().run(...argv)).exitCode).toBe(2);
  });
});

describe('rollback and archive', () => {
  test('rollback goes to the version under the current one, and no further than there was', async () => {
    const here = project();
    await here.pass('promote', second, '--to', 'champion', '--reason', 'better');
    await here.pass('rollback', '--alias', 'champion', '--reason', 'errs in serving');
    expect(await aliasesOf(here, first)).toEqual(['champion']);
    const again = await here.run('rollback', '--alias', 'champion', '--reason', 'x', '--json');
    expect(again).toMatchObject({ exitCode: 1, json: { verdict: 'fail', error: { code: 'MOVE_REFUSED' } } });
    expect((await here.run('rollback', '--alias', 'staging', '--reason', 'x')).exitCode).not.toBe(0);
  });

  test('an archived version is not promoted; nothing of it is deleted', async () => {
    const here = project();
    expect((await here.run('archive', first, '--reason', 'serves')).exitCode).toBe(1);
    await here.pass('archive', second, '--reason', 'licence');
    expect(here.document('alias-event.json')).toMatchObject({ action: 'archive', alias: null, from: null, to: second });
    expect((await here.run('promote', second, '--to', 'champion', '--reason', 'x')).exitCode).toBe(1);
    expect((await here.pass('show', second, '--json')).json).toMatchObject({ current_status: 'archived' });
    await here.pass('pull', second, '--to', 'pulled');
    expect(here.read('pulled/model.txt')).toBe('better\n');
  });
});

describe('reading', () => {
  test('pull tells version and files; a folder in use is refused', async () => {
    const here = project();
    const { json } = await here.pass('pull', 'champion', '--to', 'pulled', '--json');
    expect(json).toEqual({ version: first, files: [{ path: 'model.txt', size: 6, sha256: sha256Hex('hello\n') }] });
    expect((await here.run('pull', 'champion', '--to', 'pulled')).exitCode).toBe(2);
  });

  test('history is an array of events, of one alias on demand', async () => {
    const here = project();
    expect((await here.pass('history', '--json')).json).toHaveLength(3);
    expect((await here.pass('history', '--alias', 'champion', '--json')).json).toHaveLength(1);
    expect((await here.pass('history')).stdout).toContain('the first');
  });

  test('an unknown version is exit 4 for every reader', async () => {
    const here = project();
    for (const argv of [
      ['show', '00000000'],
      ['pull', '00000000', '--to', 'x'],
      ['verify', '00000000'],
    ])
      expect((await here.run(...argv)).exitCode).toBe(4);
  });
});

describe('verify', () => {
  const findings = async (here: RegistryProject) => {
    const ran = await here.run('verify', 'champion', '--json');
    return {
      exitCode: ran.exitCode,
      ...(ran.json as { verdict: string; findings: { kind: string; where: string }[] }),
    };
  };
  const blob = (content: string) => `registry/blobs/sha256/${sha256Hex(content)}`;

  test('names a byte of the model that was changed', async () => {
    const here = project();
    here.write(blob('hello\n'), 'hellO\n');
    expect(await findings(here)).toMatchObject({
      exitCode: 1,
      verdict: 'fail',
      findings: [{ kind: 'blob', where: expect.stringContaining('model.txt') }],
    });
  });

  test('names a manifest that was changed', async () => {
    const here = project();
    const path = `registry/blobs/sha256/${first.slice(7)}`;
    here.write(path, here.read(path).replace('"size":6', '"size":7'));
    expect(await findings(here)).toMatchObject({ exitCode: 1, findings: [{ kind: 'manifest' }] });
  });

  test('names a line of the ledger that was changed; history fails, and nothing moves any more', async () => {
    const here = project();
    const lines = ledger(here);
    lines[0] = lines[0]!.replace('the evaluation passed', 'the evaluation pAssed');
    rewriteLedger(here, `${lines.join('\n')}\n`);
    const verified = await findings(here);
    expect(verified).toMatchObject({ exitCode: 1, verdict: 'fail' });
    expect(verified.findings.map(({ where }) => where)).toContain('ledger.jsonl:2');
    const history = await here.run('history', '--json');
    expect(history.exitCode).toBe(1);
    expect(history.json).toHaveLength(3);
    const promoted = await here.run('promote', second, '--to', 'champion', '--reason', 'x');
    expect(promoted.exitCode).toBe(1);
  });

  test('finds a tag that disagrees with the ledger, and repairs it on demand', async () => {
    const here = project();
    const index = JSON.parse(here.read('registry/index.json')) as {
      manifests: { annotations?: Record<string, string> }[];
    };
    index.manifests = index.manifests.filter(
      ({ annotations }) => annotations?.['org.opencontainers.image.ref.name'] !== 'churn-champion',
    );
    here.write('registry/index.json', JSON.stringify(index));
    expect(await findings(here)).toMatchObject({
      exitCode: 1,
      findings: [{ kind: 'projection', where: 'tag churn-champion' }],
    });
    expect((await here.pass('verify', 'champion', '--repair', '--json')).json).toMatchObject({
      repaired: ['churn-champion'],
    });
    expect(await findings(here)).toMatchObject({ exitCode: 0, verdict: 'pass', findings: [] });
  });

  test('names evidence that was changed', async () => {
    const here = project();
    here.write(blob('{"accuracy":0.9,"f1":0.8}'), '{"accuracy":0.9,"f1":0.1}');
    expect(await findings(here)).toMatchObject({ exitCode: 1, findings: [{ kind: 'evidence' }] });
    // The gate does not compare with it either.
    expect((await here.run('evaluate', '--model', 'model')).exitCode).toBe(4);
    expect(here.document('evaluation.json')).toMatchObject({ champion: { state: 'unreachable' } });
  });
});

/** Puts other bytes into the ledger's file, in a new commit. */
function rewriteLedger(here: RegistryProject, content: string): void {
  here.write('forged', content);
  const blob = here.git('hash-object', '-w', 'forged');
  here.git('read-tree', '--index-output=forged.index', 'model-ledger');
  here.env.GIT_INDEX_FILE = join(here.directory, 'forged.index');
  here.git('update-index', '--cacheinfo', `100644,${blob},ledger.jsonl`);
  const tree = here.git('write-tree');
  delete here.env.GIT_INDEX_FILE;
  here.git('update-ref', 'refs/heads/model-ledger', here.git('commit-tree', '-p', 'model-ledger', '-m', 'x', tree));
}
