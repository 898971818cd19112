import { ExternalError } from '@model-delivery/core';
import type { GitObject } from './object-reader.ts';

const FOLDER = '40000';

interface TreeEntry {
  mode: string;
  name: string;
  id: string;
}

/**
 * Every path below a tree with the id of its content.
 * @param read gives an object by its id
 */
export async function filesOf(
  tree: GitObject,
  read: (id: string) => Promise<GitObject | null>,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const collect = async (folder: GitObject, prefix: string): Promise<void> => {
    for (const { mode, name, id } of entriesOf(folder)) {
      if (mode !== FOLDER) files.set(prefix + name, id);
      else await collect(await folderAt(id, read), `${prefix}${name}/`);
    }
  };
  await collect(tree, '');
  return files;
}

async function folderAt(id: string, read: (id: string) => Promise<GitObject | null>): Promise<GitObject> {
  const folder = await read(id);
  if (folder !== null) return folder;
  throw new ExternalError({
    code: 'GIT_FAILED',
    system: 'git',
    message: `Listing the files of a commit: the repository lacks its folder ${id}.`,
    hint: 'The repository is damaged or partial: look with `git fsck`, or fetch the branch again.',
  });
}

/** A tree object holds `MODE NAME`, NUL and the id in bytes, again and again. */
function entriesOf({ id, content }: GitObject): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const idBytes = id.length / 2;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    entries.push({
      mode: content.toString('latin1', at, space),
      name: content.toString('utf8', space + 1, end),
      id: content.toString('hex', end + 1, end + 1 + idBytes),
    });
    at = end + 1 + idBytes;
  }
  return entries;
}
