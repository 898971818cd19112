import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { acquireEngine, type Engine, type EngineBinding, type EngineOptions, openEngine } from '../src/index.ts';

/** The library that npm has installed for development. */
export function developmentBinding(): Promise<EngineBinding> {
  return acquireEngine({ toolCache: join(tmpdir(), 'engine-test-cache'), env: {}, log: () => undefined });
}

/** An engine that the running test's end closes. */
export async function testEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await openEngine(await developmentBinding(), {
    tempDirectory: tmpdir(),
    allowedPaths: [],
    threads: 2,
    ...options,
  });
  onTestFinished(() => engine.close());
  return engine;
}
