import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Waiting times of the runner between the signals it sends to a step that must stop. */
export interface StopTimes {
  /** between SIGINT and SIGTERM */
  interruptMs: number;
  /** between SIGTERM and SIGKILL */
  terminateMs: number;
}

export const RUNNER_STOP_TIMES: StopTimes = { interruptMs: 7500, terminateMs: 2500 };

export interface StepProcess {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  onLine(line: string): void;
  /** stops the process: SIGINT, SIGTERM, then SIGKILL for its whole group */
  stop: AbortSignal;
  stopTimes: StopTimes;
  /** receives the process group when it outlives the step (a server started in the background) */
  onLeftover(processGroup: number): void;
}

export interface StepExit {
  /** exit code; 128 + signal number is not imitated, a signal gives -1 as in the runner's tests of success */
  code: number;
  stopped: boolean;
}

/** Longest wait for output after the process ended while a background child still holds the pipe open. */
const OUTPUT_GRACE_MS = 500;

function closed(stream: Readable, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', onLine);
    lines.on('close', () => resolve());
  });
}

/** Kills a whole process group; a group that is already gone is fine. */
export function killGroup(processGroup: number): void {
  try {
    process.kill(-processGroup, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Groups of running steps. They are detached, so they would outlive a runner that is ended in the middle. */
const running = new Set<number>();
process.once('exit', () => {
  for (const group of running) killGroup(group);
});

function groupExists(processGroup: number): boolean {
  try {
    return process.kill(-processGroup, 0);
  } catch {
    return false;
  }
}

/** Sends the runner's sequence of signals once `stop` aborts; returns the way to call it off. */
function armStop(child: ChildProcess, options: StepProcess, onStop: () => void): () => void {
  const timers: NodeJS.Timeout[] = [];
  const begin = () => {
    onStop();
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), options.stopTimes.interruptMs));
    timers.push(
      setTimeout(
        () => child.pid && killGroup(child.pid),
        options.stopTimes.interruptMs + options.stopTimes.terminateMs,
      ),
    );
  };
  if (options.stop.aborted) begin();
  else options.stop.addEventListener('abort', begin, { once: true });
  return () => {
    options.stop.removeEventListener('abort', begin);
    for (const timer of timers) clearTimeout(timer);
  };
}

/** Runs one process of a step to its end. Rejects only when the program cannot be started. */
export async function runStepProcess(options: StepProcess): Promise<StepExit> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stopped = false;
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? -1));
  });
  const output = Promise.all([closed(child.stdout, options.onLine), closed(child.stderr, options.onLine)]);
  if (child.pid) running.add(child.pid);
  const disarm = armStop(child, options, () => {
    stopped = true;
  });
  try {
    const code = await exited;
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([
      output,
      new Promise((resolve) => {
        grace = setTimeout(resolve, OUTPUT_GRACE_MS);
      }),
    ]);
    clearTimeout(grace);
    child.stdout.destroy();
    child.stderr.destroy();
    if (child.pid && groupExists(child.pid)) options.onLeftover(child.pid);
    return { code, stopped };
  } finally {
    disarm();
    if (child.pid) running.delete(child.pid);
  }
}
