import { asDeliveryError, type DeliveryError } from '@model-delivery/core';
import type { EngineBinding } from '../binding/engine-binding.ts';
import type { Engine, EngineOptions } from '../runtime/engine.ts';
import { openEngine } from '../runtime/open-engine.ts';
import { inspectSource, type Source } from './inspect-source.ts';
import { type LocatedSource, locateSource, type SourceSpec } from './locate-source.ts';

/** Several datasets in one engine; one that cannot be read does not keep the others from being judged. */
export interface OpenedSources<Name extends string = string> {
  engine: Engine;
  sources: Record<Name, Source | { error: DeliveryError }>;
}

/**
 * Locates and inspects datasets and opens one engine that may read exactly their files. Close the engine when done.
 * @returns per name the source, or the error (EvidenceError, ConfigError) that keeps it from being read
 */
export async function openSources<Name extends string>(
  binding: EngineBinding,
  specs: Record<Name, SourceSpec>,
  options: Omit<EngineOptions, 'allowedPaths'>,
): Promise<OpenedSources<Name>> {
  const names = Object.keys(specs) as Name[];
  const located = new Map<Name, LocatedSource>();
  const sources = {} as Record<Name, Source | { error: DeliveryError }>;
  for (const name of names) {
    try {
      located.set(name, await locateSource(specs[name]));
    } catch (error) {
      sources[name] = { error: asDeliveryError(error) };
    }
  }
  const allowedPaths = [...located.values()].flatMap((source) => source.readPaths);
  const engine = await openEngine(binding, { ...options, allowedPaths });
  for (const [name, source] of located) {
    try {
      sources[name] = await inspectSource(engine, source);
    } catch (error) {
      sources[name] = { error: asDeliveryError(error) };
    }
  }
  return { engine, sources };
}
