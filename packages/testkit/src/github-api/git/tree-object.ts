import type { ObjectStore } from './object-store.ts';

/** One line of a tree object. */
interface TreeLine {
  name: string;
  /** As git prints it: `100644`, `040000`, … */
  mode: string;
  sha: string;
}

export interface TreeEntry {
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** Bytes; blobs only. */
  size?: number;
}

/** A change to a tree: `sha` null removes the path. */
export interface TreeChange {
  path: string;
  mode: string;
  sha: string | null;
}

const DIRECTORY = '040000';
const SUBMODULE = '160000';

function parseLines(content: Buffer): TreeLine[] {
  const lines: TreeLine[] = [];
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at);
    const [mode, name] = splitOnce(content.toString('utf8', at, end), ' ');
    lines.push({ mode: mode.padStart(6, '0'), name, sha: content.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return lines;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Git's order: by bytes, a directory as if its name ended with a slash. */
const sortKey = ({ name, mode }: TreeLine) => Buffer.from(mode === DIRECTORY ? `${name}/` : name);

function formatLines(lines: readonly TreeLine[]): Buffer {
  const sorted = lines.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const written = sorted.map(({ mode, name, sha }) =>
    Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(sha, 'hex')]),
  );
  return Buffer.concat(written);
}

/** Lines of a tree object. @throws Error when it is none */
function linesOf(objects: ObjectStore, tree: string): TreeLine[] {
  const content = objects.read(tree, 'tree');
  if (content === undefined) throw new Error(`${tree} is no tree`);
  return parseLines(content);
}

/** Entries of a tree object, below `prefix`; `recursive` lists a directory's entries after itself. */
export function entriesOf(objects: ObjectStore, tree: string, recursive: boolean, prefix = ''): TreeEntry[] {
  return linesOf(objects, tree).flatMap(({ name, mode, sha }): TreeEntry[] => {
    const path = prefix + name;
    if (mode === SUBMODULE) return [{ path, mode, type: 'commit', sha }];
    if (mode !== DIRECTORY) return [{ path, mode, type: 'blob', sha, size: objects.header(sha)!.size }];
    const below = recursive ? entriesOf(objects, sha, true, `${path}/`) : [];
    return [{ path, mode, type: 'tree', sha }, ...below];
  });
}

/** The entry at a path of a tree object; undefined when there is none. */
export function entryIn(objects: ObjectStore, tree: string, path: string): TreeEntry | undefined {
  const [first, ...rest] = path.split('/');
  const line = linesOf(objects, tree).find(({ name }) => name === first);
  if (line === undefined) return undefined;
  const { mode, sha } = line;
  if (rest.length > 0) {
    const found = mode === DIRECTORY ? entryIn(objects, sha, rest.join('/')) : undefined;
    return found && { ...found, path };
  }
  if (mode === DIRECTORY) return { path, mode, type: 'tree', sha };
  if (mode === SUBMODULE) return { path, mode, type: 'commit', sha };
  return { path, mode, type: 'blob', sha, size: objects.header(sha)!.size };
}

/** Writes the tree of `base` (or nothing) with `changes`; a change replaces everything at and below its path. */
export function changedTree(objects: ObjectStore, base: string | undefined, changes: readonly TreeChange[]): string {
  const lines = new Map(base === undefined ? [] : linesOf(objects, base).map((line) => [line.name, line]));
  for (const { path, mode, sha } of changes) {
    const [name, rest] = path.includes('/') ? splitOnce(path, '/') : [path, ''];
    if (rest !== '') {
      const below = lines.get(name);
      const old = below?.mode === DIRECTORY ? below.sha : undefined;
      // What is removed below a path that is not there changes nothing.
      if (old === undefined && sha === null) continue;
      const changed = changedTree(objects, old, [{ path: rest, mode, sha }]);
      if (changed === EMPTY_TREE) lines.delete(name);
      else lines.set(name, { name, mode: DIRECTORY, sha: changed });
    } else if (sha === null) lines.delete(name);
    else lines.set(name, { name, mode, sha });
  }
  return objects.write('tree', formatLines([...lines.values()]));
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
