import type { DataReport, Evaluation, EvaluationCheck, Lineage, ModelVersion } from '@model-delivery/core';

/** What a card is made of: documents only, so that every number in it can be traced to a digest. */
export interface CardSources {
  version: Pick<ModelVersion, 'model' | 'version' | 'files' | 'approval' | 'adopted' | 'status'> & {
    evaluation: ModelVersion['evaluation'];
    data: ModelVersion['data'];
  };
  /** How a reader finds the bytes in the store. */
  reference: string;
  evaluation: Evaluation | null;
  dataReport: DataReport | null;
  lineage: Lineage;
  lineageDigest: string;
}

/** A metric of the candidate beside the champion's. */
interface CardMetric {
  name: string;
  candidate: number | null;
  champion: number | null;
}

/** One check as a card shows it. */
type CardCheck = Pick<
  EvaluationCheck,
  'id' | 'slice' | 'verdict' | 'evidence' | 'candidate' | 'champion' | 'delta' | 'bound' | 'interval' | 'level' | 'n'
>;

/** The model card as data: `model-card/1`. Generated, never edited; it says what is known and what is not. */
export interface ModelCard {
  schema: 'model-card/1';
  model: string;
  version: string;
  reference: string;
  status: string;
  files: { path: string; size: number; sha256: string }[];
  bytes: number;
  adopted: string | null;
  approval: ModelVersion['approval'];
  evaluation: { digest: string; verdict: string; as_of: string; champion: string | null; state: string } | null;
  metrics: CardMetric[];
  checks: CardCheck[];
  slices: string[];
  data: {
    digest: string;
    verdict: string;
    datasets: { name: string; rows: number | null; columns: number; sha256: string | null }[];
  } | null;
  trained_from: {
    commit: string | null;
    dirty: boolean | null;
    repository: string | null;
    params: Lineage['params'];
    frameworks: Lineage['environment']['frameworks'];
    seeds: Lineage['seeds'];
    lineage: string;
  };
  limits: string[];
  load: string;
}

/** The card of a version, from its documents. */
export function modelCard(sources: CardSources): ModelCard {
  const { version, evaluation, lineage } = sources;
  return {
    schema: 'model-card/1',
    model: version.model,
    version: version.version,
    reference: sources.reference,
    status: version.status,
    files: version.files.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    bytes: version.files.reduce((sum, { size }) => sum + size, 0),
    adopted: version.adopted?.reason ?? null,
    approval: version.approval,
    evaluation: judgementOf(sources),
    metrics: evaluation === null ? [] : metricsOf(evaluation),
    checks: (evaluation?.checks ?? []).map(checkOf),
    slices: [...new Set((evaluation?.checks ?? []).flatMap(({ slice }) => (slice === null ? [] : [slice])))],
    data: dataOf(sources),
    trained_from: {
      ...lineage.code,
      params: lineage.params,
      frameworks: lineage.environment.frameworks,
      seeds: lineage.seeds,
      lineage: sources.lineageDigest,
    },
    limits: limitsOf(sources),
    load: `model-delivery pull ${version.version} --to DIRECTORY`,
  };
}

function judgementOf({ version, evaluation }: CardSources): ModelCard['evaluation'] {
  if (evaluation === null || version.evaluation === null) return null;
  const { champion, as_of, verdict } = evaluation;
  return { digest: version.evaluation.digest, verdict, as_of, champion: champion.version, state: champion.state };
}

function metricsOf({ metrics }: Evaluation): CardMetric[] {
  return Object.keys(metrics.candidate)
    .sort()
    .map((name) => ({
      name,
      candidate: metrics.candidate[name] ?? null,
      champion: metrics.champion[name] ?? null,
    }));
}

function checkOf(check: EvaluationCheck): CardCheck {
  const { id, slice, verdict, evidence, candidate, champion, delta, bound, interval, level, n } = check;
  return { id, slice, verdict, evidence, candidate, champion, delta, bound, interval, level, n };
}

function dataOf({ version, dataReport }: CardSources): ModelCard['data'] {
  if (dataReport === null || version.data === null) return null;
  const datasets = dataReport.datasets.map(({ name, rows, columns, sha256 }) => ({
    name,
    rows,
    columns: columns.length,
    sha256,
  }));
  return { digest: version.data.digest, verdict: dataReport.verdict, datasets };
}

/** What a reader must not take for granted. */
function limitsOf({ version, evaluation, dataReport, lineage }: CardSources): string[] {
  const limits: string[] = [];
  if (version.adopted !== null) limits.push(`Adopted without a gate: ${version.adopted.reason}`);
  if (evaluation === null) limits.push('No evaluation is stored with this version.');
  else limits.push(...limitsOfEvaluation(evaluation));
  if (dataReport === null) limits.push('No data report is stored with this version.');
  else if (dataReport.verdict !== 'pass') limits.push(`The data report is ${dataReport.verdict}.`);
  if (lineage.code.dirty === true)
    limits.push('Tracked files had uncommitted changes: the commit alone does not give this model.');
  if (lineage.code.commit === null) limits.push('The commit it was trained from is not known.');
  return limits;
}

function limitsOfEvaluation(evaluation: Evaluation): string[] {
  const open = evaluation.checks.filter(({ verdict }) => verdict === 'inconclusive').length;
  const skipped = evaluation.checks.filter(({ verdict }) => verdict === 'not_applicable').length;
  return [
    ...(evaluation.first_model ? ['The first model: nothing was compared with a champion.'] : []),
    ...(evaluation.verdict === 'inconclusive' ? ['The evaluation is inconclusive.'] : []),
    ...(open > 0
      ? [`${open} ${open === 1 ? 'check is' : 'checks are'} inconclusive: the test set could not settle them.`]
      : []),
    ...(skipped > 0 ? [`${skipped} ${skipped === 1 ? 'check was' : 'checks were'} not applicable.`] : []),
  ];
}
