import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, deflateSync, inflateSync } from 'node:zlib';
import type { GitPlumbing } from './plumbing.ts';

export type GitObjectType = 'blob' | 'tree' | 'commit' | 'tag';

interface ObjectHeader {
  type: GitObjectType;
  /** Bytes of the content. */
  size: number;
}

interface GitObject extends ObjectHeader {
  content: Buffer;
}

const FULL_SHA = /^[0-9a-f]{40}$/;
/** What is kept in memory: objects never change, but a long ledger would fill it. */
const KEPT_BYTES = 64 * 1024;
const KEPT_OBJECTS = 2000;
const HEADER_BYTES = 256;

/**
 * The objects of a repository on disk. Loose ones are read and written in this process, because a git process for each would
 * take most of a test's time; packed ones are asked of git.
 */
export class ObjectStore {
  readonly #git: GitPlumbing;
  readonly #headers = new Map<string, ObjectHeader>();
  readonly #objects = new Map<string, GitObject>();

  constructor(git: GitPlumbing) {
    this.#git = git;
  }

  /** Type and size; undefined when there is no such object. */
  header(sha: string): ObjectHeader | undefined {
    if (!FULL_SHA.test(sha)) return undefined;
    const known = this.#headers.get(sha);
    if (known !== undefined) return known;
    const header = looseHeader(this.#path(sha)) ?? this.#packedHeader(sha);
    if (header !== undefined) this.#headers.set(sha, header);
    return header;
  }

  /** Content of an object of this type; undefined when there is none. */
  read(sha: string, type: GitObjectType): Buffer | undefined {
    if (this.header(sha)?.type !== type) return undefined;
    const known = this.#objects.get(sha);
    if (known !== undefined) return known.content;
    const path = this.#path(sha);
    const content = existsSync(path) ? looseContent(path) : this.#git.run(['cat-file', type, sha]);
    this.#keep(sha, { type, size: content.length, content });
    return content;
  }

  /** Writes a loose object; returns its name. */
  write(type: GitObjectType, content: Buffer): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const path = this.#path(sha);
    // A packed one may be there as well; asking git for it would cost a process for every new object.
    if (!this.#headers.has(sha) && !existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true });
      const draft = join(dirname(path), `tmp_obj_${randomUUID()}`);
      writeFileSync(draft, deflateSync(whole, { level: constants.Z_BEST_SPEED }), { mode: 0o444 });
      renameSync(draft, path);
    }
    this.#keep(sha, { type, size: content.length, content });
    return sha;
  }

  #path(sha: string): string {
    return join(this.#git.directory, 'objects', sha.slice(0, 2), sha.slice(2));
  }

  #packedHeader(sha: string): ObjectHeader | undefined {
    const answer = this.#git.text(['cat-file', '--batch-check'], { input: `${sha}\n` }).split(' ');
    return answer.length === 3 ? { type: answer[1] as GitObjectType, size: Number(answer[2]) } : undefined;
  }

  #keep(sha: string, object: GitObject): void {
    this.#headers.set(sha, { type: object.type, size: object.size });
    if (object.size > KEPT_BYTES) return;
    if (this.#objects.size >= KEPT_OBJECTS) this.#objects.delete(this.#objects.keys().next().value!);
    this.#objects.set(sha, object);
  }
}

/** Reads no more of the file than its header needs; undefined when there is no such file. */
function looseHeader(path: string): ObjectHeader | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const start = Buffer.alloc(HEADER_BYTES);
    const length = readSync(file, start, 0, HEADER_BYTES, 0);
    const text = inflateSync(start.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
    const found = /^(blob|tree|commit|tag) (\d+)\0/.exec(text);
    if (found === null) throw new Error(`${path} is no git object`);
    return { type: found[1] as GitObjectType, size: Number(found[2]) };
  } finally {
    closeSync(file);
  }
}

function looseContent(path: string): Buffer {
  const whole = inflateSync(readFileSync(path));
  return whole.subarray(whole.indexOf(0) + 1);
}
