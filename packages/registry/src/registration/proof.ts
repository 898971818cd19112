import { type DataReport, type Evaluation, EvidenceError, type RegistryConfig } from '@model-delivery/core';
import { durationDays } from './age.ts';
import type { ProvenDocument } from './read-document.ts';
import type { Refusal } from './refusal.ts';

/** How messages call the documents. */
type DocumentKind = 'evaluation' | 'data report';

/** What a registration is judged on. */
export interface RegistrationFacts {
  model: string;
  /** The version id of the bytes that are to be registered. */
  version: string;
  evaluation: ProvenDocument<Evaluation> | null;
  dataReport: ProvenDocument<DataReport> | null;
  require: { evaluation: 'pass' | 'none'; data: 'pass' | 'none'; maxAge: string | undefined };
  /** Whether somebody approved what the evaluation could not prove. */
  approved: boolean;
  /** Taken in without a gate: documents must still be about these bytes, whatever they conclude. */
  adopted: boolean;
  /** Today, `YYYY-MM-DD` in UTC. */
  today: string;
}

/** What a configuration requires; without a `data` block there is no report to ask for. */
export function requirementsOf(
  registry: RegistryConfig | undefined,
  hasDataBlock: boolean,
): RegistrationFacts['require'] {
  return {
    evaluation: registry?.require?.evaluation ?? 'pass',
    data: registry?.require?.data ?? (hasDataBlock ? 'pass' : 'none'),
    maxAge: registry?.require?.max_age,
  };
}

/**
 * The chain of proof: are these documents about these bytes, of the same data, young enough, and do they allow the
 * registration? Null when they do.
 * @throws EvidenceError when a document is missing, or is about another model, other bytes or other data
 */
export function judgeRegistration(facts: RegistrationFacts): Refusal | null {
  const { evaluation, dataReport, require, adopted } = facts;
  if (evaluation === null && require.evaluation === 'pass' && !adopted) throw missing('evaluation');
  if (dataReport === null && require.data === 'pass' && !adopted) throw missing('data report');
  if (evaluation !== null) requireSameModel(facts, evaluation);
  if (dataReport !== null) requireSameData(facts, dataReport);
  if (adopted) return null;
  for (const document of [evaluation, dataReport]) if (document !== null) requireYoung(facts, document);
  return (
    (evaluation === null || require.evaluation === 'none' ? null : judgeEvaluation(facts, evaluation)) ??
    (dataReport === null || require.data === 'none' ? null : judgeData(facts, dataReport))
  );
}

function missing(what: DocumentKind): EvidenceError {
  const command = what === 'evaluation' ? 'evaluate --model PATH' : 'validate';
  return new EvidenceError({
    code: what === 'evaluation' ? 'EVALUATION_MISSING' : 'DATA_REPORT_MISSING',
    message: `Registering the model: there is no ${what}, and the policy requires one.`,
    hint: `Run \`model-delivery ${command}\` first, or name it with \`--${what.replace(' ', '-')} FILE\`. A model that already serves is taken in with \`--adopt --reason TEXT\`.`,
  });
}

function requireSameModel({ model, version }: RegistrationFacts, evaluation: ProvenDocument<Evaluation>): void {
  const { document, path } = evaluation;
  if (document.model.name !== model) {
    throw new EvidenceError({
      code: 'EVALUATION_OF_OTHER_MODEL',
      message: `Registering ${model}: the evaluation ${path} is of the model ${document.model.name}.`,
      hint: 'Give the evaluation of this model; `model` in the configuration names it.',
    });
  }
  if (document.model.version === null) {
    throw new EvidenceError({
      code: 'EVALUATION_WITHOUT_VERSION',
      message: `Registering ${model}: the evaluation ${path} does not say which bytes it judged (model.version is null).`,
      hint: 'Run `model-delivery evaluate --model PATH` (input `model`), so that the evaluation names the version.',
    });
  }
  if (document.model.version !== version) {
    throw new EvidenceError({
      code: 'EVALUATION_OF_OTHER_BYTES',
      message: `Registering ${model}: the evaluation ${path} is about ${document.model.version}, the model given is ${version}.`,
      hint: 'Evaluate the files that are to be registered; after training again the evaluation has to run again, too.',
    });
  }
}

function requireSameData(facts: RegistrationFacts, report: ProvenDocument<DataReport>): void {
  if (report.document.model !== facts.model) {
    throw new EvidenceError({
      code: 'DATA_REPORT_OF_OTHER_MODEL',
      message: `Registering ${facts.model}: the data report ${report.path} is of the model ${report.document.model}.`,
      hint: 'Give the data report of this model.',
    });
  }
  const read = facts.evaluation?.document.inputs.data_report;
  if (read !== undefined && read.sha256 !== report.sha256) {
    throw new EvidenceError({
      code: 'DATA_REPORT_OTHER_THAN_EVALUATED',
      message: `Registering ${facts.model}: the evaluation read a data report with the sha256 ${read.sha256}, and ${report.path} has ${report.sha256}.`,
      hint: 'Give the report that the evaluation read, or evaluate again.',
    });
  }
}

function requireYoung(
  { require, today, model }: RegistrationFacts,
  { document, path }: ProvenDocument<{ as_of: string; schema: string }>,
): void {
  if (require.maxAge === undefined) return;
  const age = (Date.parse(today) - Date.parse(document.as_of)) / 86_400_000;
  const kind = document.schema.replace('/1', '').replace('-', ' ');
  if (age < 0 || age > durationDays(require.maxAge)) {
    throw new EvidenceError({
      code: 'DOCUMENT_EXPIRED',
      message: `Registering ${model}: the ${kind} ${path} is of ${document.as_of}, today is ${today}, and registry.require.max_age is ${require.maxAge}.`,
      hint: age < 0 ? 'It is dated in the future: judge again.' : 'Judge again: what was true then may not be now.',
    });
  }
}

function judgeEvaluation(facts: RegistrationFacts, evaluation: ProvenDocument<Evaluation>): Refusal | null {
  const { document, path } = evaluation;
  if (document.purpose === 'pull_request') {
    return {
      verdict: 'fail',
      code: 'EVALUATION_OF_PULL_REQUEST',
      message: `Registering ${facts.model}: the evaluation ${path} was made for a pull request, which proposes a model and never registers one.`,
      hint: 'Evaluate on the main branch, after the merge, with the purpose `promotion`.',
    };
  }
  return judgeVerdict(facts, { kind: 'evaluation', path, verdict: document.verdict, blocks: true });
}

function judgeData(facts: RegistrationFacts, report: ProvenDocument<DataReport>): Refusal | null {
  const { verdict, inconclusive_blocks: blocks } = report.document;
  return judgeVerdict(facts, { kind: 'data report', path: report.path, verdict, blocks });
}

interface Judged {
  kind: DocumentKind;
  path: string;
  verdict: string;
  /** Whether an inconclusive verdict needs an approval. */
  blocks: boolean;
}

function judgeVerdict({ model, approved }: RegistrationFacts, { kind, path, verdict, blocks }: Judged): Refusal | null {
  if (verdict === 'error') {
    throw new EvidenceError({
      code: kind === 'evaluation' ? 'EVALUATION_IN_ERROR' : 'DATA_REPORT_IN_ERROR',
      message: `Registering ${model}: the ${kind} ${path} ended in an error, so nothing is proven.`,
      hint: 'Mend what it names and run the stage again.',
    });
  }
  if (verdict === 'fail') {
    return {
      verdict: 'fail',
      code: kind === 'evaluation' ? 'EVALUATION_FAILED' : 'DATA_REPORT_FAILED',
      message: `Registering ${model}: the ${kind} ${path} failed.`,
      hint: 'A model that fails its gate is not registered.',
    };
  }
  if (verdict !== 'inconclusive' || !blocks || approved) return null;
  return {
    verdict: 'inconclusive',
    code: kind === 'evaluation' ? 'EVALUATION_INCONCLUSIVE' : 'DATA_REPORT_INCONCLUSIVE',
    message: `Registering ${model}: the ${kind} ${path} is inconclusive, and nobody has approved it.`,
    hint: 'Give it more rows (`rows_needed` says how many), or let a reviewer approve: `--approval` (input `approval: true`) in a job behind an environment with required reviewers.',
  };
}
