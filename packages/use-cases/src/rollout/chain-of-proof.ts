import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EvidenceError, type Host } from '@model-delivery/core';
import { durationMs, readGoldenFixtures, type SmokeTest, smokeFor } from '@model-delivery/rollout';
import type { Configuration } from '../configuration.ts';
import { loadVersionProof, type VersionProof } from '../registry/index.ts';
import type { RolloutSetting } from './rollout-setting.ts';

/** The candidate with its whole chain of proof: registration, evaluation, data report, each matching by digest. */
export interface ProvenCandidate {
  version: `sha256:${string}`;
  proof: VersionProof;
  warnings: string[];
}

/**
 * Follows the chain of proof of what is to get traffic. Nothing is locked and nothing is sent before it holds.
 * @param reference version or alias
 * @throws EvidenceError naming the link that is broken; ConfigError for an ambiguous prefix
 */
export async function proveCandidate(setting: RolloutSetting, reference: string): Promise<ProvenCandidate> {
  const { registry } = setting;
  const view = await registry.ledger.read();
  const { version } = view.resolve(registry.model, reference);
  if (!view.intact) throw brokenLedger(version, view.findings[0]!);
  const proof = await loadVersionProof(registry, version);
  if (proof.archived)
    throw refused(version, 'status', 'the version is archived', 'Register or choose another version.');
  const { adopted } = proof.modelVersion;
  if (adopted !== null) {
    const warning = `${version.slice(0, 19)} was adopted without a gate: ${adopted.reason}`;
    return { version, proof, warnings: [warning] };
  }
  requireEvaluation(proof);
  requireData(proof);
  for (const document of [proof.evaluation, proof.dataReport])
    if (document !== null) requireYoung(setting, proof, document);
  const bare = proof.modelVersion.evaluation === null;
  return { version, proof, warnings: bare ? [`${version.slice(0, 19)} was registered without an evaluation.`] : [] };
}

/** The evaluation itself is asked, not only what the record says about it: a record that was written by hand says anything. */
function requireEvaluation({ version, modelVersion, evaluation: document, evidence }: VersionProof): void {
  const { evaluation: recorded, approval } = modelVersion;
  if (recorded === null) return;
  const gone = 'Register the model again, with its evaluation.';
  if (document === null) throw refused(version, 'evaluation', 'the store does not have it', gone);
  const own = evidence === modelVersion.evidence?.digest;
  if (own && document.verdict !== recorded.verdict)
    throw refused(version, 'record', `it says ${recorded.verdict}, the evaluation says ${document.verdict}`, gone);
  if (document.purpose === 'pull_request')
    throw refused(
      version,
      'evaluation',
      'it was made for a pull request',
      'Evaluate on the main branch and register again.',
    );
  // A later registration of the same bytes was approved when it was made; the record holds the approval of the first.
  const approved = document.verdict === 'inconclusive' && (approval !== null || !own);
  if (document.verdict === 'pass' || approved) return;
  const hint = 'Only a version that passed its gate, or was approved, gets traffic.';
  throw refused(version, 'evaluation', `its verdict is ${document.verdict}`, hint);
}

function requireData({ version, modelVersion: { data }, dataReport }: VersionProof): void {
  if (data === null) return;
  const gone = 'Register the model again, with its data report.';
  if (dataReport === null) throw refused(version, 'data report', 'the store does not have it', gone);
  const { verdict } = dataReport;
  if (verdict === 'pass' || verdict === 'inconclusive') return;
  throw refused(version, 'data report', `its verdict is ${verdict}`, 'Train on data that pass, and register again.');
}

/** `registry.require.max_age` holds on the way to traffic, too: a version may wait in the registry for months. */
function requireYoung(
  { maxAge, today }: RolloutSetting,
  { version }: VersionProof,
  { as_of, schema }: { as_of: string; schema: string },
): void {
  if (maxAge === undefined) return;
  const ageMs = Date.parse(today) - Date.parse(as_of);
  if (ageMs >= 0 && ageMs <= durationMs(maxAge)) return;
  const link = schema.replace('/1', '').replace('-', ' ');
  const found = `it is of ${as_of}, today is ${today}, and registry.require.max_age is ${maxAge}`;
  throw refused(version, link, found, 'Judge the model again and register what comes of it.');
}

function brokenLedger(
  version: string,
  { where, kind, expected, found }: { where: string; kind: string; expected: string; found: string },
): EvidenceError {
  const what = `its chain is broken at ${where} (${kind}: expected ${expected}, found ${found})`;
  const hint =
    'Nothing gets traffic on the word of a ledger that was changed: `model-delivery history` names every finding.';
  return refused(version, 'ledger', what, hint);
}

function refused(version: string, link: string, found: string, hint: string): EvidenceError {
  return new EvidenceError({
    code: 'PROOF_REFUSED',
    message: `Following the chain of proof of ${version}: the ${link} does not hold: ${found}.`,
    hint,
  });
}

/** The smoke test of a proven candidate; null where none is configured. Golden requests stored with the version stand in for a file that is not named. */
export async function smokeOf(
  host: Host,
  setting: RolloutSetting,
  configuration: Configuration,
  { version, proof }: ProvenCandidate,
): Promise<SmokeTest | null> {
  const { smoke } = setting.config;
  if (smoke === undefined) return null;
  const fixtures = smoke.fixtures ?? (await storedFixtures(proof));
  // Before anything is locked: a canary without golden requests must not begin and then find none.
  if (fixtures !== undefined) await readGoldenFixtures(resolve(configuration.baseDirectory, fixtures));
  const lineage = await (await setting.registry.ledger.read()).lineageDocument(
    proof.modelVersion.lineage.digest as `sha256:${string}`,
  );
  const subject = { model: setting.model, version, frameworks: lineage?.environment.frameworks ?? {} };
  const context = { directory: configuration.baseDirectory, env: host.env, now: host.now };
  return smokeFor({ ...smoke, ...(fixtures === undefined ? {} : { fixtures }) }, subject, context);
}

async function storedFixtures(proof: VersionProof): Promise<string | undefined> {
  const golden = proof.evidenceFiles.find(({ role }) => role === 'golden');
  const bytes = golden === undefined ? null : await proof.read(golden.name);
  if (bytes === null) return undefined;
  const path = join(mkdtempSync(join(tmpdir(), 'model-delivery-golden-')), 'golden.json');
  writeFileSync(path, bytes);
  return path;
}
