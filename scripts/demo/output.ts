import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AliasEvent } from '@model-delivery/core';
import { demoPage } from './page.ts';
import { type Step, summaryOf } from './step.ts';
import { storyOf } from './story.ts';

/** Writes `summary.json` and `index.html`: what happened, for programs and for people. */
export function writeOutput(directory: string, steps: Step[], events: AliasEvent[]): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'summary.json'), `${JSON.stringify(summaryOf(steps), null, 2)}\n`);
  writeFileSync(join(directory, 'index.html'), demoPage(steps, events, storyOf(events, steps)));
}
