import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { ConfigError, sha256Hex } from '@model-delivery/core';
import type { Weights } from '../ports.ts';
import { parseWeights, replaceFile, weightsText, withFileLock } from '../targets/weights-file.ts';

/** Where nothing says otherwise the stable arm serves. */
const SAFE: Weights = { stable: 100, candidate: 0 };
/** Network file systems and containers do not always report changes. */
const POLL_MS = 500;

/** Weights in force and the file version they came from. */
export interface WeightsInForce {
  weights: Weights;
  version: string;
}

/** A write against a version that is no longer there. */
export type WeightsWrite = { ok: true; inForce: WeightsInForce } | { ok: false; inForce: WeightsInForce };

/** The weights of a running gateway: its file, re-read on change. */
export interface LiveWeights {
  current(): WeightsInForce;
  /** Replaces the file atomically; with `expect`, only while it still has that version. */
  replace(weights: Weights, expect: string | null): Promise<WeightsWrite>;
  close(): void;
}

/**
 * Opens the weights file and follows it. A missing file is written with all traffic on the stable arm.
 * @param log gets one line for each change and each file that could not be used
 * @throws ConfigError when the file exists and holds no weights
 */
export async function openLiveWeights(path: string, log: (line: string) => void): Promise<LiveWeights> {
  const follower = new WeightsFollower(path, log);
  await follower.start();
  return follower;
}

class WeightsFollower implements LiveWeights {
  readonly #path: string;
  /** As messages name it: the path from the working directory. */
  readonly #shown: string;
  readonly #log: (line: string) => void;
  #inForce: WeightsInForce = { weights: SAFE, version: '' };
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #seen = '';
  #rejected = '';
  #reading: Promise<void> = Promise.resolve();

  constructor(path: string, log: (line: string) => void) {
    this.#path = path;
    this.#shown = relative(process.cwd(), path);
    this.#log = log;
  }

  current(): WeightsInForce {
    return this.#inForce;
  }

  async start(): Promise<void> {
    const text = await this.#readOrCreate();
    try {
      this.#inForce = { weights: parseWeights(text), version: sha256Hex(text) };
    } catch (cause) {
      throw this.#unusable((cause as Error).message, cause);
    }
    this.#seen = await this.#fingerprint();
    // The directory is watched: a file replaced by rename is another file, which a watch of the old one never sees.
    try {
      this.#watcher = watch(dirname(this.#path), (_, name) => {
        if (name === null || name === basename(this.#path)) void this.#reread();
      });
      this.#watcher.on('error', () => {});
    } catch {
      this.#log(`changes of ${this.#shown} are noticed by polling only`);
    }
    this.#timer = setInterval(() => void this.#poll(), POLL_MS);
    this.#timer.unref();
  }

  async replace(weights: Weights, expect: string | null): Promise<WeightsWrite> {
    const written = await withFileLock(this.#path, async () => {
      await this.#reread();
      if (expect !== null && expect !== this.#inForce.version) return false;
      await replaceFile(this.#path, weightsText(weights));
      return true;
    });
    await this.#reread();
    return { ok: written, inForce: this.#inForce };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }

  async #readOrCreate(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw this.#unusable(`it cannot be read (${code})`, error);
      this.#log(`${this.#shown} does not exist: written with all traffic on the stable arm`);
      await replaceFile(this.#path, weightsText(SAFE));
      return weightsText(SAFE);
    }
  }

  #unusable(found: string, cause: unknown): ConfigError {
    return new ConfigError({
      code: 'GATEWAY_WEIGHTS_INVALID',
      message: `The weights file ${this.#shown} cannot be used: ${found}.`,
      hint: 'Write {"stable":100,"candidate":0}, or delete the file: the gateway then starts with all traffic on the stable arm.',
      cause,
    });
  }

  async #fingerprint(): Promise<string> {
    const found = await stat(this.#path, { bigint: true }).catch(() => null);
    return found === null ? 'missing' : `${found.ino} ${found.size} ${found.mtimeNs}`;
  }

  async #poll(): Promise<void> {
    const seen = await this.#fingerprint();
    if (seen === this.#seen) return;
    this.#seen = seen;
    await this.#reread();
  }

  /** One read at a time: an older content must never overtake a newer one. */
  #reread(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readOnce());
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch((error: Error) => error);
    const version = typeof text === 'string' ? sha256Hex(text) : String(text.message);
    if (version === this.#inForce.version || version === this.#rejected) return;
    try {
      if (typeof text !== 'string') throw text;
      this.#inForce = { weights: parseWeights(text), version };
      this.#rejected = '';
      this.#log(`weights are now ${weightsText(this.#inForce.weights).trim()}`);
    } catch (error) {
      this.#rejected = version;
      const kept = weightsText(this.#inForce.weights).trim();
      this.#log(`${this.#shown} cannot be used, ${kept} stays in force: ${(error as Error).message}`);
    }
  }
}
