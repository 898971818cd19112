import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Path below a directory to what is there. */
export type Snapshot = Map<string, string>;

/** Every file, link and folder of a directory, hidden ones too. */
export function snapshot(directory: string): Snapshot {
  const found: Snapshot = new Map();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(directory, name);
    const facts = lstatSync(path);
    if (facts.isFile()) found.set(name, createHash('sha256').update(readFileSync(path)).digest('hex'));
    else if (facts.isSymbolicLink()) found.set(name, `-> ${readlinkSync(path)}`);
    else if (!facts.isDirectory()) found.set(name, 'special');
  }
  return found;
}

/** Paths that differ between two snapshots. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}
