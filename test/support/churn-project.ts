import type { Files } from '@model-delivery/testkit';

/** A repository whose whole chain runs in a second: four rows of data, metrics files instead of predictions. */
export interface ChurnOptions {
  model?: string;
  /** The `evaluation.checks` of the configuration. */
  checks?: string[];
  /** More keys of the configuration, as YAML. */
  more?: string;
  waivers?: string;
  ages?: readonly (number | string)[];
  accuracy?: number;
}

export const CHECKS = ['{ metric: accuracy, min: 0.8 }', '{ metric: f1, vs: champion, min_ratio: 0.98 }'];

/** The configuration file. */
export function churnConfig(options: ChurnOptions = {}): string {
  const { model = 'churn', checks = CHECKS, more = '', waivers = '[]' } = options;
  return `version: 1
model: ${model}
data:
  datasets: { train: { source: data/train.csv, key: [id] } }
  columns:
    id: { type: integer, missing: 0 }
    age: { type: integer, range: [0, 120] }
  checks:
    - { row_count: { min: 3 } }
    - { unique: [id] }
  waivers: ${waivers}
evaluation:
  candidate: { metrics: out/metrics.json }
  champion: { metrics: champion/metrics.json }
  checks:
${checks.map((check) => `    - ${check}`).join('\n')}
${more}`;
}

/** The data file, one row an age. */
export function churnData(ages: ChurnOptions['ages'] = [31, 45, 27, 64]): string {
  return `id,age\n${ages.map((age, i) => `${i + 1},${age}`).join('\n')}\n`;
}

/** The metrics file of a model. */
export function metrics(accuracy: number, f1 = 0.8): string {
  return `${JSON.stringify({ accuracy, f1 })}\n`;
}

/** All files of the repository. */
export function churnFiles(options: ChurnOptions = {}): Files {
  return {
    'model-delivery.yaml': churnConfig(options),
    'data/train.csv': churnData(options.ages),
    'champion/metrics.json': metrics(0.85),
    'out/metrics.json': metrics(options.accuracy ?? 0.9),
    'README.md': '# churn\n',
  };
}
