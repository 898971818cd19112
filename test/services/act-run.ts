import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One line of `act --json`, as far as it is read here. */
interface LogLine {
  jobID?: string;
  step?: string;
  stage?: string;
  stepResult?: string;
  jobResult?: string;
  msg?: string;
  command?: string;
  name?: string;
  arg?: string;
}

/** What act says of one job. */
export interface ActJob {
  conclusion: string;
  /** Names of the main steps that failed, in their order. */
  failedSteps: string[];
  /** The `digest` output of every step that set one, by the step's name. */
  digests: Record<string, string>;
}

export interface ActRun {
  jobs: Record<string, ActJob>;
  exitCode: number | null;
  /** Everything it printed, for the message of a failed expectation. */
  log: string;
}

export interface ActOptions {
  act: string;
  /** Work tree whose HEAD is the commit the run is about: act takes GITHUB_SHA from it and nothing can override that. */
  workTree: string;
  workflow: string;
  event: string;
  eventPath: string;
  actor: string;
  token: string;
  /** HOME of act: caches, tool cache and work directories of the jobs. */
  home: string;
  /** PATH of act and of every step; the first `node` on it runs the actions. */
  path: string;
  env: Record<string, string>;
  /** `owner/name@ref` to a directory. */
  repositories: Record<string, string>;
}

/** Runs a workflow with nektos/act on this machine itself (no container). */
export async function runAct(options: ActOptions): Promise<ActRun> {
  const child = spawn(options.act, actArguments(options), {
    cwd: options.workTree,
    // Nothing of this process's environment: act hands all of its own to the steps.
    env: { PATH: options.path, HOME: options.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run: ActRun = { jobs: {}, exitCode: null, log: '' };
  const read = (line: string) => readLine(run, line);
  createInterface({ input: child.stdout }).on('line', read);
  createInterface({ input: child.stderr }).on('line', read);
  run.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return run;
}

function actArguments(options: ActOptions): string[] {
  const flags = (flag: string, values: Record<string, string>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [
    options.event,
    ...['--workflows', options.workflow],
    ...['--eventpath', options.eventPath],
    ...['--actor', options.actor],
    // A label without a platform is skipped, with exit code 0: the test also looks at the result of every job.
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--no-cache-server', '--json'],
    ...['--secret', `GITHUB_TOKEN=${options.token}`],
    // Steps get a terminal from act; nothing may wait for a key or colour its output.
    ...flags('--env', { GIT_PAGER: 'cat', PAGER: 'cat', NO_COLOR: '1', ...options.env }),
    ...flags('--local-repository', options.repositories),
  ];
}

function readLine(run: ActRun, line: string): void {
  let entry: LogLine;
  try {
    entry = JSON.parse(line) as LogLine;
  } catch {
    run.log += `${line}\n`;
    return;
  }
  run.log += `${entry.jobID ?? ''} ${entry.step ?? ''} | ${entry.msg?.trimEnd() ?? ''}\n`;
  if (entry.jobID === undefined) return;
  run.jobs[entry.jobID] ??= { conclusion: 'none', failedSteps: [], digests: {} };
  const job = run.jobs[entry.jobID]!;
  if (entry.jobResult !== undefined) job.conclusion = entry.jobResult;
  if (entry.command === 'set-output' && entry.name === 'digest' && entry.arg) {
    job.digests[entry.step ?? ''] = entry.arg;
  }
  if (entry.stage === 'Main' && entry.stepResult === 'failure') job.failedSteps.push(entry.step ?? '');
}
