import { documentDigest, type ErrorDocument } from '@model-delivery/core';
import { code, type Inline, left, line, quote, table } from '../content.ts';
import { section } from './sections.ts';
import type { StageView } from './stage-view.ts';

const STAGES: Readonly<Record<string, string>> = {
  'data-report/1': 'validate-data',
  'evaluation/1': 'evaluate-gate',
  'model-version/1': 'register-model',
  'alias-event/1': 'registry',
  'rollout/1': 'deploy-canary',
  'retraining/1': 'trigger-retraining',
};

/** What a stage contributes that could not fill its document: what was attempted and found, and the fix. */
export function errorView(document: ErrorDocument): StageView {
  const { code: errorCode, message, hint } = document.error;
  const rows: Inline[][][] = [
    [line`What happened`, [quote(message)]],
    ...(hint === undefined ? [] : [[line`What to do`, [quote(hint)]]]),
    [line`Error code`, [code(errorCode)]],
  ];
  const stage = Object.hasOwn(STAGES, document.schema) ? STAGES[document.schema]! : 'command';
  return {
    stage,
    schema: document.schema,
    digest: documentDigest(document),
    verdict: 'error',
    inconclusiveBlocks: false,
    policyIntroduced: false,
    deciding: [quote(message)],
    tally: 'no check was evaluated',
    next: hint === undefined ? [] : [[quote(hint)]],
    sections: [section(`${stage}-error`, `Error in ${stage}`, 96, [table('The error', [left(''), left('')], rows)])],
    findings: [],
    error: document.error,
    trend: null,
  };
}
