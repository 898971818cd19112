import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `dist/cli/index.js` outside of any workflow. */
export function commandLine(args: readonly string[], cwd: string): Promise<CommandResult> {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'dist/cli/index.js'), ...args],
      { cwd, env, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}
