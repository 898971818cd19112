/**
 * Simulates how often the verdicts on drift and at the gate are wrong, with the functions the product itself uses, and prints the
 * tables of docs/operating-characteristics.md. --write puts them into the page, --check compares. --trials N, --seed N.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withTables } from './operating-characteristics/page.ts';
import { simulateTables } from './operating-characteristics/tables.ts';
import { root } from './root.ts';

const PAGE = 'docs/operating-characteristics.md';

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    console.error(`--${name} is a whole number from ${least} on, got "${text}"`);
    process.exit(2);
  }
  return number;
}

function options() {
  try {
    return parseArgs({
      options: {
        trials: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        write: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message} Options: --trials N, --seed N, --write, --check.`);
    process.exit(2);
  }
}

const values = options();
const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
const { tables, contradicted } = simulateTables({
  trials: wholeNumber('trials', values.trials, 1),
  seed: wholeNumber('seed', values.seed, 0),
  progress: (cell) => console.error(`${seconds().padStart(4)} s  ${cell}`),
});

const path = join(root, PAGE);
if (values.write || values.check) {
  const present = readFileSync(path, 'utf8');
  const fresh = withTables(present, tables);
  if (values.write) writeFileSync(path, fresh);
  else if (fresh !== present) {
    console.error(
      `${PAGE} differs from what this run found. Run \`npm run operating-characteristics -- --write\` and commit.`,
    );
    process.exitCode = 1;
  } else console.log(`${PAGE} is what this run found.`);
} else {
  for (const { title, markdown } of tables) console.log(`## ${title}\n\n${markdown}\n`);
}
for (const { about, stated, found } of contradicted) {
  console.error(`not reproduced: ${about}: stated ${stated}, found ${(100 * found.share).toFixed(1)} %`);
}
