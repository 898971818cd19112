import type { Scene } from '../support/scene.ts';

/** One row of the table: something wrong, and all that a user and their reviewers are to see of it. */
export interface BadInputCase {
  name: string;
  /** Numbers of the hostile cases (catalogue of the threat model, SECURITY.md) that it covers. */
  hostile?: readonly number[];
  /** Arranges the files, runs one command or step, and tells what became of it. */
  run: (world: World) => Promise<Observed>;
  expect: Expected;
}

/** What the rows share. */
export interface World {
  /** Results for people instead of `--json`. */
  text?: boolean;
  /** A new, empty directory, removed with the world. */
  directory(): string;
  /** The fake GitHub of most rows; each has a repository of its own there. */
  scene: Scene;
  /** A fake GitHub for one row alone: for faults that would hit others. */
  ownScene(): Promise<Scene>;
}

export interface Expected {
  /** Exit code of interface and documentation: 0, 1, 2, 4, 5. */
  exitCode: number;
  /** The stable code of the one error (or how it begins); null where the finding is a verdict of a check, or there is none. */
  code: string | RegExp | null;
  /** What was found, where, against what was expected. */
  message: RegExp;
  /** What to do next; may stand in the message of a check. */
  fix?: RegExp;
  /** Verdict of the document; null where no document is possible. */
  document: 'error' | 'fail' | 'inconclusive' | 'pass' | null;
}

/** What one command or step left behind. */
export interface Observed {
  exitCode: number | null;
  /** Errors it reported, each `CODE: message` and below it what to do next. */
  errors: string[];
  /** Everything that anybody can read of the run: log, outputs, summary, comments. */
  visible: string;
  /** The result document that is on the disk now, if any. */
  document: Record<string, unknown> | null;
  /** Files that appeared, changed or vanished, apart from that document. */
  otherFiles: string[];
  /** Secrets and paths of this machine that nothing visible may contain. */
  forbidden: string[];
}
