import { readFileSync } from 'node:fs';
import type { Host, RunIdentity } from '@model-delivery/core';

/** The payload of the event that started a workflow run, as far as we read it. Trusted: the runner writes it. */
export interface EventPayload {
  action?: string;
  number?: number;
  pull_request?: {
    number: number;
    head: { sha: string; repo: { full_name: string; fork?: boolean } | null };
    base: { sha: string; repo: { full_name: string } };
  };
  merge_group?: { base_sha: string; head_sha: string; head_ref: string };
  workflow_run?: { id: number; event: string };
  repository?: { full_name: string; private?: boolean };
}

/** The event payload; empty outside a workflow. */
export function readEvent(env: Host['env']): EventPayload {
  if (!env.GITHUB_EVENT_PATH) return {};
  try {
    return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) as EventPayload;
  } catch {
    return {};
  }
}

/** Whether the run was started by a pull request of another repository: nothing it computed is trusted. */
export function isForkPullRequest(event: EventPayload): boolean {
  const pull = event.pull_request;
  return pull !== undefined && pull.head.repo?.full_name !== pull.base.repo.full_name;
}

/** Who runs: for `meta.run` of a document; undefined outside a workflow. */
export function runIdentity(env: Host['env'], event: EventPayload): RunIdentity | undefined {
  const id = Number(env.GITHUB_RUN_ID);
  if (!Number.isSafeInteger(id) || id <= 0) return undefined;
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  return {
    id,
    number: wholeNumber(env.GITHUB_RUN_NUMBER, 1),
    attempt: wholeNumber(env.GITHUB_RUN_ATTEMPT, 1),
    url: env.GITHUB_REPOSITORY ? `${server}/${env.GITHUB_REPOSITORY}/actions/runs/${id}` : undefined,
    repository: env.GITHUB_REPOSITORY,
    event: env.GITHUB_EVENT_NAME,
    workflow: env.GITHUB_WORKFLOW?.slice(0, 256),
    job: env.GITHUB_JOB?.slice(0, 256),
    ref: env.GITHUB_REF?.slice(0, 256),
    sha: env.GITHUB_SHA,
    head_sha: event.pull_request?.head.sha ?? event.merge_group?.head_sha ?? env.GITHUB_SHA,
    pull_request: event.pull_request?.number ?? null,
  };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}
