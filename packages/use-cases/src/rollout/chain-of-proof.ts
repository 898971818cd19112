import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EvidenceError, type Host } from '@model-delivery/core';
import { readGoldenFixtures, type SmokeTest, smokeFor } from '@model-delivery/rollout';
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
  const { version } = (await registry.ledger.read()).resolve(registry.model, reference);
  const proof = await loadVersionProof(registry, version);
  if (proof.archived)
    throw refused(version, 'status', 'the version is archived', 'Register or choose another version.');
  const warnings: string[] = [];
  const { adopted, evaluation, data, approval } = proof.modelVersion;
  if (adopted !== null) warnings.push(`${version.slice(0, 19)} was adopted without a gate: ${adopted.reason}`);
  else if (evaluation === null) warnings.push(`${version.slice(0, 19)} was registered without an evaluation.`);
  else if (evaluation.verdict !== 'pass' && !(evaluation.verdict === 'inconclusive' && approval !== null))
    throw refused(
      version,
      'evaluation',
      `its verdict is ${evaluation.verdict}`,
      'Only a version that passed its gate, or was approved, gets traffic.',
    );
  if (adopted === null && data !== null && data.verdict !== 'pass' && data.verdict !== 'inconclusive')
    throw refused(
      version,
      'data report',
      `its verdict is ${data.verdict}`,
      'Train on data that pass, and register again.',
    );
  return { version, proof, warnings };
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
