import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
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

function isPayload(value: unknown): value is Payload {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

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
  if (!isPayload(value)) {
    throw new ConfigError({
      code: 'WORKFLOW_EVENT_UNREADABLE',
      message: `${file} is not a JSON object`,
      hint: 'Give a GitHub event payload.',
    });
  }
  return value;
}

/**
 * Reads `--event`: a file with a payload, or just the name of an event (empty payload).
 * @param name `--event-name`; without it the name is that of the file (`push.json`) or told from the payload.
 * A file `{"name": …, "payload": {…}}` says both.
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
  if (typeof payload.name === 'string' && isPayload(payload.payload))
    return { name: name ?? payload.name, payload: payload.payload };
  const stem = basename(event).replace(/\.json$/, '');
  const named = SIGNS.some(([known]) => known === stem) ? stem : undefined;
  const told = name ?? named ?? SIGNS.find(([, holds]) => holds(payload))?.[0];
  if (told !== undefined) return { name: told, payload };
  throw new ConfigError({
    code: 'WORKFLOW_EVENT_UNNAMED',
    message: `cannot tell from ${event} which event it is`,
    hint: 'Add --event-name, for example --event-name push.',
  });
}
