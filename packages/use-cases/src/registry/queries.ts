import { resolve } from 'node:path';
import {
  type AliasEvent,
  asDeliveryError,
  documentDigest,
  EvidenceError,
  type Host,
  type ModelVersion,
  type Verdict,
} from '@model-delivery/core';
import { type LedgerView, ledgerHistory, pullVersion, verifyLedger, verifyVersion } from '@model-delivery/registry';
import { readConfiguration } from '../configuration.ts';
import { requireAlias } from './move-stage.ts';
import { openRegistry, type Registry, type RegistryAccess } from './open-registry.ts';
import type { RegistryFinding } from './registry-finding.ts';
import { tagFindings } from './tag-projection.ts';
import { loadVersionProof } from './version-proof.ts';

/** Where a query looks. */
export interface RegistryQuery {
  config: string;
  access?: RegistryAccess | undefined;
}

async function registryOf(host: Host, query: RegistryQuery): Promise<Registry> {
  return openRegistry(host, readConfiguration(host, query.config), query.access);
}

/** A version as `show` tells it: its record, the aliases that name it now, and what became of it. */
export type ShownVersion = ModelVersion & {
  aliases: string[];
  /** `status` is that at registration; this one follows from the last events. */
  current_status: ModelVersion['status'];
  /** Digests of its lineage records, one a registration, oldest first. */
  lineages: string[];
  events: AliasEvent[];
};

/** Reading goes on, because bytes prove themselves by their digest; which version an alias names is only as good as the ledger. */
function warnOfBrokenChain(host: Host, { findings }: LedgerView): void {
  const [first] = findings;
  if (first === undefined) return;
  host.log.warning(
    `The chain of the ledger is broken at ${first.where}: what its aliases name may have been changed. \`model-delivery verify REF\` names every finding.`,
  );
}

/** The record of a version, by alias, version or prefix. */
export async function showReference(host: Host, query: RegistryQuery, word: string): Promise<ShownVersion> {
  const { ledger, model } = await registryOf(host, query);
  const view = await ledger.read();
  warnOfBrokenChain(host, view);
  const { version } = view.resolve(model, word);
  const record = await view.versionDocument(version, model);
  if (record === null) throw withoutRecord(version);
  const events = view.events.filter(
    (event) => event.model === model && (event.to === version || event.from === version),
  );
  const aliases = [...view.aliases(model)].filter(([, named]) => named === version).map(([alias]) => alias);
  return {
    ...record,
    aliases,
    current_status: view.isArchived(model, version) ? 'archived' : record.status,
    lineages: events.flatMap(({ action, lineage }) => (action === 'register' && lineage ? [lineage] : [])),
    events,
  };
}

/** Writes the files of a version to a directory, every byte verified. `to` is relative to the working directory. */
export async function pullReference(
  host: Host,
  query: RegistryQuery,
  word: string,
  to: string,
): Promise<{ version: string; files: { path: string; size: number; sha256: string }[] }> {
  const registry = await registryOf(host, query);
  const view = await registry.ledger.read();
  warnOfBrokenChain(host, view);
  const { version } = view.resolve(registry.model, word);
  const { files } = await pullVersion(registry.store, version, resolve(host.cwd, to), { signal: host.signal });
  return { version, files };
}

/** Events of the model (of one alias), oldest first, and what is wrong with the ledger. */
export async function historyOf(
  host: Host,
  query: RegistryQuery,
  alias: string | undefined,
): Promise<{ events: AliasEvent[]; findings: RegistryFinding[]; localOnly: boolean }> {
  if (alias !== undefined) requireAlias(alias);
  const { refLog, ref, model, localOnly } = await registryOf(host, query);
  if ((await refLog.head(ref)) === null) return { events: [], findings: [], localOnly };
  const { events } = await ledgerHistory(refLog, ref, { model, alias });
  return { events: [...events], findings: await verifyLedger(refLog, ref), localOnly };
}

/** What `verify` concludes: nothing found is `pass`. */
export interface VerifyResult {
  verdict: Extract<Verdict, 'pass' | 'fail'>;
  version: string | null;
  findings: RegistryFinding[];
  /** Tags that were put right again, with `repair`. */
  repaired: string[];
}

/**
 * Recomputes everything about a version: the ledger's chain and commits, its record, every byte in the store, the documents
 * behind it, and the tags that follow the ledger.
 */
export async function verifyReference(
  host: Host,
  query: RegistryQuery,
  word: string,
  options: { repair: boolean },
): Promise<VerifyResult> {
  const registry = await registryOf(host, query);
  // Without a ledger there is nothing that could be tampered with: the version is unknown.
  if ((await registry.refLog.head(registry.ref)) === null) (await registry.ledger.read()).resolve(registry.model, word);
  const findings: RegistryFinding[] = [...(await verifyLedger(registry.refLog, registry.ref))];
  const found = await versionFindings(registry, word, findings.length > 0);
  findings.push(...found.findings);
  const repaired: string[] = [];
  for (const { tag, version, ...finding } of found.version === null ? [] : await tagFindings(registry)) {
    if (!options.repair) findings.push(finding);
    else {
      await registry.store.tag(tag, version);
      repaired.push(tag);
    }
  }
  return { verdict: findings.length === 0 ? 'pass' : 'fail', version: found.version, findings, repaired };
}

/** Findings about one version. A ledger that is found broken may not let itself be read: then the ledger's findings are all. */
async function versionFindings(
  registry: Registry,
  word: string,
  broken: boolean,
): Promise<{ version: string | null; findings: RegistryFinding[] }> {
  const { ledger, model, store } = registry;
  let version: `sha256:${string}` | null = null;
  try {
    const view = await ledger.read();
    version = view.resolve(model, word).version;
    const record = await view.versionDocument(version, model);
    if (record === null) throw withoutRecord(version);
    const findings = [...recordFindings(record), ...(await verifyVersion(store, record))];
    if (findings.length === 0) findings.push(...(await proofFindings(registry, version)));
    return { version, findings };
  } catch (error) {
    if (!broken || !(error instanceof EvidenceError)) throw error;
    return { version: null, findings: [] };
  }
}

function recordFindings(record: ModelVersion): RegistryFinding[] {
  const [expected, found] = [record.meta?.digest ?? 'a digest', documentDigest(record)];
  return expected === found ? [] : [{ kind: 'record', where: `record of ${record.version}`, expected, found }];
}

async function proofFindings(registry: Registry, version: string): Promise<RegistryFinding[]> {
  try {
    await loadVersionProof(registry, version);
    return [];
  } catch (thrown) {
    const error = asDeliveryError(thrown);
    if (!(error instanceof EvidenceError)) throw error;
    return [{ kind: 'proof', where: version, expected: 'documents that match by digest', found: error.message }];
  }
}

function withoutRecord(version: string): EvidenceError {
  return new EvidenceError({
    code: 'RECORD_MISSING',
    message: `The ledger names ${version}, but has no record of it.`,
    hint: 'Somebody changed the ledger by hand: `model-delivery verify` names the commit that did.',
  });
}
