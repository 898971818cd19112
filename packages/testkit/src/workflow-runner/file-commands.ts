import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Step summaries above 1 MiB are dropped whole (runner FileCommandManager.cs). */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

const KINDS = {
  output: 'GITHUB_OUTPUT',
  env: 'GITHUB_ENV',
  path: 'GITHUB_PATH',
  state: 'GITHUB_STATE',
  summary: 'GITHUB_STEP_SUMMARY',
} as const;
type Kind = keyof typeof KINDS;

export interface FileCommandResult {
  outputs: Record<string, string>;
  env: Record<string, string>;
  path: string[];
  state: Record<string, string>;
  summary: string;
  /** messages that fail the step */
  errors: string[];
  /** messages that are shown as errors but do not fail the step */
  notes: string[];
}

/** Finds the values of a `name=value` / `name<<DELIMITER` file. Throws with the runner's messages. */
export function parseKeyValueFile(content: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = content.split('\n').map((line) => line.replace(/\r$/, ''));
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);
      pairs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '')
      throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    pairs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return pairs;
}

/** The five files one step (or one stage of an action) writes its results to. */
export class FileCommands {
  readonly #files: Record<Kind, string>;
  /** `GITHUB_OUTPUT` and its siblings, to set in the step's environment */
  readonly environment: Record<string, string>;

  /** @param directory an empty directory of this step's own */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    const kinds = Object.keys(KINDS) as Kind[];
    this.#files = Object.fromEntries(kinds.map((kind) => [kind, join(directory, `${kind}`)])) as Record<Kind, string>;
    for (const file of Object.values(this.#files)) writeFileSync(file, '');
    this.environment = Object.fromEntries(kinds.map((kind) => [KINDS[kind], this.#files[kind]]));
  }

  /** Reads the files after the process ended. */
  read(): FileCommandResult {
    const result: FileCommandResult = { outputs: {}, env: {}, path: [], state: {}, summary: '', errors: [], notes: [] };
    const readPairs = (kind: Kind): Record<string, string> => {
      try {
        return parseKeyValueFile(this.#text(kind));
      } catch (error) {
        result.errors.push(`Unable to process file command '${kind}' successfully.`, (error as Error).message);
        return {};
      }
    };
    result.outputs = readPairs('output');
    result.state = readPairs('state');
    result.env = this.#allowedEnv(readPairs('env'), result);
    result.path = this.#text('path')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
    result.summary = this.#summary(result);
    return result;
  }

  #text(kind: Kind): string {
    return readFileSync(this.#files[kind], 'utf8').replace(/^\uFEFF/, '');
  }

  #allowedEnv(env: Record<string, string>, result: FileCommandResult): Record<string, string> {
    const entries = Object.entries(env).filter(([name]) => {
      if (name.toUpperCase() !== 'NODE_OPTIONS') return true;
      result.errors.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
      return false;
    });
    return Object.fromEntries(entries);
  }

  #summary(result: FileCommandResult): string {
    const bytes = statSync(this.#files.summary).size;
    if (bytes <= SUMMARY_LIMIT_BYTES) return this.#text('summary');
    const found = Math.ceil(bytes / 1024);
    result.notes.push(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT_BYTES / 1024}k, got ${found}k.`,
    );
    return '';
  }
}
