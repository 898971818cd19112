import type { DataReport, Evaluation, JsonValue, Lineage } from '@model-delivery/core';
import { frameworksIn } from './frameworks.ts';

/** What a lineage record is made of. */
export interface LineageFacts {
  model: string;
  version: string;
  code: Lineage['code'];
  dataReport: DataReport | null;
  evaluation: Evaluation | null;
  params: Readonly<Record<string, JsonValue>>;
  environment: readonly { path: string; sha256: string; text: string }[];
  hardware: Lineage['hardware'];
}

/** The lineage of one registration, without `meta`. Values of parameters that are named like secrets are left out. */
export function buildLineage(facts: LineageFacts): Lineage {
  const frameworks = Object.assign({}, ...facts.environment.map(({ path, text }) => frameworksIn(path, text)));
  const params = Object.fromEntries(
    Object.entries(facts.params).map(([name, value]) => [name, isSecretName(name) ? '***' : value]),
  );
  return {
    schema: 'lineage/1',
    model: facts.model,
    version: facts.version,
    code: facts.code,
    data: (facts.dataReport?.datasets ?? []).map(({ name, sha256 }) => ({ name, sha256, version: null, query: null })),
    params: params as Lineage['params'],
    environment: { files: facts.environment.map(({ path, sha256 }) => ({ path, sha256 })), frameworks },
    seeds: seedsOf(facts) as Lineage['seeds'],
    hardware: facts.hardware,
    metrics: facts.evaluation?.metrics.candidate ?? {},
  };
}

/** Seeds of the training (parameters named so) and of the evaluation's resampling. */
function seedsOf({ params, evaluation }: LineageFacts): Record<string, JsonValue> {
  const trained = Object.entries(params).filter(([name]) => /(^|[^a-z])seed([^a-z]|$)|random_state/i.test(name));
  const policy = evaluation?.policy as { statistics?: { seed?: JsonValue } } | undefined;
  const judged = policy?.statistics?.seed;
  return { ...Object.fromEntries(trained), ...(judged === undefined ? {} : { 'evaluation.seed': judged }) };
}

function isSecretName(name: string): boolean {
  return /pass(word|wd|phrase)|secret|token|api[-_]?key|credential|private[-_]?key/i.test(name);
}
