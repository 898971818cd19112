import assert from 'node:assert/strict';
import { DeliveryError, type RefLog, type RefLogCommit } from '@model-delivery/core';

/** What the contract is run against: the log, and the same place opened once more by somebody else. */
export interface RefLogSubject {
  log: RefLog;
  other: RefLog;
}

export interface ContractCase {
  name: string;
  run(subject: RefLogSubject): Promise<void>;
}

const LEDGER = 'refs/heads/model-ledger';
const JOURNAL = 'refs/model-delivery/rollout/flight-delay';
const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));

async function all(log: RefLog, commit: string): Promise<RefLogCommit[]> {
  const commits: RefLogCommit[] = [];
  for await (const shown of log.commits(commit)) commits.push(shown);
  return commits;
}

/** Appends and insists on success. */
async function add(log: RefLog, ref: string, expected: string | null, files: Record<string, string | Uint8Array>) {
  const outcome = await log.append(ref, expected, { files, message: `add ${Object.keys(files).join(' ')}` });
  assert.equal(outcome.ok, true);
  return (outcome as { commit: string }).commit;
}

/** What every RefLog does. Each case gets a place without any refs of ours. */
export const refLogContract: readonly ContractCase[] = [
  {
    name: 'a ref that is not there has no head',
    run: async ({ log }) => {
      assert.equal(await log.head(LEDGER), null);
      assert.equal(await log.head(JOURNAL), null);
    },
  },
  {
    name: 'the first append makes the ref, the next stands on it, and files stay',
    run: async ({ log, other }) => {
      const first = await add(log, LEDGER, null, { 'ledger.jsonl': 'one\n', 'versions/a.json': '{}\n' });
      assert.equal(await other.head(LEDGER), first);
      const second = await add(other, LEDGER, first, { 'ledger.jsonl': 'one\ntwo\n' });
      assert.equal(await log.head(LEDGER), second);
      assert.equal(text(await log.read(second, 'ledger.jsonl')), 'one\ntwo\n');
      assert.equal(text(await log.read(first, 'ledger.jsonl')), 'one\n');
      assert.equal(text(await log.read(second, 'versions/a.json')), '{}\n');
    },
  },
  {
    name: 'refs outside refs/heads work the same, and refs do not touch each other',
    run: async ({ log }) => {
      const journal = await add(log, JOURNAL, null, { 'journal.json': '1' });
      const ledger = await add(log, LEDGER, null, { 'ledger.jsonl': 'x\n' });
      assert.equal(await log.head(JOURNAL), journal);
      assert.equal(await log.head(LEDGER), ledger);
      assert.equal(await log.read(ledger, 'journal.json'), null);
    },
  },
  {
    name: 'bytes come back as they were: empty, binary, CR LF, no final LF, large',
    run: async ({ log }) => {
      const binary = Uint8Array.from({ length: 1024 }, (_, i) => i % 256);
      const large = 'a line of the ledger, with words\n'.repeat(60_000);
      const files = { empty: '', binary, 'crlf.txt': 'a\r\nb', 'umlaut-ü €.txt': 'ü€😀', large };
      const commit = await add(log, LEDGER, null, files);
      for (const [path, content] of Object.entries(files)) {
        assert.deepEqual(Buffer.from((await log.read(commit, path))!), Buffer.from(content as Uint8Array), path);
      }
    },
  },
  {
    name: 'a file or folder that is not there is null, a folder is no file',
    run: async ({ log }) => {
      const commit = await add(log, LEDGER, null, { 'a/b/c.txt': 'c' });
      assert.equal(await log.read(commit, 'nothing.txt'), null);
      assert.equal(await log.read(commit, 'a/nothing.txt'), null);
      assert.equal(await log.read(commit, 'a/b'), null);
      assert.deepEqual(await log.list(commit, 'nothing'), []);
    },
  },
  {
    name: 'lists paths by code units, below a folder or all',
    run: async ({ log }) => {
      const commit = await add(log, LEDGER, null, { 'v/b': '1', 'v/B': '2', 'v/a/z': '3', va: '4', 'v-x': '5' });
      assert.deepEqual(await log.list(commit, 'v'), ['v/B', 'v/a/z', 'v/b']);
      assert.deepEqual(await log.list(commit, ''), ['v-x', 'v/B', 'v/a/z', 'v/b', 'va']);
      assert.deepEqual(await log.list(commit, 'v/a'), ['v/a/z']);
    },
  },
  {
    name: 'content ids are equal exactly where the bytes are',
    run: async ({ log }) => {
      const first = await add(log, LEDGER, null, { a: '1', b: '2', 'c/d': '1' });
      const second = await add(log, LEDGER, first, { b: '3' });
      const [before, after] = [await log.contentIds!(first), await log.contentIds!(second)];
      assert.deepEqual([...after.keys()].sort(), ['a', 'b', 'c/d']);
      assert.equal(after.get('a'), before.get('a'));
      assert.equal(after.get('c/d'), before.get('a'));
      assert.notEqual(after.get('b'), before.get('b'));
    },
  },
  {
    name: 'a stale append changes nothing and tells what is there',
    run: async ({ log, other }) => {
      const first = await add(log, LEDGER, null, { f: '1' });
      const second = await add(other, LEDGER, first, { f: '2' });
      const change = { files: { f: 'late' }, message: 'late' };
      assert.deepEqual(await log.append(LEDGER, first, change), { ok: false, actual: second });
      assert.deepEqual(await log.append(LEDGER, null, change), { ok: false, actual: second });
      assert.equal(await log.head(LEDGER), second);
      assert.equal(text(await log.read(second, 'f')), '2');
    },
  },
  {
    name: 'an append on a ref that does not exist, expecting a commit, is a conflict with nothing',
    run: async ({ log }) => {
      const elsewhere = await add(log, LEDGER, null, { f: '1' });
      const outcome = await log.append(JOURNAL, elsewhere, { files: { f: '2' }, message: 'm' });
      assert.deepEqual(outcome, { ok: false, actual: null });
      assert.equal(await log.head(JOURNAL), null);
    },
  },
  {
    name: 'the same files again make a new commit: every append is an event',
    run: async ({ log }) => {
      const first = await add(log, LEDGER, null, { f: '1' });
      const second = await add(log, LEDGER, first, { f: '1' });
      assert.notEqual(second, first);
      assert.equal(await log.head(LEDGER), second);
    },
  },
  {
    name: 'commits are told newest first, with parents, times and messages',
    run: async ({ log }) => {
      const message = 'promote ü\n\nbecause it is better\nby far';
      const first = await add(log, LEDGER, null, { f: '1' });
      const outcome = await log.append(LEDGER, first, { files: { f: '2' }, message });
      const second = (outcome as { commit: string }).commit;
      const commits = await all(log, second);
      assert.deepEqual(
        commits.map(({ commit, parents }) => [commit, parents]),
        [
          [second, [first]],
          [first, []],
        ],
      );
      assert.equal(commits[0]!.message.trim(), message);
      assert.equal(commits[1]!.message.trim(), 'add f');
      for (const { time } of commits) assert.ok(Number.isInteger(time) && time > 0, `time ${time}`);
      assert.deepEqual((await all(log, first)).length, 1);
    },
  },
  {
    name: 'of many appends on one head exactly one wins; the losers see the winner',
    run: async ({ log, other }) => {
      const first = await add(log, LEDGER, null, { f: '0' });
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (i % 2 === 0 ? log : other).append(LEDGER, first, { files: { f: `writer ${i}` }, message: `writer ${i}` }),
        ),
      );
      const winners = outcomes.filter((outcome) => outcome.ok);
      assert.equal(winners.length, 1);
      const { commit } = winners[0] as { commit: string };
      assert.equal(await log.head(LEDGER), commit);
      for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.actual, commit);
      assert.equal(text(await other.read(commit, 'f')), `writer ${outcomes.findIndex((outcome) => outcome.ok)}`);
    },
  },
  {
    name: 'of many first appends exactly one makes the ref',
    run: async ({ log, other }) => {
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          (i % 2 === 0 ? log : other).append(JOURNAL, null, { files: { f: `${i}` }, message: `${i}` }),
        ),
      );
      assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
      const head = (await log.head(JOURNAL))!;
      assert.equal((await all(log, head)).length, 1);
    },
  },
  {
    name: 'an unknown commit, a short ref name and a path that climbs are errors of ours',
    run: async ({ log }) => {
      await assert.rejects(log.read('1'.repeat(40), 'f'), DeliveryError);
      await assert.rejects(log.list('1'.repeat(40), ''), DeliveryError);
      await assert.rejects(async () => log.head('model-ledger'), DeliveryError);
      const change = { files: { '../f': '1' }, message: 'm' };
      await assert.rejects(async () => log.append(LEDGER, null, change), DeliveryError);
    },
  },
];
