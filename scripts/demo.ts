/**
 * Plays the example's pull requests: the real workflow files of examples/flight-delay, executed by the workflow runner through
 * the committed dist/, against the fake GitHub API, on the embedded engine. Leaves demo-output/ and exits non-zero when an
 * outcome is not the expected one.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPage } from './demo/page.ts';
import { playPullRequest } from './demo/play.ts';
import { SCRIPT } from './demo/script.ts';
import { startStage } from './demo/stage.ts';
import { resultTable, type Step, summaryOf } from './demo/step.ts';
import { root } from './root.ts';

const output = join(root, 'demo-output');
const say = (text: string) => process.stdout.write(text);

const started = performance.now();
const directory = mkdtempSync(join(tmpdir(), 'model-delivery-demo-'));
const steps: Step[] = [];
const stage = await startStage(directory);
try {
  for (const expected of SCRIPT) steps.push(await playPullRequest(stage, expected, say));
  if (stage.github.violations.length > 0) {
    throw new Error(
      `the fake GitHub API saw calls that break its description: ${JSON.stringify(stage.github.violations)}`,
    );
  }
} finally {
  await stage.github.stop();
  rmSync(directory, { recursive: true, force: true });
}

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'summary.json'), `${JSON.stringify(summaryOf(steps), null, 2)}\n`);
writeFileSync(join(output, 'index.html'), demoPage(steps));
say(`\n${resultTable(steps)}\n\n`);
say(
  `${((performance.now() - started) / 1000).toFixed(1)} s. Open demo-output/index.html to read the comments as a reviewer does.\n`,
);
const surprises = steps.filter((step) => !step.asExpected);
for (const step of surprises)
  say(`UNEXPECTED: ${step.id} ended as ${step.outcome} (stopped by ${step.stoppedBy ?? 'nothing'}).\n`);
process.exitCode = surprises.length === 0 ? 0 : 1;
