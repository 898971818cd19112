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

/** Where the demo plays: a fake GitHub with the example repository in it. */
export interface Stage {
  directory: string;
  github: FakeGitHub;
  service: FakeGitHubService;
  repository: FakeRepository;
  tree: WorkingTree;
}

export const EXAMPLE = join(root, 'examples', 'flight-delay');
export const PULL_REQUESTS = join(root, 'examples', 'flight-delay-pull-requests');

/** Files of a directory by path, without what a user would not commit. */
export function filesOf(directory: string): Files {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return Object.fromEntries(
    names
      .filter(
        (name) => statSync(join(directory, name)).isFile() && !/(^|\/)(node_modules|\.model-delivery|out)\//.test(name),
      )
      .map((name) => [name, readFileSync(join(directory, name))]),
  );
}

/** Starts the fake GitHub and commits the example to the main branch of a new repository. */
export async function startStage(directory: string): Promise<Stage> {
  const github = await FakeGitHub.start();
  const tree = createBareRepository(join(directory, 'flight-delay.git'));
  tree.commit(filesOf(EXAMPLE), { message: 'Flight delay model in production' });
  const repository = github.addRepository({
    owner: 'acme',
    name: 'flight-delay',
    gitDirectory: tree.gitDirectory,
    collaborators: { ann: 'write' },
  });
  return { directory, github, service: new FakeGitHubService(github), repository, tree };
}
