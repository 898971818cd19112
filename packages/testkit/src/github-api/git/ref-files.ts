import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHA = /^[0-9a-f]{40}$/;
const MOST_LINKS = 5;

/** The refs of a repository as git keeps them: one file a ref, and the older ones together in `packed-refs`. */
export class RefFiles {
  readonly #directory: string;

  /** @throws Error when the repository keeps its refs otherwise */
  constructor(directory: string) {
    if (existsSync(join(directory, 'reftable'))) throw new Error(`${directory} keeps its refs in a reftable`);
    this.#directory = directory;
  }

  /** What a full ref name (or `HEAD`) points to; undefined when there is no such ref. */
  read(ref: string): string | undefined {
    let name = ref;
    for (let links = 0; links < MOST_LINKS; links++) {
      if (name.includes('\0') || name.split('/').some((part) => part === '' || part === '..')) return undefined;
      const text = this.#text(name);
      if (text === undefined) return this.#packed().get(name);
      if (SHA.test(text)) return text;
      if (!text.startsWith('ref: ')) return undefined;
      name = text.slice('ref: '.length);
    }
    return undefined;
  }

  /** Every ref below `refs/`, sorted by name. */
  all(): { ref: string; sha: string }[] {
    const files = readdirSync(join(this.#directory, 'refs'), { recursive: true, encoding: 'utf8' });
    const names = new Set([...this.#packed().keys(), ...files.map((name) => `refs/${name.replaceAll('\\', '/')}`)]);
    return [...names]
      .filter((ref) => !ref.endsWith('.lock'))
      .map((ref) => ({ ref, sha: this.read(ref) }))
      .filter((found): found is { ref: string; sha: string } => found.sha !== undefined)
      .sort((a, b) => Buffer.compare(Buffer.from(a.ref), Buffer.from(b.ref)));
  }

  /** Content of a ref's file; undefined for a directory and for what is not there. */
  #text(name: string): string | undefined {
    return readText(join(this.#directory, name))?.trim();
  }

  #packed(): Map<string, string> {
    const lines = (readText(join(this.#directory, 'packed-refs')) ?? '').split('\n');
    const refs = lines.map((line) => line.split(' ')).filter(([sha, ref]) => ref !== undefined && SHA.test(sha!));
    return new Map(refs.map(([sha, ref]) => [ref!, sha!]));
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
