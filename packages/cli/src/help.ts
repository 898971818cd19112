import type { Command } from './command.ts';
import { type Flag, GLOBAL_FLAGS } from './flags.ts';

function flagLines(flags: Record<string, Flag>): string {
  const rows = Object.entries(flags).map(([name, flag]) => [
    `  ${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`,
    flag.description,
  ]);
  const width = Math.max(...rows.map(([left]) => left!.length)) + 2;
  return rows.map(([left, right]) => left!.padEnd(width) + right).join('\n');
}

/** Help of the whole program. */
export function generalHelp(commands: Record<string, { summary: string }>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  const rows = Object.entries(commands).map(([name, command]) => `  ${name.padEnd(width)}${command.summary}`);
  return [
    'model-delivery carries a machine-learning model from data to production on evidence.',
    '',
    'Usage: model-delivery COMMAND [FLAGS]',
    '',
    'Commands:',
    ...rows,
    '',
    'Flags of every command:',
    flagLines(GLOBAL_FLAGS),
    '',
    'Exit codes: 0 pass, 1 fail, 2 configuration or usage, 3 inconclusive that blocks, 4 evidence missing or unusable,',
    '5 another system failed, 70 a bug of ours.',
  ].join('\n');
}

/** Help of one command. */
export function commandHelp(name: string, command: Command): string {
  const own = Object.keys(command.flags).length === 0 ? [] : ['Flags:', flagLines(command.flags), ''];
  return [
    command.summary,
    '',
    'Usage:',
    ...command.usage.map((line) => `  model-delivery ${name} ${line}`.trimEnd()),
    '',
    ...own,
    'Flags of every command:',
    flagLines(GLOBAL_FLAGS),
  ].join('\n');
}
