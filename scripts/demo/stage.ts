import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  createBareRepository,
  FakeGitHub,
  FakeGitHubService,
  type FakeRepository,
  type Files,
  type WorkingTree,
} from '@model-delivery/testkit';
import { root } from '../root.ts';
import { type Serving, startServing } from './serving.ts';

/** Where the demo plays: a fake GitHub with the example repository in it, and the example's service. */
export interface Stage {
  directory: string;
  github: FakeGitHub;
  service: FakeGitHubService;
  repository: FakeRepository;
  tree: WorkingTree;
  serving: Serving;
  /** Repository variables. */
  vars: Record<string, string>;
  stop(): Promise<void>;
}

export const EXAMPLE = join(root, 'examples', 'flight-delay');
export const PULL_REQUESTS = join(root, 'examples', 'flight-delay-pull-requests');
const LEFT_OUT = /(^|\/)(node_modules|\.model-delivery|out|run|registry)\//;

/** Files of a directory by path, without what a user would not commit. */
export function filesOf(directory: string): Files {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(directory, name)).isFile() && !LEFT_OUT.test(name))
      .map((name) => [name, readFileSync(join(directory, name))]),
  );
}

/** The months that have not come yet when the story begins. */
export const isLater = (path: string) => path.startsWith('data/serving/');

/**
 * The example as its owner would have adapted it: with the addresses of this machine's servers and the gateway's weights file.
 * @throws Error when an address that is to be replaced is not there
 */
function adapted(files: Files, serving: Serving): Files {
  const replaced: [string, string][] = [
    ['http://127.0.0.1:9001', serving.stable],
    ['http://127.0.0.1:9002', serving.candidate],
    ['http://127.0.0.1:9100', serving.admin],
    ['weights: run/weights.json', `weights: ${serving.weightsFile}`],
  ];
  const changed = Object.entries(files).map(([path, content]) => {
    if (!/^(model-delivery\.yaml|\.github\/workflows\/.*)$/.test(path)) return [path, content];
    return [path, replaced.reduce((text, [from, to]) => text.replaceAll(from, to), String(content))];
  });
  const all = String(files['model-delivery.yaml']);
  for (const [from] of replaced) if (!all.includes(from)) throw new Error(`model-delivery.yaml does not name ${from}`);
  return Object.fromEntries(changed);
}

/** Starts the service and the fake GitHub, and commits the example to the main branch of a new repository. */
export async function startStage(directory: string): Promise<Stage> {
  const serving = await startServing(EXAMPLE, join(directory, 'serving'));
  // The story takes months, the demo a minute: what GitHub allows an hour would end it in the middle.
  const github = await FakeGitHub.start({ hourlyLimit: 15_000 });
  const tree = createBareRepository(join(directory, 'flight-delay.git'));
  const files = Object.entries(filesOf(EXAMPLE)).filter(([path]) => !isLater(path));
  tree.commit(adapted(Object.fromEntries(files), serving), { message: 'Predict late arrivals' });
  const repository = github.addRepository({
    owner: 'acme',
    name: 'flight-delay',
    gitDirectory: tree.gitDirectory,
    collaborators: { ann: 'write' },
  });
  const stop = async () => {
    await github.stop();
    await serving.stop();
  };
  const vars = { MODEL_DELIVERY_STORE: `oci_layout:${join(directory, 'registry')}` };
  return { directory, github, service: new FakeGitHubService(github), repository, tree, serving, vars, stop };
}
