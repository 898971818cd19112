/*
 * One table of everything that can be wrong with what we are given. Each row runs the built command line or a built action
 * and must end with one clear message that says how to fix it, the right exit code, a document where one is possible,
 * nothing half-done, and no secret anywhere.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aliasEventSchema,
  dataReportSchema,
  errorDocumentSchema,
  evaluationSchema,
  modelVersionSchema,
  retrainingDocumentSchema,
  rolloutDocumentSchema,
} from '@model-delivery/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from '../support/scene.ts';
import type { BadInputCase, Observed, World } from './bad-input-case.ts';
import { CANARY } from './cases/canary.ts';
import { CANARY_STATE } from './cases/canary-state.ts';
import { CONFIGURATION } from './cases/configuration.ts';
import { DATA_FILES } from './cases/data-files.ts';
import { DELIVERY_ACTIONS } from './cases/delivery-actions.ts';
import { EVIDENCE } from './cases/evidence.ts';
import { GATEWAY } from './cases/gateway.ts';
import { GITHUB_API } from './cases/github-api.ts';
import { HOSTILE_NAMES } from './cases/hostile-names.ts';
import { LEDGER } from './cases/ledger.ts';
import { METRICS } from './cases/metrics.ts';
import { MODEL_FILES } from './cases/model-files.ts';
import { MODEL_STORE } from './cases/model-store.ts';
import { PAPERS } from './cases/papers.ts';
import { RECORDED_WINDOWS } from './cases/recorded-windows.ts';
import { REGISTRY } from './cases/registry.ts';
import { RETRAINING } from './cases/retraining.ts';
import { SECRETS } from './cases/secrets.ts';
import { SQL } from './cases/sql.ts';
import { TRUST } from './cases/trust.ts';
import { runCommand } from './run-command.ts';
import { leaksOf } from './secret-search.ts';

const TABLE: BadInputCase[] = [
  ...CONFIGURATION,
  ...DATA_FILES,
  ...EVIDENCE,
  ...SQL,
  ...HOSTILE_NAMES,
  ...TRUST,
  ...GITHUB_API,
  ...SECRETS,
  ...REGISTRY,
  ...RETRAINING,
  ...CANARY,
  ...LEDGER,
  ...MODEL_FILES,
  ...PAPERS,
  ...MODEL_STORE,
  ...CANARY_STATE,
  ...METRICS,
  ...RECORDED_WINDOWS,
  ...GATEWAY,
  ...DELIVERY_ACTIONS,
];

/** Hostile cases of the threat model that can reach what is built. */
const HOSTILE_CASES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].concat([
  23, 24, 25, 26, 27, 28, 32, 33, 34, 37,
]);

const root = mkdtempSync(join(tmpdir(), 'bad-input-'));
const scenes: Scene[] = [];
const world = {
  directory: () => mkdtempSync(join(root, 'case-')),
  ownScene: async () => {
    const scene = await Scene.start();
    scenes.push(scene);
    return scene;
  },
} as World;

beforeAll(async () => {
  world.scene = await world.ownScene();
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await Promise.all(scenes.map((scene) => scene.end()));
});

describe.concurrent('bad input', { timeout: 120_000 }, () => {
  it.for(TABLE.map((row) => [row.name.slice(0, 100), row] as const))('%s', async ([, row]) => {
    judge(row, await row.run(world));
  });

  it.for(
    TABLE.filter((row) =>
      ['configuration: unknown key', 'data: no file', 'predictions: a NaN score'].includes(row.name),
    ),
  )('for a person: $name', async (row) => {
    judge(row, await row.run({ ...world, text: true }));
  });
});

it('covers every hostile case, and no name twice', () => {
  const covered = new Set(TABLE.flatMap((row) => row.hostile ?? []));
  expect(HOSTILE_CASES.filter((number) => !covered.has(number))).toEqual([]);
  expect(TABLE.length).toBeGreaterThan(300);
  const names = TABLE.map((row) => row.name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

it('a bug of ours shows its stack trace to whoever asks for it, and to nobody else', async () => {
  const seen = await runCommand(world, { args: ['--no-such-command'] });
  expect(seen.exitCode).toBe(2);
  expect(seen.visible).not.toMatch(STACK_TRACE);
  const asked = await runCommand(world, { args: ['--no-such-command'], env: { MODEL_DELIVERY_DEBUG: '1' } });
  expect(asked.visible).toMatch(STACK_TRACE);
});

const STACK_TRACE = /^ {4}at .*:\d+:\d+\)?$/m;
const CODE = /^[A-Z][A-Z_]+: /;

/** Everything that holds for each row. */
function judge(row: BadInputCase, seen: Observed): void {
  const wanted = row.expect;
  const context = `${JSON.stringify(seen.errors, null, 1)}\n${seen.visible.slice(0, 3000)}`;
  expect(seen.exitCode, context).toBe(wanted.exitCode);
  oneMessage(wanted, seen, context);
  expect(seen.visible, 'a stack trace').not.toMatch(STACK_TRACE);
  expect(leaksOf(seen.visible, seen.forbidden), 'secrets or paths of this machine').toEqual([]);
  expect(seen.otherFiles, 'half-done or foreign files').toEqual([]);
  expect(seen.document?.verdict ?? null, context).toBe(wanted.document);
  if (seen.document !== null) validDocument(seen.document);
}

/** One error with its code and the fix, or the verdict of a check that says both. */
function oneMessage({ code, message, fix, exitCode }: BadInputCase['expect'], seen: Observed, context: string): void {
  expect(seen.errors.length, context).toBeLessThanOrEqual(exitCode === 0 ? 0 : 1);
  if (code === null) {
    for (const error of seen.errors) expect(error).not.toMatch(CODE);
    expect(seen.visible).toMatch(message);
    if (fix) expect(seen.visible).toMatch(fix);
    return;
  }
  const hint = seen.errors[0]?.split('\n').slice(1).join('\n');
  expect(seen.errors[0], context).toMatch(typeof code === 'string' ? new RegExp(`^${code}: `) : code);
  expect(seen.errors[0]).toMatch(message);
  expect(fix, 'an error without a fix').toBeDefined();
  expect(hint, context).toMatch(fix!);
  if (seen.document?.error !== undefined)
    expect(seen.errors[0]).toContain((seen.document.error as { code: string }).code);
}

const SCHEMAS = {
  'data-report/1': dataReportSchema,
  'evaluation/1': evaluationSchema,
  'model-version/1': modelVersionSchema,
  'alias-event/1': aliasEventSchema,
  'rollout/1': rolloutDocumentSchema,
  'retraining/1': retrainingDocumentSchema,
};

/** An error document, or one of its stage that is whole. */
function validDocument(document: Record<string, unknown>): void {
  if (errorDocumentSchema.safeParse(document).success) return;
  const schema = SCHEMAS[document.schema as keyof typeof SCHEMAS];
  expect(schema.safeParse(document).error?.issues ?? []).toEqual([]);
}
