import { execFile } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asDeliveryError, type Host } from '@model-delivery/core';
import type { ChampionAnswer, ChampionSource } from '@model-delivery/evaluation';
import { gitRefLog } from '@model-delivery/git';
import { openLedger, pullVersion } from '@model-delivery/registry';
import type { Configuration } from '../configuration.ts';
import { DEFAULT_LEDGER, openRegistry, type Registry, type RegistryAccess, throughApi } from './open-registry.ts';
import { rescoreChampion } from './rescore-champion.ts';
import { loadVersionProof } from './version-proof.ts';

/** A ledger that may know the alias, and the registry it belongs to. */
type Place = () => Promise<Registry>;

/**
 * The champion behind an alias, with the predictions and metrics it was registered with (or scored anew). In an action the
 * ledger is asked through the API; else the local ref, remote-tracking refs, and the remotes, in this order. Only a remote
 * that answered, or a repository without any, and has no such ref or alias means that there is no champion.
 */
export function registryChampionSource(
  host: Host,
  configuration: Configuration,
  access: RegistryAccess = {},
): ChampionSource {
  return {
    resolve: async ({ alias, rescore }) => {
      try {
        const found = await findAlias(host, configuration, access, alias);
        if (found === null) return { state: 'none', reason: noSuchAlias(configuration, alias) };
        return await filesOf(host, configuration, found, rescore);
      } catch (thrown) {
        // Whatever keeps us from the champion's files, it may exist: never a first model.
        const error = asDeliveryError(thrown);
        return { state: 'unreachable', reason: error.message.replace(/\.$/, '') };
      }
    },
  };
}

interface FoundAlias {
  registry: Registry;
  version: `sha256:${string}`;
}

async function findAlias(
  host: Host,
  configuration: Configuration,
  access: RegistryAccess,
  alias: string,
): Promise<FoundAlias | null> {
  for (const place of await placesOf(host, configuration, access)) {
    const registry = await place();
    const version = (await registry.ledger.read()).current(registry.model, alias);
    if (version !== null) return { registry, version };
  }
  return null;
}

async function placesOf(host: Host, configuration: Configuration, access: RegistryAccess): Promise<Place[]> {
  if (throughApi(host, access)) return [() => openRegistry(host, configuration, access)];
  const { config } = configuration.loaded;
  const directory = configuration.baseDirectory;
  const ref = config.registry?.ledger?.git ?? DEFAULT_LEDGER;
  const configured = config.registry?.ledger?.remote;
  const local = await openRegistry(host, withoutRemote(configuration), {});
  const at =
    (refName: string, remote: string | undefined): Place =>
    async () => {
      const refLog = gitRefLog({ directory, remote, env: host.env, signal: host.signal });
      return Object.create(local, {
        ref: { value: refName },
        refLog: { value: refLog },
        ledger: { value: openLedger({ refLog, ref: refName }) },
      }) as Registry;
    };
  const remotes = await lines(host, directory, ['remote']);
  if (configured !== undefined && remotes.length > 0 && !remotes.includes(configured)) {
    throw new Error(
      `the remote ${configured} that registry.ledger.remote names does not exist; there are ${remotes.join(', ')}`,
    );
  }
  const tracking = await lines(host, directory, [
    'for-each-ref',
    '--format=%(refname)',
    `refs/remotes/*/${ref.replace(/^refs\/heads\//, '')}`,
  ]);
  const asked = configured === undefined ? remotes : remotes.filter((name) => name === configured);
  return [at(ref, undefined), ...tracking.map((name) => at(name, undefined)), ...asked.map((name) => at(ref, name))];
}

/** The registry as this repository alone has it. */
function withoutRemote(configuration: Configuration): Configuration {
  const { loaded } = configuration;
  const { remote: _remote, ...ledger } = loaded.config.registry?.ledger ?? { git: DEFAULT_LEDGER };
  const config = { ...loaded.config, registry: { ...loaded.config.registry, ledger } };
  return { ...configuration, loaded: { ...loaded, config } };
}

async function lines(host: Host, cwd: string, args: string[]): Promise<string[]> {
  const env = { ...host.env, GIT_TERMINAL_PROMPT: '0' } as NodeJS.ProcessEnv;
  const { stdout } = await promisify(execFile)('git', args, { cwd, env });
  return stdout.split('\n').filter(Boolean);
}

function noSuchAlias({ loaded }: Configuration, alias: string): string {
  const ref = loaded.config.registry?.ledger?.git ?? DEFAULT_LEDGER;
  return `the ledger ${ref} has no alias ${alias} of ${loaded.config.model}`;
}

async function filesOf(
  host: Host,
  configuration: Configuration,
  { registry, version }: FoundAlias,
  rescore: readonly string[] | undefined,
): Promise<ChampionAnswer> {
  const root = host.env.RUNNER_TEMP || tmpdir();
  await mkdir(root, { recursive: true });
  const directory = await mkdtemp(join(root, 'model-delivery-champion-'));
  if (rescore !== undefined) {
    const scored = await rescoreChampion(host, configuration, { registry, version, command: rescore, directory });
    return { state: 'ready', version, directory: scored };
  }
  const proof = await loadVersionProof(registry, version);
  if (proof.evidence === null)
    throw new Error(`${version} was registered without evidence, so there is nothing to compare with`);
  const evidence = join(directory, 'evidence');
  await pullVersion(registry.store, proof.evidence, evidence, { signal: host.signal });
  return { state: 'ready', version, directory: evidence };
}
