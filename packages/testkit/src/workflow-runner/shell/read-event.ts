import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '@model-delivery/core';
import type { WorkflowEvent } from '../run-context.ts';

type Payload = Record<string, unknown>;

/** How the event of a payload is told when nobody names it. */
const SIGNS: [string, (payload: Payload) => boolean][] = [
  ['workflow_run', (payload) => 'workflow_run' in payload],
  ['issue_comment', (payload) => 'comment' in payload && 'issue' in payload],
  ['pull_request', (payload) => 'pull_request' in payload],
  ['workflow_dispatch', (payload) => 'inputs' in payload],
  ['repository_dispatch', (payload) => 'client_payload' in payload],
  ['schedule', (payload) => 'schedule' in payload],
  ['release', (payload) => 'release' in payload],
  ['push', (payload) => 'after' in payload || 'commits' in payload],
];

function parse(file: string): Payload {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError({
      code: 'WORKFLOW_EVENT_UNREADABLE',
      message: `${file} is not JSON: ${(error as Error).message}`,
      hint: 'Give a GitHub event payload.',
    });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ConfigError({
      code: 'WORKFLOW_EVENT_UNREADABLE',
      message: `${file} is not a JSON object`,
      hint: 'Give a GitHub event payload.',
    });
  }
  return value as Payload;
}

/**
 * Reads `--event`: a file with a payload, or just the name of an event (empty payload).
 * @param name `--event-name`; without it the name is told from the payload
 */
export function readEvent(event: string, name: string | undefined): WorkflowEvent {
  if (!existsSync(event) && /^[a-z_]+$/.test(event)) return { name: event, payload: {} };
  if (!existsSync(event)) {
    throw new ConfigError({
      code: 'WORKFLOW_EVENT_UNREADABLE',
      message: `event file ${event} does not exist`,
      hint: 'Give a JSON file or the name of an event, such as push.',
    });
  }
  const payload = parse(event);
  const told = name ?? SIGNS.find(([, holds]) => holds(payload))?.[0];
  if (told !== undefined) return { name: told, payload };
  throw new ConfigError({
    code: 'WORKFLOW_EVENT_UNNAMED',
    message: `cannot tell from ${event} which event it is`,
    hint: 'Add --event-name, for example --event-name push.',
  });
}
