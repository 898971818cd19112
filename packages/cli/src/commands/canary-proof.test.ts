import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AliasEvent, canonicalFile, documentDigest, type ModelVersion, sealDocument } from '@model-delivery/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RegistryProject } from '../../testing/registry-project.ts';

/*
 * What `canary` refuses to give traffic to: documents that were forged, swapped, replayed or have expired since the registration. The
 * ledger, the store and the records are changed as somebody would who can write there and knows the formats.
 */

const ROLLOUT = `rollout:
  endpoint: churn
  target: { dev_gateway: { weights: weights.json } }
  source: { prometheus_text: "http://127.0.0.1:9/metrics" }
  guardrails: [ { id: errors, kind: count, events: errors_total, total: requests_total, max_rate: 0.01 } ]
`;
const registry = (require: string) =>
  `{ store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger }, require: { ${require} } }`;
const WEIGHTS = '{"stable":100,"candidate":0}';

let sound: RegistryProject;
let lenient: RegistryProject;
let other: string;
let version: string;
let failed: string;
const copies: RegistryProject[] = [];
beforeAll(async () => {
  sound = new RegistryProject({ registry: registry('max_age: 30d'), more: ROLLOUT });
  sound.write('weights.json', WEIGHTS);
  other = await sound.register();
  sound.train('better\n', 0.95);
  version = await sound.register();
  // A registry that asks for nothing takes in what failed; the canary does not.
  lenient = new RegistryProject({ registry: registry('evaluation: none, data: none'), more: ROLLOUT });
  lenient.write('weights.json', WEIGHTS);
  lenient.train('worse\n', 0.1);
  await lenient.run('validate');
  await lenient.run('evaluate', '--model', 'model');
  failed = ((await lenient.pass('register', '--model', 'model', '--json')).json as { version: string }).version;
});
afterEach(() => {
  for (const { directory } of copies.splice(0)) rmSync(directory, { recursive: true, force: true });
});
afterAll(() => {
  for (const { directory } of [sound, lenient]) rmSync(directory, { recursive: true, force: true });
});

function copyOf(project: RegistryProject): RegistryProject {
  const copy = project.copy();
  copies.push(copy);
  return copy;
}

/** Puts other bytes into a file of the ledger, in a new commit. */
function rewrite(here: RegistryProject, path: string, content: string): void {
  here.write('forged', content);
  const blob = here.git('hash-object', '-w', 'forged');
  here.env.GIT_INDEX_FILE = join(here.directory, 'forged.index');
  here.git('read-tree', 'model-ledger');
  here.git('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  const tree = here.git('write-tree');
  delete here.env.GIT_INDEX_FILE;
  here.git('update-ref', 'refs/heads/model-ledger', here.git('commit-tree', '-p', 'model-ledger', '-m', 'x', tree));
}

const recordPath = (of: string) => `versions/${of.slice('sha256:'.length)}.json`;
const recordOf = (here: RegistryProject, of: string) =>
  JSON.parse(here.git('show', `model-ledger:${recordPath(of)}`)) as ModelVersion;
/** Changes a record and seals it again, so that it agrees with itself. */
function reseal(here: RegistryProject, of: string, change: (record: ModelVersion) => object): void {
  const { meta, ...content } = recordOf(here, of);
  rewrite(here, recordPath(of), sealDocument(change(content as ModelVersion) as ModelVersion, meta ?? {}).file);
}
const lines = (here: RegistryProject) => here.git('show', 'model-ledger:ledger.jsonl').split('\n');
function relink(
  here: RegistryProject,
  change: (event: Record<string, unknown>, first: Record<string, unknown>) => object,
) {
  const [first, last] = lines(here).map((line) => JSON.parse(line) as Record<string, unknown>);
  const { meta: sealed, ...content } = change(last!, first!) as AliasEvent;
  const { digest: _, ...rest } = sealed!;
  const meta = { ...rest, digest: documentDigest(content) };
  rewrite(here, 'ledger.jsonl', `${lines(here)[0]}\n${canonicalFile({ ...content, meta })}`);
}
const evidenceFile = (here: RegistryProject, of: string, path: string) => {
  const { sha256 } = recordOf(here, of).evidence!.files.find((file) => file.path === path)!;
  return `registry/blobs/sha256/${sha256}`;
};

interface Row {
  name: string;
  from?: () => RegistryProject;
  version?: () => string;
  change?: (here: RegistryProject) => void | Promise<void>;
  /** What the message must name. */
  says: RegExp;
  code?: RegExp;
}

const PROOF = /^PROOF_(BROKEN|REFUSED)$/;
const DAY_MS = 86_400_000;
const TABLE: Row[] = [
  {
    name: 'forged: a record changed by hand',
    change: (here) => {
      const record = recordOf(here, version);
      rewrite(here, recordPath(version), canonicalFile({ ...record, status: 'approved' }));
    },
    says: /the record does not hold: it was changed after it was written/,
  },
  {
    name: 'forged: a record, sealed again, that says pass where the evaluation says fail',
    from: () => lenient,
    version: () => failed,
    change: (here) =>
      reseal(here, failed, (record) => ({ ...record, evaluation: { ...record.evaluation!, verdict: 'pass' } })),
    says: /the record does not hold: it says pass, the evaluation says fail/,
  },
  {
    name: 'forged: a record, sealed again, with the digest of an evaluation that does not exist',
    change: (here) =>
      reseal(here, version, (record) => ({
        ...record,
        evaluation: { ...record.evaluation!, digest: `sha256:${'0'.repeat(64)}` },
      })),
    says: /the evaluation does not hold: the record says sha256:0000/,
  },
  {
    name: 'forged: a record, sealed again, with the digest of a data report that does not exist',
    change: (here) =>
      reseal(here, version, (record) => ({ ...record, data: { ...record.data!, digest: `sha256:${'0'.repeat(64)}` } })),
    says: /the data report does not hold: the record says sha256:0000/,
  },
  {
    name: 'forged: a record, sealed again, that claims an approval for what failed',
    from: () => lenient,
    version: () => failed,
    change: (here) =>
      reseal(here, failed, (record) => ({
        ...record,
        approval: { by: 'Mallory', at: '2026-11-21T12:00:00Z', run: null, environment: null, comment: null },
      })),
    says: /evaluation|record/,
  },
  {
    name: 'forged: a verdict in the stored evaluation',
    change: (here) => {
      const path = evidenceFile(here, version, 'evaluation.json');
      here.write(path, here.read(path).replace('"verdict":"pass"', '"verdict":"fail"'));
    },
    says: /sha256/,
    code: /./,
  },
  {
    name: 'forged: a count in the stored data report',
    change: (here) => {
      const path = evidenceFile(here, version, 'data-report.json');
      here.write(path, here.read(path).replace('"rows":3', '"rows":9'));
    },
    says: /sha256/,
    code: /./,
  },
  {
    name: 'swapped: the record of another version',
    change: (here) => rewrite(here, recordPath(version), canonicalFile(recordOf(here, other))),
    says: /expected a document about sha256:/,
    code: /./,
  },
  {
    name: 'swapped: the files of another version in the record, sealed again',
    change: (here) => {
      const { files } = recordOf(here, other);
      reseal(here, version, (record) => ({ ...record, files }));
    },
    says: /the record does not hold: its files are those of/,
  },
  {
    name: 'swapped: another model in the record, sealed again',
    change: (here) => reseal(here, version, (record) => ({ ...record, model: 'fraud' })),
    says: /the registration does not hold/,
  },
  {
    name: 'swapped: the evidence is not in the store',
    change: (here) =>
      rmSync(join(here.directory, 'registry/blobs/sha256', recordOf(here, version).evidence!.digest.slice(7))),
    says: /evidence|sha256/,
    code: /./,
  },
  {
    name: 'replayed: the evidence of the version before',
    change: (here) => relink(here, (event, first) => ({ ...event, evidence: first.evidence })),
    says: /the evidence does not hold: the artifact sha256:[0-9a-f]{64} is about sha256:/,
  },
  {
    name: 'replayed: what a pull request judged',
    from: () => lenient,
    version: () => 'candidate',
    change: async (here) => {
      here.train('from a pull request\n', 0.9);
      await here.pass('validate');
      await here.pass('evaluate', '--model', 'model', '--purpose', 'pull_request');
      await here.pass('register', '--model', 'model');
    },
    says: /it was made for a pull request/,
  },
  {
    name: 'a broken chain of the ledger',
    change: (here) => {
      const [first, last] = lines(here);
      rewrite(here, 'ledger.jsonl', `${first!.replace('"model":"churn"', '"model":"chorn"')}\n${last}\n`);
    },
    says: /ledger|chain/,
    code: /./,
  },
  {
    name: 'a gate that was not passed',
    from: () => lenient,
    version: () => failed,
    says: /the evaluation does not hold: its verdict is fail/,
  },
  {
    name: 'expired: documents older than max_age',
    change: (here) => {
      here.now += 31 * DAY_MS;
    },
    says: /it is of 2026-11-21, today is 2026-12-22, and registry.require.max_age is 30d/,
  },
  {
    name: 'expired: documents of tomorrow',
    change: (here) => {
      here.now -= DAY_MS;
    },
    says: /it is of 2026-11-21, today is 2026-11-20/,
  },
  {
    name: 'expired: a version that was archived',
    version: () => other,
    change: async (here) => void (await here.pass('archive', other, '--reason', 'old')),
    says: /the version is archived/,
  },
];

describe('canary, the chain of proof', () => {
  test('what was registered as it should be gets traffic', async () => {
    const here = copyOf(sound);
    // The metrics are out of reach: a plan says so and is still a plan.
    const plan = await here.run('canary', 'plan', version, '--json');
    const { warnings } = plan.json as { warnings: string[] };
    expect([plan.exitCode, warnings.join(' ')]).toEqual([0, expect.stringContaining('could not be watched')]);
    const started = await here.run('canary', 'start', version, '--json');
    expect(started, started.stderr).toMatchObject({ exitCode: 0, json: { candidate: version, state: 'Soaking' } });
    expect(JSON.parse(here.read('weights.json'))).toEqual({ stable: 0, candidate: 100 });
  });

  test.each(['plan', 'start'])('`%s` follows it as `run` does', async (word) => {
    const here = copyOf(lenient);
    const refused = await here.run('canary', word, failed, '--json');
    expect(refused).toMatchObject({ exitCode: 4, json: { verdict: 'error', error: { code: 'PROOF_REFUSED' } } });
    expect(here.read('weights.json')).toBe(WEIGHTS);
  });

  test.each(TABLE)('$name: refused, and nothing was touched', async ({ from, version: named, change, says, code }) => {
    const here = copyOf(from?.() ?? sound);
    await change?.(here);
    const reference = named?.() ?? version;
    const refused = await here.run('canary', 'run', reference, '--json');
    const { verdict, error } = refused.json as { verdict: string; error: { code: string; message: string } };
    expect([refused.exitCode, verdict], refused.stdout).toEqual([4, 'error']);
    expect(error.message).toMatch(says);
    expect(error.code).toMatch(code ?? PROOF);
    expect(here.read('weights.json')).toBe(WEIGHTS);
    const refs = join(here.directory, '.git/refs/model-delivery');
    expect(existsSync(refs) ? readdirSync(refs) : []).toEqual([]);
  });
});
