import { extname } from 'node:path';
import type { EvidenceRole } from '@model-delivery/core';

/** Artifact type of the documents and files that are stored beside a version. */
export const EVIDENCE_ARTIFACT = 'application/vnd.model-delivery.evidence.v1+json';

const SPELLINGS: Record<string, string> = { '.pq': '.parquet', '.ndjson': '.jsonl', '.tsv': '.csv', '.yml': '.yaml' };
const METRICS = ['.json', '.yaml'];
const PREDICTIONS = ['.parquet', '.csv', '.jsonl'];

/** Name under which a candidate's file is stored, as `champion: {directory}` looks for it; null for an unknown kind of file. */
export function candidateName(path: string): { name: string; role: EvidenceRole } | null {
  const written = extname(path).toLowerCase();
  const extension = SPELLINGS[written] ?? written;
  if (METRICS.includes(extension)) return { name: `metrics${extension}`, role: 'metrics' };
  if (PREDICTIONS.includes(extension)) return { name: `predictions${extension}`, role: 'predictions' };
  return null;
}

/** Name under which the profile of a data set is stored. */
export function profileName(dataset: string): string {
  return `profile-${dataset.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}.json`;
}

/** What a stored file is, by its name; null for a name that registration never writes. */
export function roleOf(name: string): EvidenceRole | null {
  if (name === 'evaluation.json') return 'evaluation';
  if (name === 'data-report.json') return 'data-report';
  if (name === 'golden.json') return 'golden';
  if (name === 'model-card.md') return 'card';
  if (name === 'model-card.json') return 'card-json';
  if (/^profile-[A-Za-z0-9._-]+\.json$/.test(name)) return 'profile';
  return candidateName(name)?.role ?? null;
}

const MEDIA_TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.yaml': 'application/yaml',
  '.csv': 'text/csv',
  '.jsonl': 'application/x-ndjson',
  '.parquet': 'application/vnd.apache.parquet',
  '.md': 'text/markdown',
};

export function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[extname(name)] ?? 'application/octet-stream';
}
