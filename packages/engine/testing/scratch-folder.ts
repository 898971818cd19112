import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test, removed afterwards. */
export class ScratchFolder {
  readonly path: string = realpathSync(mkdtempSync(join(tmpdir(), 'engine-test-')));

  /** Writes a file and returns its absolute path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A scratch folder that the running test's end removes. */
export function scratchFolder(): ScratchFolder {
  const folder = new ScratchFolder();
  onTestFinished(() => folder.remove());
  return folder;
}
