/**
 * Plays the life of the example's model: the real workflow files of examples/flight-delay, executed by the workflow runner through
 * the committed dist/, against the fake GitHub API, with model servers, a gateway and live traffic as processes of this machine.
 * Leaves demo-output/ and exits non-zero when an outcome is not the expected one.
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerEvents } from './demo/ledger.ts';
import { writeOutput } from './demo/output.ts';
import { playAct } from './demo/play.ts';
import { SCRIPT } from './demo/script.ts';
import { startStage } from './demo/stage.ts';
import { resultTable, type Step } from './demo/step.ts';
import { storyOf, storyText } from './demo/story.ts';
import { root } from './root.ts';

const say = (text: string) => process.stdout.write(text);

const started = performance.now();
const directory = mkdtempSync(join(tmpdir(), 'model-delivery-demo-'));
const keep = Boolean(process.env.DEMO_KEEP);
const cleaning: Promise<void>[] = [];
const steps: Step[] = [];
const stage = await startStage(directory);
let events: ReturnType<typeof ledgerEvents> = [];
try {
  for (const expected of SCRIPT) {
    steps.push(await playAct(stage, expected, say));
    // What the jobs of an act leave is thrown away while the next one plays.
    if (!keep) cleaning.push(rm(join(directory, expected.id), { recursive: true, force: true }));
  }
  events = ledgerEvents(stage.tree);
  if (stage.github.violations.length > 0) {
    throw new Error(
      `the fake GitHub API saw calls that break its description: ${JSON.stringify(stage.github.violations)}`,
    );
  }
} finally {
  await stage.stop();
  await Promise.allSettled(cleaning);
  if (keep) say(`Kept ${directory}\n`);
  else await rm(directory, { recursive: true, force: true });
}

const story = storyOf(events, steps);
writeOutput(join(root, 'demo-output'), steps, events);
say(`\n${resultTable(steps)}\n\nWho served when, and why (the ledger)\n${storyText(story)}\n\n`);
say(
  `${((performance.now() - started) / 1000).toFixed(1)} s. Open demo-output/index.html to read the comments as a reviewer does.\n`,
);
const surprises = steps.filter((step) => !step.asExpected);
for (const step of surprises)
  say(`UNEXPECTED: ${step.id} ended as ${step.outcome} (stopped by ${step.stoppedBy ?? 'nothing'}).\n`);
process.exitCode = surprises.length === 0 ? 0 : 1;
