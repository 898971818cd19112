import { type ChildProcess, spawn } from 'node:child_process';
import { findNode24 } from '@model-delivery/testkit';

const READY = /listening on (?:http:\/\/)?(\S+?):(\d+)/;
const START_MS = 20_000;

/** A program of ours that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
  /** Everything it printed. */
  log(): string;
}

/** Starts a Node program; its output is kept for the message of a failure. */
export function startNode(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Running & { child: ChildProcess } {
  const child = spawn(findNode24(), args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-10_000);
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    log: () => printed,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts a server and waits for its line `listening on …`. @throws Error with what it printed when that does not come */
export async function startServer(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Running & { port: number }> {
  const running = startNode(args, cwd, env);
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${args.join(' ')} ${what}:\n${running.log()}`));
    const late = setTimeout(() => fail(`did not start within ${START_MS / 1000} s`), START_MS);
    running.child.once('close', (code) => fail(`ended with ${code}`));
    running.child.once('error', (error) => fail(`did not start (${error.message})`));
    running.child.stdout!.on('data', () => {
      const found = READY.exec(running.log());
      if (found === null) return;
      clearTimeout(late);
      resolve(Number(found[2]));
    });
  });
  return { ...running, port };
}
