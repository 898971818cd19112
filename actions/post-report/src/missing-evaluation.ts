import type { Config } from '@model-delivery/core';
import { modelOf, type ReportDocument, type ReportView } from '@model-delivery/report';

/**
 * A report on good data alone must not read like a model that passed: where the configuration asks for an evaluation and the
 * run left none, the reader is told so. The exit code stays that of the documents; the step or job that failed says the rest.
 */
export function sayWhatIsMissing(view: ReportView, documents: readonly ReportDocument[], config: Config): ReportView {
  const own = (document: ReportDocument) => (modelOf(document) ?? view.model) === view.model;
  // A later stage (registration, rollout) rests on an evaluation of its own, and retraining judges no model.
  const dataOnly = documents.filter(own).every((document) => document.schema === 'data-report/1');
  if (!dataOnly || config.evaluation === undefined || config.model !== view.model || view.verdict !== 'pass')
    return view;
  const value =
    'The model was not evaluated: this run left no evaluation, so the verdict covers the data only. Look at the step that trains or judges the model.';
  return { ...view, next: [...view.next, [{ kind: 'text', value }]] };
}
