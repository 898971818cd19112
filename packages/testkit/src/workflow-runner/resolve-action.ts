import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidWorkflow, notSupported, type Place } from './problems.ts';
import { type Action, actionFile, readAction } from './read-action.ts';
import { materialise, type RepositoryMap, type RunnerRepository, requireCommit } from './repositories.ts';
import type { Origin } from './workflow-model.ts';

const STAND_INS = join(dirname(fileURLToPath(import.meta.url)), 'stand-ins');
const STAND_IN_NAMES = ['checkout', 'setup-node', 'setup-python', 'upload-artifact', 'download-artifact'];

export interface ResolvedAction {
  action: Action;
  /** where `$/` inside this action points */
  origin: Origin;
  kind: 'local' | 'self' | 'remote' | 'stand-in';
  /** `owner/name` and ref of a remote action, empty otherwise */
  repository: string;
  ref: string;
}

interface RemoteReference {
  repository: string;
  path: string;
  ref: string;
}

/** Splits `owner/name/path@ref`; undefined when it is not of that form. */
export function parseRemote(uses: string): RemoteReference | undefined {
  const match = /^([\w.-]+\/[\w.-]+)((?:\/[^@]+)?)@(.+)$/.exec(uses);
  if (!match) return undefined;
  return { repository: match[1] ?? '', path: (match[2] ?? '').replace(/^\//, ''), ref: match[3] ?? '' };
}

/** Finds what `uses:` names: in the workspace, in the defining repository, in mapped repositories, or a stand-in. */
export class ActionResolver {
  readonly #repository: RunnerRepository;
  readonly #map: RepositoryMap;
  readonly #root: string;

  constructor(repository: RunnerRepository, map: RepositoryMap, root: string) {
    this.#repository = repository;
    this.#map = map;
    this.#root = root;
  }

  /** The files of another repository at a ref, or undefined when it is not on this machine. */
  origin(reference: RemoteReference): Origin | undefined {
    const { repository, ref } = reference;
    const directory = this.#map[`${repository}@${ref}`] ?? this.#map[repository];
    if (directory !== undefined) return { repository, ref, sha: ref, directory };
    if (repository.toLowerCase() !== this.#repository.name.toLowerCase()) return undefined;
    const sha = requireCommit(this.#repository, ref);
    return { repository: this.#repository.name, ref, sha, directory: materialise(this.#repository, sha, this.#root) };
  }

  /**
   * Resolves the `uses:` of a step.
   * @param origin repository and commit of the file that contains the step
   * @throws ConfigError `not supported` for an action that is not on this machine
   * @throws Error for a local action that is not in the workspace: the step fails, as on GitHub
   */
  resolve(uses: string, place: Place, origin: Origin, workspace: string): ResolvedAction {
    if (uses.startsWith('./')) return this.#local(uses, origin, workspace);
    if (uses.startsWith('$/')) {
      const action = this.#read(join(origin.directory, uses.slice(2)), uses, place);
      return { action, origin, kind: 'self', repository: origin.repository, ref: origin.ref };
    }
    const reference = parseRemote(uses);
    if (!reference) throw invalidWorkflow(`uses: ${uses} is not OWNER/REPO/path@ref, ./path or $/path`, place);
    const remote = this.origin(reference);
    if (remote) {
      const action = this.#read(join(remote.directory, reference.path), uses, place);
      return { action, origin: remote, kind: 'remote', repository: reference.repository, ref: reference.ref };
    }
    const [owner, name = ''] = reference.repository.split('/');
    if (owner !== 'actions' || !STAND_IN_NAMES.includes(name) || reference.path !== '')
      throw notSupported(`uses: ${uses}`, place);
    const directory = join(STAND_INS, name);
    const own: Origin = { repository: reference.repository, ref: reference.ref, sha: reference.ref, directory };
    return {
      action: this.#read(directory, uses, place),
      origin: own,
      kind: 'stand-in',
      repository: reference.repository,
      ref: reference.ref,
    };
  }

  #local(uses: string, origin: Origin, workspace: string): ResolvedAction {
    const directory = join(workspace, uses);
    const file = actionFile(directory);
    if (!file) {
      throw new Error(
        `Can't find 'action.yml' or 'action.yaml' under '${directory}'. Did you forget to run actions/checkout before running your local action?`,
      );
    }
    return {
      action: readAction(file, directory, `${uses}/action.yml`),
      origin,
      kind: 'local',
      repository: '',
      ref: '',
    };
  }

  #read(directory: string, uses: string, place: Place): Action {
    const file = actionFile(directory);
    if (file) return readAction(file, directory, `${uses}/action.yml`);
    const detail = existsSync(directory) ? 'that folder has no action.yml' : 'there is no such folder';
    throw invalidWorkflow(`uses: ${uses}: ${detail} (${directory})`, place);
  }
}
