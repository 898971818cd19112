import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Config,
  type DataReport,
  type Evaluation,
  EvidenceError,
  type EvidenceRole,
  sha256Hex,
} from '@model-delivery/core';
import { hashFile } from '@model-delivery/model-files';
import type { AttachedFile, ProvenDocument } from '@model-delivery/registry';
import { candidateName, mediaTypeOf, profileName } from './evidence-names.ts';

/** A file that is stored with a version: as the store takes it, and as the version's record names it. */
export interface EvidenceFile {
  attached: AttachedFile;
  record: { role: EvidenceRole; path: string; size: number; sha256: string };
}

/** Where evidence may lie: paths of the configuration are relative to `base`, those of flags to `working`. */
export interface EvidenceDirectories {
  base: string;
  working: string;
}

/** A document in memory as a file of the evidence. */
export function documentFile(name: string, role: EvidenceRole, bytes: Uint8Array): EvidenceFile {
  return {
    attached: { name, content: bytes, mediaType: mediaTypeOf(name) },
    record: { role, path: name, size: bytes.length, sha256: sha256Hex(bytes) },
  };
}

/**
 * The files the documents were made from, for the next gate: the candidate's predictions and metrics, the profiles of the
 * data, the golden requests. Every byte is compared with what the documents say.
 * @throws EvidenceError when a file is gone or has other bytes
 */
export async function evidenceFiles(
  directories: EvidenceDirectories,
  config: Config,
  evaluation: ProvenDocument<Evaluation> | null,
  dataReport: ProvenDocument<DataReport> | null,
): Promise<{ files: EvidenceFile[]; warnings: string[] }> {
  const files: EvidenceFile[] = [];
  const warnings: string[] = [];
  for (const role of ['candidate', 'candidate_metrics']) {
    const input = evaluation?.document.inputs[role];
    if (input === undefined) continue;
    const named = candidateName(input.path);
    if (named === null) {
      warnings.push(
        `${input.path} is not stored with the version: the next gate reads .parquet, .csv, .jsonl, .json and .yaml only.`,
      );
      continue;
    }
    files.push(await foundFile(directories, input.path, input.sha256, named, 'the evaluation'));
  }
  for (const { name, profile } of dataReport?.document.datasets ?? []) {
    if (profile === null) continue;
    const named = { name: profileName(name), role: 'profile' as const };
    files.push(await foundFile(directories, profile.path, profile.sha256, named, 'the data report'));
  }
  const golden = config.rollout?.smoke?.fixtures;
  if (golden !== undefined) {
    const file = await goldenFile(directories, golden);
    if (file !== null) files.push(file);
    else
      warnings.push(
        `rollout.smoke.fixtures names ${golden}, and there is no such file: the version has no golden requests of its own, and no canary begins without any.`,
      );
  }
  return { files, warnings };
}

async function foundFile(
  directories: EvidenceDirectories,
  path: string,
  sha256: string,
  named: { name: string; role: EvidenceRole },
  document: string,
): Promise<EvidenceFile> {
  const places = [...new Set([resolve(directories.base, path), resolve(directories.working, path)])];
  const present = places.filter((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
  const hashed = await Promise.all(present.map(async (place) => ({ place, ...(await hashFile(place)) })));
  const match = hashed.find((file) => file.sha256 === sha256);
  if (match !== undefined) {
    return {
      attached: { name: named.name, content: { path: match.place }, mediaType: mediaTypeOf(named.name) },
      record: { role: named.role, path: named.name, size: match.size, sha256 },
    };
  }
  throw otherBytes(path, sha256, hashed[0]?.sha256, document);
}

function otherBytes(path: string, expected: string, found: string | undefined, document: string): EvidenceError {
  const hint = 'Register in the job that evaluated, or bring its files along unchanged; otherwise run the stage again.';
  const wanted = `Storing the evidence: ${document} read ${path} with the sha256 ${expected}`;
  if (found === undefined) {
    return new EvidenceError({ code: 'EVIDENCE_FILE_MISSING', message: `${wanted}; there is no such file now.`, hint });
  }
  return new EvidenceError({ code: 'EVIDENCE_FILE_CHANGED', message: `${wanted}; it has ${found} now.`, hint });
}

/** The golden requests that training wrote; null where it wrote none, which stops a canary and no registration. */
async function goldenFile(directories: EvidenceDirectories, path: string): Promise<EvidenceFile | null> {
  const place = resolve(directories.base, path);
  if (!statSync(place, { throwIfNoEntry: false })?.isFile()) return null;
  const { size, sha256 } = await hashFile(place);
  return {
    attached: { name: 'golden.json', content: { path: place }, mediaType: 'application/json' },
    record: { role: 'golden', path: 'golden.json', size, sha256 },
  };
}
