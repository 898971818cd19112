import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aliasIn, ledgerEvents } from '../../scripts/demo/ledger.ts';
import { writeOutput } from '../../scripts/demo/output.ts';
import { playAct } from '../../scripts/demo/play.ts';
import { SCRIPT } from '../../scripts/demo/script.ts';
import { type Stage, startStage } from '../../scripts/demo/stage.ts';
import { type Step, summaryOf } from '../../scripts/demo/step.ts';
import { root } from '../../scripts/root.ts';

/** The acts of the demo, played in their order on one stage: the example repository, its workflow files, its servers. */
let stage: Stage;
const steps: Step[] = [];
const directory = mkdtempSync(join(tmpdir(), 'example-test-'));
beforeAll(async () => {
  stage = await startStage(directory);
}, 60_000);
afterAll(async () => {
  // As the demo leaves it: what a browser shows of it is looked at by a service test.
  writeOutput(join(root, 'demo-output'), steps, ledgerEvents(stage.tree));
  await stage.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What a reviewer must find in the comment. */
const COMMENTS: Record<string, RegExp> = {
  'broken-data': /origin/,
  'worse-model': /roc_auc|roc&#95;auc/,
  'better-model': /^### ✅/m,
  'bad-in-serving': /rolled back/i,
};

/** What stands in the rollout's decisions, by act. */
const WEIGHTS: Record<string, number[]> = {
  'first-model': [0, 100],
  'better-model': [0, 5, 25, 50, 100],
  'bad-in-serving': [0, 5],
  'drift-retrain': [0, 5, 25, 50, 100],
};

function expectComment(step: Step): void {
  if (step.number === null) return;
  expect(step.comment).toMatch(/^<!-- model-delivery:v1 key=flight-delay seq=\d+\.1 -->\n/);
  expect(step.comment).toMatch(COMMENTS[step.id]!);
}

it.each(SCRIPT.map((expected) => [expected.id, expected] as const))(
  'the example repository: %s',
  { timeout: 300_000 },
  async (id, expected) => {
    const log: string[] = [];
    const before = aliasIn(ledgerEvents(stage.tree), 'champion');
    const step = await playAct(stage, expected, (text) => log.push(text));
    steps.push(step);
    expect(step.asExpected, `${step.reason}\n${log.join('')}`).toBe(true);
    expectComment(step);
    const weights = [...new Set(step.rollout?.decisions.map(({ weight }) => weight) ?? [])].toSorted((a, b) => a - b);
    expect(weights).toEqual(WEIGHTS[id] ?? []);
    expect(step.deployments.length > 0).toBe(step.rollout !== null);
    expect(summaryOf([step]).steps[0]).toEqual({
      id,
      outcome: expected.outcome,
      stopped_by: expected.stoppedBy,
      champion_before: before,
      champion_after: aliasIn(ledgerEvents(stage.tree), 'champion'),
      reason: step.reason,
    });
    stage.github.assertClean();
  },
);
