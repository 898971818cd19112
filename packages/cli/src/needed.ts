import { type Call, textFlag, usageError } from './flags.ts';

/** The one word a command takes. @throws ConfigError when there is none, or more */
export function onlyWord(call: Call, command: string, name: string): string {
  const [word, ...more] = call.words;
  if (word !== undefined && more.length === 0 && word !== '') return word;
  const found = word === undefined ? 'none' : `${call.words.length}`;
  throw usageError(
    `${command} takes one ${name}; found ${found}.`,
    `Run \`model-delivery ${command} --help\` for its use; \`model-delivery history\` shows versions and aliases.`,
  );
}

/** @throws ConfigError when a command that takes none was given a word */
export function noWord(call: Call, command: string, instead: string): void {
  if (call.words.length > 0)
    throw usageError(`${command} takes no word; found ${call.words[0]}.`, `Write \`${instead}\`.`);
}

/** A flag that a command cannot do without. @throws ConfigError when it is absent or empty */
export function neededFlag(call: Call, flag: string, value: string): string {
  const given = textFlag(call, flag)?.trim();
  if (given) return given;
  throw usageError(`--${flag} is required, and it was not given.`, `Add \`--${flag} ${value}\`.`);
}
