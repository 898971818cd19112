import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path to text or bytes; null leaves the file out. */
export type ProjectFiles = Record<string, string | Buffer | { symlink: string } | null>;

export const CONFIG = `version: 1
model: churn
data:
  datasets: { train: { source: data/train.csv, key: [id] } }
  columns:
    id: { type: integer, missing: 0 }
    age: { type: integer, range: [0, 120] }
evaluation:
  candidate: { predictions: out/predictions.csv }
  champion: { predictions: champion/predictions.csv }
  checks:
    - { metric: accuracy, min: 0.5 }
    - { metric: f1, vs: champion, min_ratio: 0.9 }
`;

const ROWS = 40;

/** A prediction file; `change` may alter or drop a row by its id. */
export function predictions(change: (row: Prediction) => Prediction | null = (row) => row): string {
  const rows = Array.from({ length: ROWS }, (_, i) => change({ id: i + 1, label: i % 2, score: i % 2 ? 0.9 : 0.1 }));
  const lines = rows.flatMap((row) => (row === null ? [] : [`${row.id},${row.label},${row.score}`]));
  return `id,label,score\n${lines.join('\n')}\n`;
}

export interface Prediction {
  id: number | string;
  label: number | string;
  score: number | string;
}

/** A repository in which everything is right. */
export const SOUND: ProjectFiles = {
  'model-delivery.yaml': CONFIG,
  'data/train.csv': 'id,age\n1,31\n2,45\n3,27\n',
  'out/predictions.csv': predictions(),
  'champion/predictions.csv': predictions(),
};

/** Writes the sound repository with changes into a directory. */
export function writeProject(directory: string, changes: ProjectFiles): void {
  writeFiles(directory, { ...SOUND, ...changes });
}

/** Writes files into a directory; a file that is null is removed, one that is a link is replaced. */
export function writeFiles(directory: string, files: ProjectFiles): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    rmSync(path, { force: true });
    if (content === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'object' && 'symlink' in content) symlinkSync(content.symlink, path);
    else writeFileSync(path, content);
  }
}

/** The configuration with another `evaluation:` block. */
export function evaluationConfig(block: string): string {
  return `${CONFIG.slice(0, CONFIG.indexOf('evaluation:'))}evaluation:\n${block.trimEnd()}\n`;
}

/** The configuration with another `data:` block. */
export function dataConfig(block: string): string {
  return `version: 1\nmodel: churn\ndata:\n${block.trimEnd()}\n`;
}
