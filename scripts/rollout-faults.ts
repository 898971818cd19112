/**
 * Plays random fault schedules of a rollout (crashes before and after every write, lost answers, late writes, lost and doubled
 * ticks, racing processes, strangers at the target and at the alias, silent metrics) and prints every broken promise.
 * Usage: node scripts/rollout-faults.ts [--schedules 100000] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { inMemoryRefLog } from '../packages/testkit/src/ref-log/index.ts';
import { runSchedule } from '../test/rollout/run-schedule.ts';

const { values } = parseArgs({
  options: { schedules: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const schedules = Number(values.schedules);
const first = Number(values.seed);
if (!Number.isSafeInteger(schedules) || schedules < 1 || !Number.isSafeInteger(first)) {
  console.error('--schedules and --seed expect whole numbers.');
  process.exit(2);
}

const states: Record<string, number> = {};
let violations = 0;
const started = performance.now();
for (let seed = first; seed < first + schedules; seed++) {
  const result = await runSchedule(seed, inMemoryRefLog());
  states[result.state] = (states[result.state] ?? 0) + 1;
  for (const violation of result.violations) {
    violations += 1;
    if (violations <= 20) console.log(`seed ${seed}: ${violation} (${result.actions.join(', ')})`);
  }
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${schedules} schedules, ${violations} violations, ${seconds} s; ended as ${JSON.stringify(states)}`);
process.exitCode = violations === 0 ? 0 : 1;
