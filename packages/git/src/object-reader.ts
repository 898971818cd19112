import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { type GitCommand, gitFailed } from './git-command.ts';

/** An object of the repository, by whatever name it was asked for. */
export interface GitObject {
  id: string;
  type: string;
  content: Buffer;
}

interface Question {
  what: string;
  answer(object: GitObject | null): void;
  fail(error: Error): void;
}

/** How long the process stays for the next question; a command ends sooner, as nothing waits for it. */
const IDLE_MS = 1_000;
const TIMEOUT_MS = 60_000;
const LF = 0x0a;

/**
 * Objects of one repository through one `git cat-file --batch` that stays between questions: a process a question is what
 * made many writers slow. It looks at refs and objects anew each time, so that what others write is seen at once.
 */
export class ObjectReader {
  readonly #git: GitCommand;
  #process: BatchProcess | undefined;

  constructor(git: GitCommand) {
    this.#git = git;
  }

  /**
   * The object of a name (`refs/heads/x`, an id, `COMMIT^{tree}`, `COMMIT:path`); null where git finds none, be it that
   * the repository itself is gone: whoever must tell the two apart asks once more by a command of its own.
   * @throws ExternalError when git cannot be run here
   */
  async read(what: string, name: string): Promise<GitObject | null> {
    const found = await this.#open().ask(what, name);
    if (found !== null || !this.#process) return found;
    // A process that was started earlier may stand in a folder that was replaced meanwhile.
    if (this.#process.asked === 1) return null;
    this.#process.end();
    this.#process = undefined;
    return this.#open().ask(what, name);
  }

  #open(): BatchProcess {
    if (this.#process === undefined || this.#process.ended) this.#process = new BatchProcess(this.#git);
    return this.#process;
  }
}

/** One process: questions go in line by line, and are answered in that order. */
class BatchProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Question[] = [];
  readonly #parts: Buffer[] = [];
  #length = 0;
  /** Bytes that are needed before the answer in hand is complete. */
  #needed = 0;
  #stderr = '';
  #timer: NodeJS.Timeout | undefined;
  ended = false;
  asked = 0;

  constructor(git: GitCommand) {
    this.#child = git.start(['cat-file', '--batch']);
    this.#child.stdout.on('data', (part: Buffer) => this.#take(part));
    this.#child.stderr.on('data', (part: Buffer) => {
      this.#stderr = (this.#stderr + part.toString('utf8')).slice(-4_000);
    });
    // A process that ends early breaks the pipe; its status tells why.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => this.#fail(() => git.cannotStart(error)));
    this.#child.on('close', (status) =>
      this.#fail((what) => gitFailed(what, git, { status, stdout: Buffer.alloc(0), stderr: this.#stderr })),
    );
    this.#rest();
  }

  ask(what: string, name: string): Promise<GitObject | null> {
    this.asked += 1;
    return new Promise((answer, fail) => {
      this.#waiting.push({ what, answer, fail });
      this.#child.stdin.write(`${name}\n`);
      this.#watch();
    });
  }

  end(): void {
    this.ended = true;
    this.#child.stdin.end();
  }

  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length < this.#needed) return;
    let bytes = Buffer.concat(this.#parts);
    for (;;) {
      const answer = answerIn(bytes);
      if (typeof answer === 'number') {
        this.#needed = answer;
        break;
      }
      bytes = bytes.subarray(answer.length);
      this.#waiting.shift()?.answer(answer.object);
    }
    this.#parts.splice(0, this.#parts.length, bytes);
    this.#length = bytes.length;
    if (this.#waiting.length === 0) this.#rest();
    else this.#watch();
  }

  /** Somebody waits: the program does, too, but not for ever. */
  #watch(): void {
    clearTimeout(this.#timer);
    for (const part of [this.#child, ...pipes(this.#child)]) part.ref();
    this.#timer = setTimeout(() => {
      this.#child.kill('SIGKILL');
    }, TIMEOUT_MS);
  }

  /** Nobody waits: the process holds nothing up, and ends when there is no further question. */
  #rest(): void {
    clearTimeout(this.#timer);
    for (const part of [this.#child, ...pipes(this.#child)]) part.unref();
    this.#timer = setTimeout(() => this.end(), IDLE_MS).unref();
  }

  #fail(error: (what: string) => Error): void {
    this.ended = true;
    clearTimeout(this.#timer);
    for (const { what, fail } of this.#waiting.splice(0)) fail(error(what));
  }
}

/** The pipes of a child as what they are: sockets that can be left alone. */
function pipes(child: ChildProcessWithoutNullStreams): { ref(): void; unref(): void }[] {
  return [child.stdin, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[];
}

/** The first answer in what git printed and its length; a number is how many bytes there must be before looking again. */
function answerIn(bytes: Buffer): { object: GitObject | null; length: number } | number {
  const lineEnd = bytes.indexOf(LF);
  if (lineEnd < 0) return bytes.length + 1;
  const match = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.toString('utf8', 0, lineEnd));
  if (!match) return { object: null, length: lineEnd + 1 };
  const end = lineEnd + 1 + Number(match[3]);
  if (bytes.length < end + 1) return end + 1;
  const content = Buffer.from(bytes.subarray(lineEnd + 1, end));
  return { object: { id: match[1]!, type: match[2]!, content }, length: end + 1 };
}
