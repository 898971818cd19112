import { rmSync } from 'node:fs';
import { createBareRepository, type WorkingTree } from '../../github-api/git/scratch-repository.ts';
import type { RunnerRepository } from '../repositories.ts';

/** A bare repository in a temporary directory, filled commit by commit. */
export class TemporaryRepository {
  readonly repository: RunnerRepository;
  readonly commit: WorkingTree['commit'];
  readonly #directory: string;

  constructor(name: string) {
    const tree = createBareRepository();
    this.#directory = tree.gitDirectory;
    this.commit = tree.commit;
    this.repository = { name, gitDirectory: tree.gitDirectory, defaultBranch: 'main' };
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
