import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';

/** A process that runs beside the test. Stopped with SIGTERM, then SIGKILL. */
export interface BackgroundProcess {
  child: ChildProcess;
  output(): string;
  stop(): Promise<void>;
}

export function startProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): BackgroundProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(force);
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until `what` says true; its last error is part of the failure. */
export async function until(what: () => Promise<boolean>, patienceMs: number, name: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let last: unknown = 'it said no';
  while (Date.now() < deadline) {
    try {
      if (await what()) return;
      last = 'it said no';
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not happen in ${patienceMs} ms: ${last}`);
}

/** A model server that answers its name. */
export async function arm(name: string, status: () => number = () => 200): Promise<{ port: number; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.statusCode = status();
    outgoing.end(name);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

/** Share of requests in percent that the candidate answered. Every request must be answered. */
export async function candidateShare(url: string, requests: number): Promise<number> {
  let candidate = 0;
  for (let done = 0; done < requests; done += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url).then((answer) => answer.text())));
    candidate += answers.filter((text) => text === 'candidate').length;
  }
  return (100 * candidate) / requests;
}
