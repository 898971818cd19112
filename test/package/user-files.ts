import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROWS = 60;
const CONFIG = `version: 1
model: churn
data:
  datasets: { train: { source: train.csv, key: [id] } }
  columns:
    id: { type: integer, missing: 0 }
    age: { type: integer, range: [0, 120] }
  checks:
    - { row_count: { min: 3 } }
    - { unique: [id] }
evaluation:
  candidate: { predictions: predictions.csv }
  columns: { id: id, label: label, score: score }
  decision_threshold: 0.5
  checks:
    - { metric: accuracy, min: 0.8 }
    - { metric: roc_auc, min: 0.8 }
`;

/** A folder as a user has it: a configuration, a data set, predictions. `oldest` above 120 breaks a rule. */
export function writeUserFiles(directory: string, options: { oldest: number }): string {
  mkdirSync(directory, { recursive: true });
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  const train = rows.map((i) => `${i},${i === 0 ? options.oldest : 20 + (i % 50)}`);
  const predictions = rows.map((i) => `${i},${i % 2},${i % 2 === 0 ? 0.1 + i / 1000 : 0.9 - i / 1000}`);
  writeFileSync(join(directory, 'model-delivery.yaml'), CONFIG);
  writeFileSync(join(directory, 'train.csv'), `id,age\n${train.join('\n')}\n`);
  writeFileSync(join(directory, 'predictions.csv'), `id,label,score\n${predictions.join('\n')}\n`);
  return directory;
}
