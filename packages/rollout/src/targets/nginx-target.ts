import { readFile } from 'node:fs/promises';
import { ExternalError, sha256Hex } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { runCommand } from '../json-command.ts';
import type { ApplyOutcome, TargetState, TrafficTarget, Weights } from '../ports.ts';
import { type NginxSplitNames, parseSplit, renderSplit, roundToHundredths } from './nginx-split.ts';
import { sameWeights } from './split-percentages.ts';
import { replaceFile, withFileLock } from './weights-file.ts';

/** Settings of the nginx target; `config` absolute. */
export interface NginxTargetSettings {
  /** The generated include. */
  config: string;
  upstreams?: { stable?: string | undefined; candidate?: string | undefined } | undefined;
  variable?: string | undefined;
  key?: string | undefined;
  test?: readonly string[] | undefined;
  reload?: readonly string[] | undefined;
  timeoutMs: number;
}

/** What nginx was last told to load: the file on disk may be newer, when a run was killed between writing and reloading. */
interface Loaded {
  sha256: string;
  weights: Weights;
}

/**
 * nginx on this machine: a generated `split_clients` include, `nginx -t`, reload. The file `<config>.loaded` records what
 * was loaded, so that after a run was killed between writing and reloading the split read is the one nginx was told of.
 * The old file comes back when the test or the reload fails.
 */
export function nginxTarget(settings: NginxTargetSettings, context: AdapterContext): TrafficTarget {
  const nginx = new Nginx(settings, context);
  return {
    kind: 'nginx',
    canSplit: true,
    promotesByAlias: false,
    read: () => nginx.read(),
    apply: (weights, expect, _key, signal) => nginx.apply(weights, expect, signal),
  };
}

class Nginx {
  readonly #settings: NginxTargetSettings;
  readonly #context: AdapterContext;
  readonly #names: NginxSplitNames;
  readonly #loadedFile: string;

  constructor(settings: NginxTargetSettings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
    this.#loadedFile = `${settings.config}.loaded`;
    this.#names = {
      upstreams: {
        stable: settings.upstreams?.stable ?? 'stable',
        candidate: settings.upstreams?.candidate ?? 'candidate',
      },
      variable: settings.variable ?? 'model_delivery_arm',
      key: settings.key ?? '$request_id',
    };
  }

  async read(): Promise<TargetState> {
    return (await this.#look()).state;
  }

  /** What is in force, and whether that is the file as it stands. */
  async #look(): Promise<{ state: TargetState; inStep: boolean }> {
    const text = await this.#readConfig();
    const written = parseSplit(text, this.#names);
    if (written === null)
      throw this.#unreadable(`it holds no split of ${Object.values(this.#names.upstreams).join(' and ')}`);
    const loaded = await this.#readLoaded();
    const inStep = loaded === null || loaded.sha256 === sha256Hex(text);
    const state: TargetState = {
      weights: inStep ? written : loaded.weights,
      version: sha256Hex(`${text}\n${loaded?.sha256 ?? ''}`),
      candidateReady: null,
      // Loading is synchronous: after a killed run nothing moves any more.
      converged: true,
    };
    return { state, inStep };
  }

  apply(weights: Weights, expect: string, signal: AbortSignal | undefined): Promise<ApplyOutcome> {
    const { config } = this.#settings;
    return withFileLock(config, async () => {
      const { state: before, inStep } = await this.#look();
      const wanted = roundToHundredths(weights);
      if (before.version !== expect) {
        return { ok: inStep && sameWeights(before.weights, wanted), state: before };
      }
      const old = await this.#readConfig();
      // Before the first write nothing says what is loaded: it is the file as it stands.
      if (inStep) await this.#recordLoaded(old, before.weights);
      const text = renderSplit(wanted, this.#names);
      await replaceFile(config, text);
      await this.#loadOrRestore(old, signal);
      await this.#recordLoaded(text, wanted);
      return { ok: true, state: await this.read() };
    });
  }

  async #loadOrRestore(old: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#run('test', this.#settings.test ?? ['nginx', '-t'], signal);
      await this.#run('reload', this.#settings.reload ?? ['nginx', '-s', 'reload'], signal);
    } catch (cause) {
      await replaceFile(this.#settings.config, old);
      throw new ExternalError({
        code: 'NGINX_REFUSED',
        system: 'nginx',
        message: `nginx did not take the new split: ${(cause as Error).message}`,
        hint: `The file ${this.#settings.config} was put back as it was. Run the test command by hand.`,
        retryable: true,
        cause,
      });
    }
  }

  async #run(name: 'test' | 'reload', command: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const { timeoutMs } = this.#settings;
    await runCommand({ name: `target.nginx.${name}`, command, input: {}, timeoutMs, context: this.#context, signal });
  }

  async #readConfig(): Promise<string> {
    try {
      return await readFile(this.#settings.config, 'utf8');
    } catch (cause) {
      throw this.#unreadable(
        (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(cause),
        cause,
      );
    }
  }

  #unreadable(found: string, cause?: unknown): ExternalError {
    return new ExternalError({
      code: 'NGINX_SPLIT_UNREADABLE',
      system: 'nginx',
      message: `Reading the nginx include ${this.#settings.config}: ${found}.`,
      hint: `Write it once, include it in nginx's http block and reload:\n${renderSplit({ stable: 100, candidate: 0 }, this.#names)}`,
      cause,
    });
  }

  async #readLoaded(): Promise<Loaded | null> {
    const text = await readFile(this.#loadedFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw this.#unreadable(`${this.#loadedFile}: ${error.message}`, error);
    });
    if (text === null) return null;
    try {
      const { sha256, weights } = JSON.parse(text) as Loaded;
      if (typeof sha256 === 'string' && typeof weights.stable === 'number' && typeof weights.candidate === 'number') {
        return { sha256, weights };
      }
    } catch {
      // Said below.
    }
    throw this.#unreadable(`${this.#loadedFile} is not what this tool writes; delete it and reload nginx`);
  }

  async #recordLoaded(text: string, weights: Weights): Promise<void> {
    const { stable, candidate } = weights;
    const record: Loaded = { sha256: sha256Hex(text), weights: { stable, candidate } };
    await replaceFile(this.#loadedFile, `${JSON.stringify(record)}\n`);
  }
}
