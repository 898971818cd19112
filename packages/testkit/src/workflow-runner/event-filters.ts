import { matchesPatterns } from './filter-pattern.ts';
import { payloadText } from './payload.ts';
import type { EventTarget, WorkflowEvent } from './run-context.ts';
import type { Workflow } from './workflow-model.ts';

type Filters = Record<string, unknown>;

/** Activity types that start a workflow whose event has no `types:`. All others start on every activity. */
const DEFAULT_TYPES: Record<string, string[]> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

function list(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [value].flat().map(String);
}

function selects(filters: Filters, name: string, value: string): boolean {
  const only = list(filters[name]);
  const ignore = list(filters[`${name}-ignore`]);
  if (only) return matchesPatterns(only, value);
  return !(ignore && matchesPatterns(ignore, value));
}

function mentions(filters: Filters, name: string): boolean {
  return filters[name] !== undefined || filters[`${name}-ignore`] !== undefined;
}

function refMatches(filters: Filters, ref: string): boolean {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
  // With only `branches`, tags start nothing, and the other way round; with neither, both do.
  if (branch !== undefined)
    return mentions(filters, 'branches') ? selects(filters, 'branches', branch) : !mentions(filters, 'tags');
  if (tag !== undefined)
    return mentions(filters, 'tags') ? selects(filters, 'tags', tag) : !mentions(filters, 'branches');
  return false;
}

function pathsMatch(filters: Filters, changed: () => readonly string[]): boolean {
  if (!mentions(filters, 'paths')) return true;
  return changed().some((path) => selects(filters, 'paths', path));
}

function typeMatches(event: WorkflowEvent, filters: Filters): boolean {
  const types = list(filters.types) ?? DEFAULT_TYPES[event.name];
  if (types === undefined) return true;
  const action = payloadText(event.payload, 'action');
  return action !== undefined && types.includes(action);
}

/**
 * Whether the event starts the workflow.
 * @param changed paths the event changes; asked only where a `paths` filter exists
 */
export function startsWorkflow(
  workflow: Workflow,
  event: WorkflowEvent,
  target: EventTarget,
  changed: () => readonly string[],
): boolean {
  const filters: Filters | undefined = workflow.on[event.name];
  if (filters === undefined || !typeMatches(event, filters)) return false;
  switch (event.name) {
    case 'push':
      // GitHub does not evaluate path filters for tags.
      return refMatches(filters, target.ref) && (target.ref.startsWith('refs/tags/') || pathsMatch(filters, changed));
    case 'pull_request':
    case 'pull_request_target':
      return selects(filters, 'branches', target.baseRef) && pathsMatch(filters, changed);
    case 'workflow_run':
      return workflowRunMatches(filters, event);
    case 'schedule': {
      const schedule = payloadText(event.payload, 'schedule');
      return schedule === undefined || (workflow.on.schedule?.schedules ?? []).includes(schedule);
    }
    case 'workflow_dispatch':
      return isDispatched(workflow, event);
    default:
      return true;
  }
}

/** A dispatch names one workflow by path or file name; a hand-written event without `workflow` starts all of them. */
function isDispatched(workflow: Workflow, event: WorkflowEvent): boolean {
  const named = payloadText(event.payload, 'workflow');
  return named === undefined || workflow.path === named || workflow.path === `.github/workflows/${named}`;
}

function workflowRunMatches(filters: Filters, event: WorkflowEvent): boolean {
  const name = payloadText(event.payload, 'workflow_run.name') ?? payloadText(event.payload, 'workflow.name') ?? '';
  const branch = payloadText(event.payload, 'workflow_run.head_branch') ?? '';
  return (list(filters.workflows) ?? []).includes(name) && selects(filters, 'branches', branch);
}
