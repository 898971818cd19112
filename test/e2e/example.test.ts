import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playPullRequest } from '../../scripts/demo/play.ts';
import { SCRIPT } from '../../scripts/demo/script.ts';
import { type Stage, startStage } from '../../scripts/demo/stage.ts';
import { summaryOf } from '../../scripts/demo/step.ts';

/** The pull requests of the demo, played on the same stage: the example repository with its own workflow file. */
let stage: Stage;
const directory = mkdtempSync(join(tmpdir(), 'example-test-'));
beforeAll(async () => {
  stage = await startStage(directory);
});
afterAll(async () => {
  await stage.github.stop();
  rmSync(directory, { recursive: true, force: true });
});

const WORDS: Record<string, RegExp> = {
  'better-model': /^### ✅/m,
  'broken-data': /origin/,
  'worse-model': /roc_auc|roc&#95;auc/,
};

it.each(SCRIPT.map((expected) => [expected.id, expected] as const))(
  'the example repository: %s',
  { timeout: 60_000 },
  async (id, expected) => {
    const log: string[] = [];
    const step = await playPullRequest(stage, expected, (text) => log.push(text));
    expect(step.asExpected, `${step.reason}\n${log.join('')}`).toBe(true);
    expect(step.comment).toMatch(/^<!-- model-delivery:v1 key=flight-delay seq=\d+\.1 -->\n/);
    expect(step.comment).toMatch(WORDS[id]!);
    expect(step.checks.find(({ name }) => name === 'model-delivery / flight-delay')?.conclusion).toBe(
      expected.outcome === 'passed' ? 'success' : 'failure',
    );
    expect(summaryOf([step]).steps[0]).toMatchObject({ id, outcome: expected.outcome, stopped_by: expected.stoppedBy });
    stage.github.assertClean();
  },
);
