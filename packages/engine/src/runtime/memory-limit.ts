import { totalmem } from 'node:os';
import { ConfigError } from '@model-delivery/core';

const UNITS: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};
/** Below this DuckDB cannot even sort a small table. */
const LEAST_BYTES = 64e6;

/** A size such as `2GB`, `512 MiB` or `1.5GB` in bytes. @throws ConfigError otherwise, or below 64 MB. */
export function parseSize(text: string, name: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?I?B)\s*$/i.exec(text);
  const bytes = match === null ? Number.NaN : Math.floor(Number(match[1]) * UNITS[match[2]!.toUpperCase()]!);
  if (bytes >= LEAST_BYTES) return bytes;
  throw new ConfigError({
    code: 'CONFIG_SIZE',
    message: `Reading ${name}: expected a size of at least 64MB such as \`2GB\` or \`512MiB\`, found ${JSON.stringify(text)}.`,
    hint: `Write ${name}: 2GB.`,
  });
}

/** The default memory limit in bytes: the smaller of 2 GB and a quarter of the machine's memory, at least 64 MB. */
export function defaultMemory(total: number = totalmem()): number {
  return Math.max(LEAST_BYTES, Math.min(2e9, Math.floor(total / 4)));
}
