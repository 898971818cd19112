import { expect, test } from 'vitest';
import { commandFirst } from './flags.ts';

test.each([
  ['validate --json', 'validate --json'],
  ['--config x.yaml validate --json', 'validate --config x.yaml --json'],
  ['--json --out=o --quiet canary plan', 'canary --json --out=o --quiet plan'],
  ['--seed 3 evaluate', 'evaluate --seed 3'],
  ['--version', '--version'],
  ['--help', '--help'],
  // Nothing is guessed: an unknown flag in front is an unknown command.
  ['--nope validate', '--nope validate'],
  ['--config x.yaml', '--config x.yaml'],
  ['', ''],
])('global flags may stand before the command: %s', (given, expected) => {
  expect(commandFirst(given.split(' ').filter(Boolean))).toEqual(expected.split(' ').filter(Boolean));
});
