import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { asDeliveryError, type Host } from '@model-delivery/core';
import { type Configuration, readConfiguration } from './configuration.ts';
import type { Diagnosis } from './doctor/diagnosis.ts';

export interface DoctorRequest {
  config: string;
  out: string;
  enginePath: string | undefined;
}

/** Looks at everything a run needs and says what is missing and how to mend it. Changes nothing but the engine's cache. */
export async function diagnose(
  host: Host,
  request: DoctorRequest,
): Promise<{ verdict: 'pass' | 'fail'; checks: Diagnosis[] }> {
  const checks: Diagnosis[] = [nodeVersion(), git(host), outputDirectory(host, request.out)];
  const { diagnosis, configuration } = configurationOf(host, request.config);
  checks.push(diagnosis);
  if (configuration) checks.push(...files(configuration), ...(await delivery(host, configuration)));
  checks.push(await engine(host, request.enginePath), workflow(host));
  return { verdict: checks.some((check) => check.verdict === 'fail') ? 'fail' : 'pass', checks };
}

function nodeVersion(): Diagnosis {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 20
    ? { id: 'node', verdict: 'pass', message: `Node ${process.versions.node}` }
    : {
        id: 'node',
        verdict: 'fail',
        message: `Node ${process.versions.node} is too old`,
        hint: 'Install Node 20 or newer.',
      };
}

function git(host: Host): Diagnosis {
  try {
    const text = (...args: string[]) =>
      execFileSync('git', args, { cwd: host.cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const commit = text('rev-parse', '--short', 'HEAD');
    const shallow = text('rev-parse', '--is-shallow-repository') === 'true';
    return { id: 'git', verdict: 'pass', message: `git repository at ${commit}${shallow ? ' (shallow clone)' : ''}` };
  } catch {
    return {
      id: 'git',
      verdict: 'not_applicable',
      message: 'not in a git repository with a commit',
      hint: 'Needed only for `--policy REF` and for champions by alias.',
    };
  }
}

function outputDirectory(host: Host, out: string): Diagnosis {
  try {
    mkdirSync(resolve(host.cwd, out), { recursive: true });
    accessSync(resolve(host.cwd, out), constants.W_OK);
    return { id: 'output', verdict: 'pass', message: `documents go to ${out}` };
  } catch (error) {
    return {
      id: 'output',
      verdict: 'fail',
      message: `${out} cannot be written: ${(error as Error).message}`,
      hint: 'Choose another directory with --out DIR.',
    };
  }
}

function configurationOf(host: Host, path: string): { diagnosis: Diagnosis; configuration?: Configuration } {
  try {
    const configuration = readConfiguration(host, path);
    const { config } = configuration.loaded;
    const stages = (['data', 'evaluation', 'registry', 'rollout', 'retraining'] as const).filter(
      (stage) => config[stage],
    );
    const message = `${path} is valid: model ${config.model}, ${stages.join(', ') || 'no stage'}`;
    return { diagnosis: { id: 'configuration', verdict: 'pass', message }, configuration };
  } catch (thrown) {
    const { message, hint } = asDeliveryError(thrown);
    return { diagnosis: { id: 'configuration', verdict: 'fail', message, hint } };
  }
}

/** Files that must be there before anything runs. The candidate is not: training writes it. */
function files(configuration: Configuration): Diagnosis[] {
  const { config } = configuration.loaded;
  const at = (path: string) => resolve(configuration.baseDirectory, path);
  const look = (id: string, path: string, hint: string): Diagnosis => {
    // A glob is found when the directory before its first wildcard is: what it matches is the engine's to say.
    const fixed = /[*?]/.test(path) ? path.slice(0, path.search(/[*?]/)).replace(/[^/]*$/, '') || '.' : path;
    const found = existsSync(at(fixed));
    return found
      ? { id, verdict: 'pass', message: `${path} is there` }
      : { id, verdict: 'fail', message: `${path} is not there`, hint };
  };
  const datasets = Object.entries(config.data?.datasets ?? {}).flatMap(([name, dataset]) => [
    look(
      `data/${name}/source`,
      dataset.source,
      'Check the path (it is relative to the configuration) and `lfs: true` of the checkout.',
    ),
    ...(dataset.profile
      ? [
          look(
            `data/${name}/profile`,
            dataset.profile,
            `Write it: npx model-delivery profile --dataset ${name} --to ${dataset.profile}`,
          ),
        ]
      : []),
  ]);
  const champion = config.evaluation?.champion;
  const paths = [champion?.directory, champion?.predictions, champion?.metrics].filter((path) => path !== undefined);
  return [
    ...datasets,
    ...paths.map((path) => look('evaluation/champion', path, "Commit the production model's predictions or metrics.")),
  ];
}

/** What only deliveries need is loaded only where it is configured. */
async function delivery(host: Host, configuration: Configuration): Promise<Diagnosis[]> {
  const { registry, rollout } = configuration.loaded.config;
  return [
    ...(registry ? await (await import('./doctor/registry-diagnosis.ts')).diagnoseRegistry(host, configuration) : []),
    ...(rollout ? await (await import('./doctor/rollout-diagnosis.ts')).diagnoseRollout(host, configuration) : []),
  ];
}

async function engine(host: Host, enginePath: string | undefined): Promise<Diagnosis> {
  try {
    const { accessEngine } = await import('./engine-access.ts');
    const { openEngine } = await import('@model-delivery/engine');
    const { binding, temporaryDirectory } = await accessEngine(host, enginePath);
    const opened = await openEngine(binding, { tempDirectory: temporaryDirectory, allowedPaths: [] });
    await opened.query('select 1');
    await opened.close();
    return {
      id: 'engine',
      verdict: 'pass',
      message: `DuckDB ${opened.libraryVersion} from ${binding.source} (${binding.directory})`,
    };
  } catch (thrown) {
    const { message, hint } = asDeliveryError(thrown);
    return { id: 'engine', verdict: 'fail', message, hint };
  }
}

function workflow(host: Host): Diagnosis {
  if (host.env.GITHUB_ACTIONS !== 'true') {
    return { id: 'workflow', verdict: 'not_applicable', message: 'not in a workflow run' };
  }
  const missing = ['GITHUB_REPOSITORY', 'GITHUB_EVENT_PATH', 'GITHUB_API_URL'].filter((name) => !host.env[name]);
  return missing.length === 0
    ? { id: 'workflow', verdict: 'pass', message: `run ${host.env.GITHUB_RUN_ID} of ${host.env.GITHUB_REPOSITORY}` }
    : {
        id: 'workflow',
        verdict: 'fail',
        message: `the runner did not set ${missing.join(', ')}`,
        hint: 'Run inside a step of a job.',
      };
}
