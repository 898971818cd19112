import {
  type DataCheck,
  type DataConfig,
  type DeliveryError,
  EvidenceError,
  InternalError,
} from '@model-delivery/core';
import type { Description, MeasurementSession, OpenedDataset } from '../measurement/measurement-engine.ts';
import type { RowCounts } from '../measurement/request.ts';
import type { PlannedCheck } from '../plan/check-plan.ts';
import type { DatasetFacts } from '../plan/dataset-facts.ts';
import { declaredTypes } from '../plan/declared-types.ts';
import { planChecks } from '../plan/plan-checks.ts';
import type { StoredProfile } from '../stores/profile-file.ts';
import { applyWaiver, type Waivers } from '../waivers.ts';
import { type FoundReference, findReferences } from './find-references.ts';
import { judgeDataset } from './judge-dataset.ts';
import type { SelectedDataset } from './select-datasets.ts';
import { showExamples } from './show-examples.ts';
import { checkPatterns, readConditions } from './user-conditions.ts';

/** What became of one data set. */
export interface DatasetRun {
  selected: SelectedDataset;
  description: Description | null;
  /** Missing values by column; null where they could not be counted. */
  missing: ReadonlyMap<string, number> | null;
  reference: FoundReference | null;
  planned: readonly PlannedCheck[];
  checks: readonly DataCheck[];
  /** Why the data set could not be read, or why it cannot be judged. */
  failure: DeliveryError | null;
}

export interface SessionRules {
  data: DataConfig;
  selected: readonly SelectedDataset[];
  waivers: Waivers;
  readProfile: (path: string) => Promise<StoredProfile>;
  progress: (message: string) => void;
  signal?: AbortSignal | undefined;
}

/** A data set that is open, with what the plan needs to know about it. */
interface Prepared {
  opened: OpenedDataset;
  conditions: ReadonlyMap<string, readonly string[]>;
}

/** Prepares, plans, measures and judges the open data sets. Evidence that is missing is recorded, everything else is thrown. */
export async function judgeSession(session: MeasurementSession, rules: SessionRules): Promise<DatasetRun[]> {
  const failures = new Map<string, DeliveryError>();
  const prepared = await prepareAll(session, rules, failures);
  await checkPatterns(rules.data, session);
  const opened = new Map([...prepared].map(([name, { opened }]) => [name, opened]));
  const references = await findReferences(rules.selected, { data: rules.data, readProfile: rules.readProfile, opened });
  const facts = rules.selected.flatMap(({ name, config, judged }) => {
    const dataset = prepared.get(name);
    return judged && dataset ? [factsOf(name, config, dataset, references.get(name)!)] : [];
  });
  // A pattern may match in a data set that this run does not read.
  const unread = Object.keys(rules.data.datasets).filter((name) => !facts.some((dataset) => dataset.name === name));
  const planned = planChecks(rules.data, facts, unread);
  const runs: DatasetRun[] = [];
  for (const selected of rules.selected) {
    rules.signal?.throwIfAborted();
    const dataset = prepared.get(selected.name) ?? null;
    const own = planned.filter((check) => check.dataset === selected.name);
    const datasetFacts = facts.find(({ name }) => name === selected.name) ?? null;
    const reference = references.get(selected.name) ?? null;
    runs.push(
      await runDataset(selected, dataset, datasetFacts, own, reference, failures.get(selected.name) ?? null, rules),
    );
  }
  return runs;
}

async function prepareAll(
  session: MeasurementSession,
  rules: SessionRules,
  failures: Map<string, DeliveryError>,
): Promise<Map<string, Prepared>> {
  const prepared = new Map<string, Prepared>();
  for (const result of session.datasets) {
    if ('failure' in result) failures.set(result.name, evidence(result.failure));
    else {
      const { dataset } = result;
      const types = declaredTypes(rules.data, dataset.name, dataset.columnNames);
      const done = await recordingEvidence(dataset.name, failures, rules.signal, async () => {
        await dataset.declare(types);
        return { opened: dataset, conditions: await readConditions(rules.data, dataset) };
      });
      if (done) prepared.set(dataset.name, done);
    }
  }
  return prepared;
}

/** Only missing evidence belongs into the document; whoever else is at fault ends the run. */
function evidence(error: DeliveryError): DeliveryError {
  if (error instanceof EvidenceError) return error;
  throw error;
}

async function recordingEvidence<T>(
  name: string,
  failures: Map<string, DeliveryError>,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted(); // who stops the run does not want a verdict
    if (!(error instanceof EvidenceError)) throw error;
    failures.set(name, error);
    return null;
  }
}

function factsOf(
  name: string,
  config: SelectedDataset['config'],
  { opened, conditions }: Prepared,
  reference: FoundReference,
): DatasetFacts {
  const { rows, columns } = opened.description();
  return { name, config, rows, columns, conditions, reference: reference.facts };
}

async function runDataset(
  selected: SelectedDataset,
  prepared: Prepared | null,
  facts: DatasetFacts | null,
  planned: readonly PlannedCheck[],
  reference: FoundReference | null,
  failure: DeliveryError | null,
  rules: SessionRules,
): Promise<DatasetRun> {
  const unread: DatasetRun = {
    selected,
    description: null,
    missing: null,
    reference,
    planned: [],
    checks: [],
    failure,
  };
  if (prepared === null) return unread;
  const failures = new Map<string, DeliveryError>();
  rules.progress(`checking ${selected.name}: ${planned.length} checks`);
  const done = await recordingEvidence(selected.name, failures, rules.signal, async () => {
    const missing = await missingByColumn(prepared.opened);
    return { missing, checks: facts === null ? [] : await judged(prepared.opened, facts, planned, rules) };
  });
  if (done === null) return { ...unread, failure: failures.get(selected.name)! };
  const description = prepared.opened.description();
  return {
    selected,
    description,
    reference,
    planned,
    ...done,
    failure: withoutRows(description, selected) ?? reference?.failure ?? null,
  };
}

async function judged(
  opened: OpenedDataset,
  facts: DatasetFacts,
  planned: readonly PlannedCheck[],
  rules: SessionRules,
): Promise<DataCheck[]> {
  const { data, waivers } = rules;
  const checks = await judgeDataset(opened, planned, {
    alpha: data.defaults.alpha,
    isWaived: (id) => waivers.active.has(id),
  });
  const shown = await showExamples(opened, facts, planned, checks, data.defaults.examples);
  return shown.map((check) => applyWaiver(check, waivers));
}

async function missingByColumn(opened: OpenedDataset): Promise<Map<string, number>> {
  const names = opened.columnNames;
  const answers = await opened.measure(
    names.map((column) => ({ measure: 'rows', test: { kind: 'missing', column }, where: null })),
  );
  return new Map(
    names.map((name, index) => {
      const answer = answers[index]!;
      if ('failure' in answer)
        throw new InternalError({
          code: 'MISSING_NOT_COUNTED',
          message: `Counting missing values of ${name}: ${answer.failure.message}`,
        });
      return [name, (answer.value as RowCounts).failed];
    }),
  );
}

function withoutRows(description: Description, { name, config, judged }: SelectedDataset): EvidenceError | null {
  if (description.rows > 0 || !judged) return null;
  return new EvidenceError({
    code: 'DATA_NO_ROWS',
    message: `Reading ${config.source} (${name}): expected rows, found none.`,
    hint: 'Check the step that writes the file: a filter that removes everything leaves a header only.',
  });
}
