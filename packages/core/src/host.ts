import type { Clock } from './clock.ts';

/** Where an annotation points to: a file relative to the repository, a 1-based line. */
export interface Annotation {
  file: string;
  line: number;
  title?: string | undefined;
}

/** What a person reads while a stage works. Results never go here. */
export interface Log {
  info(text: string): void;
  debug(text: string): void;
  notice(text: string, at?: Annotation): void;
  warning(text: string, at?: Annotation): void;
  error(text: string, at?: Annotation): void;
}

/** The world a stage runs in, handed over by the CLI or the action. */
export interface Host extends Clock {
  /** Directory that inputs and flags are relative to. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  log: Log;
  tool: { name: string; version: string };
  signal?: AbortSignal | undefined;
}
