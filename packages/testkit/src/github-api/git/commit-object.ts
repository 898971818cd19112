/** Who and when, as git stores it. */
export interface Signature {
  name: string;
  email: string;
  /** ISO 8601. */
  date: string;
}

export interface CommitObject {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

const SIGNATURE = /^(.*?) ?<([^>]*)> (\d+) ([+-])(\d\d)(\d\d)$/;

function parseSignature(text: string): Signature {
  const found = SIGNATURE.exec(text);
  if (found === null) throw new Error(`cannot read the commit signature ${JSON.stringify(text)}`);
  const date = new Date(Number(found[3]) * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return { name: found[1]!, email: found[2]!, date };
}

function formatSignature(who: Signature): string {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, '');
  return `${clean(who.name)} <${clean(who.email)}> ${Math.floor(Date.parse(who.date) / 1000)} +0000`;
}

/** Reads the text of a commit object. Extra headers (gpgsig, encoding) are skipped. */
export function parseCommit(sha: string, raw: string): CommitObject {
  const end = raw.indexOf('\n\n');
  const headers = raw.slice(0, end).split('\n');
  const values = (name: string) =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    sha,
    tree: values('tree')[0]!,
    parents: values('parent'),
    author: parseSignature(values('author')[0]!),
    committer: parseSignature(values('committer')[0]!),
    message: raw.slice(end + 2).replace(/\n$/, ''),
  };
}

/** The text of a commit object; the inverse of {@link parseCommit}. */
export function formatCommit(fields: Omit<CommitObject, 'sha'>): string {
  const parents = fields.parents.map((parent) => `parent ${parent}\n`).join('');
  const signatures = `author ${formatSignature(fields.author)}\ncommitter ${formatSignature(fields.committer)}\n`;
  return `tree ${fields.tree}\n${parents}${signatures}\n${fields.message}`;
}
