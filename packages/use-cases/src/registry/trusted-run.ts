import type { Evaluation, Host } from '@model-delivery/core';
import type { Refusal } from '@model-delivery/registry';
import { type EventPayload, isForkPullRequest, readEvent } from '../run-identity.ts';

/** Events whose runs work on what somebody proposes; nothing they train or judge is ever registered. */
const PROPOSALS = new Set([
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
  'merge_group',
]);

/** Why this run may not register anything; null where it may. Decided from the event alone, before a byte is uploaded. */
export function untrustedRun(host: Host): Refusal | null {
  if (host.env.GITHUB_ACTIONS !== 'true') return null;
  const event = readEvent(host.env);
  const proposal = proposalOf(host.env.GITHUB_EVENT_NAME, event);
  if (proposal === null) return null;
  return {
    verdict: 'fail',
    code: 'UNTRUSTED_RUN',
    message: `Registering a model: this run was started by ${proposal}, and what a pull request trains is never registered.`,
    hint: 'Register on the main branch after the merge (ml-cd.yml trains there again), or by workflow_dispatch.',
  };
}

function proposalOf(name: string | undefined, event: EventPayload): string | null {
  if (isForkPullRequest(event)) return 'a pull request of a fork';
  if (name !== undefined && PROPOSALS.has(name)) return `the event ${name}`;
  const upstream = event.workflow_run?.event;
  return upstream !== undefined && PROPOSALS.has(upstream) ? `the workflow run of a ${upstream}` : null;
}

/** Why the run that made an evaluation is not trusted, as far as the document says; null where nothing speaks against it. */
export function untrustedEvaluation(host: Host, evaluation: Evaluation, path: string): Refusal | null {
  const run = evaluation.meta?.run;
  const here = host.env.GITHUB_ACTIONS === 'true' ? host.env.GITHUB_REPOSITORY : undefined;
  const found =
    run?.event !== undefined && PROPOSALS.has(run.event)
      ? `a run of the event ${run.event}`
      : run?.repository !== undefined && here !== undefined && run.repository !== here
        ? `a run of the repository ${run.repository}`
        : null;
  if (found === null) return null;
  return {
    verdict: 'fail',
    code: 'EVALUATION_UNTRUSTED',
    message: `Registering a model: the evaluation ${path} was made by ${found}.`,
    hint: 'Evaluate in the run that registers, on the main branch.',
  };
}
