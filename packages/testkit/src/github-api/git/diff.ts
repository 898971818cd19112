import type { GitPlumbing } from './plumbing.ts';

export interface ChangedFile {
  path: string;
  /** Of the new blob; of the old one when the file was removed. */
  sha: string;
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  additions: number;
  deletions: number;
  previousPath?: string;
  /** Unified diff from the first hunk on; absent for binary files. */
  patch?: string;
}

const STATUS: Record<string, ChangedFile['status']> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

type RawEntry = Pick<ChangedFile, 'path' | 'sha' | 'status' | 'previousPath'>;

/** Reads `git diff --raw -z`: `:modes shas STATUS` NUL path NUL, with two paths for renames. */
function parseRaw(output: string): RawEntry[] {
  const fields = output.split('\0');
  const entries: RawEntry[] = [];
  for (let i = 0; i < fields.length - 1; ) {
    const [, , oldSha, newSha, letter] = fields[i]!.split(' ') as [string, string, string, string, string];
    const status = STATUS[letter[0]!]!;
    const twoPaths = letter[0] === 'R' || letter[0] === 'C';
    const path = fields[i + (twoPaths ? 2 : 1)]!;
    const previous = twoPaths ? { previousPath: fields[i + 1]! } : {};
    entries.push({ path, sha: status === 'removed' ? oldSha : newSha, status, ...previous });
    i += twoPaths ? 3 : 2;
  }
  return entries;
}

/** Reads the plain patch text, one piece a file, in the order of the raw listing. */
function parsePatches(output: string): { additions: number; deletions: number; patch?: string }[] {
  const pieces = output.split(/^diff --git .*$/m).slice(1);
  return pieces.map((piece) => {
    const start = piece.search(/^@@ /m);
    if (start < 0) return { additions: 0, deletions: 0 };
    const patch = piece.slice(start).replace(/\n$/, '');
    const lines = patch.split('\n');
    const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    return { additions: count('+'), deletions: count('-'), patch };
  });
}

/** Files that differ between two commits, with renames found. */
export function changedFiles(git: GitPlumbing, from: string | undefined, to: string): ChangedFile[] {
  const range = ['-M', from ?? EMPTY_TREE, to];
  const raw = parseRaw(git.run(['diff', '--raw', '-z', '--no-abbrev', ...range]).toString('utf8'));
  const patches = parsePatches(git.run(['diff', '--no-color', '--no-ext-diff', ...range]).toString('utf8'));
  const files = raw.map((entry) => {
    // A change of type (file to symlink) is printed as a deletion and an addition: two pieces, one entry.
    const own = patches.splice(0, entry.status === 'changed' ? 2 : 1);
    const sum = (key: 'additions' | 'deletions') => own.reduce((total, piece) => total + piece[key], 0);
    const text = own.flatMap((piece) => piece.patch ?? []).join('\n');
    return {
      ...entry,
      additions: sum('additions'),
      deletions: sum('deletions'),
      ...(text === '' ? {} : { patch: text }),
    };
  });
  if (patches.length > 0) throw new Error(`git printed ${patches.length} patches too many for ${raw.length} files`);
  return files;
}
