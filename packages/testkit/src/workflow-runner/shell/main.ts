import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asDeliveryError, ConfigError } from '@model-delivery/core';
import { FakeGitHub, type FakeRepository } from '../../github-api/index.ts';
import { FakeGitHubService } from '../fake-github-service.ts';
import { payloadText } from '../payload.ts';
import { consoleReporter } from '../reporter.ts';
import type { RunResult } from '../results.ts';
import type { WorkflowEvent } from '../run-context.ts';
import { runWorkflow } from '../run-workflow.ts';
import { registryEnvironment } from '../runner-host.ts';
import { completeEvent } from './complete-event.ts';
import { readEvent } from './read-event.ts';
import { locateWorkflow, type Snapshot, snapshotRepository } from './snapshot.ts';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const PROJECT_NAME = 'model-delivery/model-delivery';

export const USAGE = `Runs a workflow file on this machine, against a fake GitHub.

npm run workflow -- FILE --event FILE|NAME [options]

  FILE                 ROOT/.github/workflows/NAME.yml; ROOT is taken as it is, uncommitted changes included.
                       A file elsewhere is the only file of its repository
  --event FILE|NAME    a GitHub event payload, or an event's name for an empty one
  --event-name NAME    when the payload does not tell
  --name OWNER/REPO    name of the repository (default: the payload's, or acme/NAME-OF-ROOT)
  --map OWNER/REPO[@REF]=DIR   where "uses: OWNER/REPO/path@ref" is found (repeatable)
  --secret NAME=VALUE, --var NAME=VALUE   repeatable
  --actor LOGIN
  --verbose            also what the steps print
  --json               the result as JSON on stdout, everything else on stderr

Ctrl-C cancels the run as GitHub does; a second one ends it at once. Exit code: 0 success, 1 failure or cancelled, 2 not supported or invalid.
`;

export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

function pairs(values: string[] | undefined, flag: string): Record<string, string> {
  const entries = (values ?? []).map((value): [string, string] => {
    const equals = value.indexOf('=');
    if (equals < 1)
      throw new ConfigError({ code: 'USAGE', message: `--${flag} ${value} is not NAME=VALUE`, hint: 'See --help.' });
    return [value.slice(0, equals), value.slice(equals + 1)];
  });
  return Object.fromEntries(entries);
}

function readArguments(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        event: { type: 'string' },
        'event-name': { type: 'string' },
        name: { type: 'string' },
        map: { type: 'string', multiple: true },
        secret: { type: 'string', multiple: true },
        var: { type: 'string', multiple: true },
        actor: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new ConfigError({ code: 'USAGE', message: (error as Error).message, hint: 'See --help.' });
  }
}

function printFindings(result: RunResult, repository: FakeRepository, print: (text: string) => void): void {
  for (const [job, { annotations, summaries }] of Object.entries(result.jobs)) {
    for (const { level, message, file, line } of annotations) {
      print(`${level} ${job}${file === undefined ? '' : ` ${file}:${line ?? 1}`}: ${message}\n`);
    }
    for (const summary of summaries) print(`\n--- summary of ${job}\n${summary}\n`);
  }
  for (const comment of repository.comments.values())
    print(`\n--- comment on #${comment.issueNumber} by ${comment.author}\n${comment.body}\n`);
}

type Parsed = ReturnType<typeof readArguments>;

async function runWith(
  github: FakeGitHub,
  parsed: Parsed,
  snapshot: Snapshot,
  path: string,
  event: WorkflowEvent,
  signal: AbortSignal,
  streams: Streams,
): Promise<number> {
  const { values } = parsed;
  const [owner = '', name = ''] = snapshot.name.split('/');
  const repository = github.addRepository({
    owner,
    name,
    gitDirectory: snapshot.gitDirectory,
    defaultBranch: snapshot.defaultBranch,
  });
  const actor = values.actor ?? owner;
  const progress = values.json ? streams.err : streams.out;
  const result = await runWorkflow({
    repository: snapshot,
    file: path,
    event: completeEvent({ github, repository, branch: snapshot.branch, actor, note: streams.err }, event),
    service: new FakeGitHubService(github),
    repositories: { [PROJECT_NAME]: PROJECT, ...pairs(values.map, 'map') },
    secrets: pairs(values.secret, 'secret'),
    vars: pairs(values.var, 'var'),
    actor,
    reporter: consoleReporter(progress, { verbose: values.verbose }),
    signal,
    host: { env: registryEnvironment() },
  });
  printFindings(result, repository, progress);
  if (values.json) streams.out(`${JSON.stringify(result, null, 2)}\n`);
  github.assertClean();
  return result.conclusion === 'success' || result.conclusion === 'skipped' ? 0 : 1;
}

/** The shell command; returns the exit code. */
export async function runShell(argv: string[], streams: Streams, signal: AbortSignal): Promise<number> {
  try {
    const parsed = readArguments(argv);
    const [file] = parsed.positionals;
    if (parsed.values.help) {
      streams.out(USAGE);
      return 0;
    }
    if (file === undefined || parsed.values.event === undefined || parsed.positionals.length > 1) {
      throw new ConfigError({ code: 'USAGE', message: 'expected FILE --event FILE', hint: USAGE });
    }
    return await runFile(parsed, file, parsed.values.event, streams, signal);
  } catch (error) {
    const { message, hint, exitCode } = asDeliveryError(error);
    streams.err(`${message}\n${hint === undefined ? '' : `${hint}\n`}`);
    return exitCode;
  }
}

async function runFile(
  parsed: Parsed,
  file: string,
  eventArgument: string,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const event = readEvent(eventArgument, parsed.values['event-name']);
  const { root, path, only } = locateWorkflow(file);
  const told = payloadText(event.payload, 'repository.full_name');
  const snapshot = snapshotRepository(root, parsed.values.name ?? told ?? `acme/${root.split('/').at(-1)}`, only);
  const github = await FakeGitHub.start();
  try {
    return await runWith(github, parsed, snapshot, path, event, signal, streams);
  } finally {
    await github.stop();
    rmSync(dirname(snapshot.gitDirectory), { recursive: true, force: true });
  }
}
