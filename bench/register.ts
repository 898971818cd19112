/**
 * Registering a model of 2 GB (identifying it, then storing it) as a ratio to `openssl dgst -sha256` followed by `cp` or by
 * `curl -T` of the same bytes to the same real registry. Pairs are interleaved, so that a slow minute slows both down.
 */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serveDistribution } from '../test/services/oci-server.ts';
import { median } from './median.ts';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 5);
const BYTES = Number(process.env.BENCH_BYTES ?? 2_000_000_000);

interface Registered {
  ms: number;
  identifyMs: number;
  bytesSent: number;
  bytesSentAgain: number;
  residentMb: number;
}

/** Prints the tables. */
export async function run(): Promise<void> {
  const directory = mkdtempSync(join(process.env.BENCH_DIRECTORY ?? tmpdir(), 'register-bench-'));
  try {
    const model = join(directory, 'weights.bin');
    await pipeline(Readable.from(randomBlocks(BYTES)), createWriteStream(model));
    const only = process.env.BENCH_STORE;
    if (only !== 'registry') await compare('a layout', 'openssl dgst + cp', () => layoutPair(directory, model));
    if (only !== 'layout') await compare('distribution v3', 'openssl dgst + curl -T', () => registryPair(model));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function* randomBlocks(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= 1 << 20) yield randomFillSync(Buffer.alloc(Math.min(left, 1 << 20)));
}

interface Pair {
  reference: number;
  /** The same with the copy on the disk, as ours is when it ends; `cp` alone leaves it in memory. */
  durable?: number;
  ours: Registered;
}

async function compare(name: string, reference: string, pair: () => Promise<Pair>): Promise<void> {
  const pairs: Pair[] = [];
  for (let n = 0; n < PAIRS; n++) pairs.push(await pair());
  const ours = median(pairs.map((each) => each.ours.ms));
  const resident = Math.max(...pairs.map((each) => each.ours.residentMb));
  const again = Math.max(...pairs.map((each) => each.ours.bytesSentAgain));
  const identify = median(pairs.map((each) => each.ours.identifyMs));
  console.log(`${(BYTES / 1e9).toFixed(1)} GB into ${name}: medians of ${PAIRS} interleaved pairs`);
  console.log(`  register ${ours.toFixed(0)} ms (${identify.toFixed(0)} ms of it the version id)`);
  ratio(reference, pairs, (each) => each.reference);
  if (pairs[0]?.durable !== undefined) ratio(`${reference} + sync of the copy`, pairs, (each) => each.durable!);
  console.log(`  resident ${resident.toFixed(0)} MB (limit 150); second push ${again} bytes (limit 0)`);
}

function ratio(name: string, pairs: readonly Pair[], reference: (pair: Pair) => number): void {
  const theirs = median(pairs.map(reference));
  const all = pairs.map((pair) => (pair.ours.ms / reference(pair)).toFixed(2)).join(' ');
  const medians = (median(pairs.map((pair) => pair.ours.ms)) / theirs).toFixed(2);
  console.log(`  ${name} ${theirs.toFixed(0)} ms: ratio of medians ${medians} (limit 1.10); pairs ${all}`);
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function digestByOpenssl(model: string): string {
  return execFileSync('openssl', ['dgst', '-sha256', '-r', model], { encoding: 'utf8' }).slice(0, 64);
}

function register(store: string, model: string): Registered {
  const script = join(import.meta.dirname, 'register-process.ts');
  return JSON.parse(execFileSync(process.execPath, [script, store, model], { encoding: 'utf8' })) as Registered;
}

/** Gives dirty pages to the disk, so that the one measured next does not wait for those of the one before. */
const settle = () => execFileSync('sync');

async function layoutPair(directory: string, model: string): Promise<Pair> {
  const copies = join(directory, 'copies');
  mkdirSync(copies);
  settle();
  const reference = timed(() => {
    digestByOpenssl(model);
    execFileSync('cp', [model, copies]);
  });
  const durable = reference + timed(() => execFileSync('sync', [join(copies, basename(model))]));
  rmSync(copies, { recursive: true });
  settle();
  const ours = register(join(directory, 'layout'), model);
  rmSync(join(directory, 'layout'), { recursive: true });
  return { reference, durable, ours };
}

async function registryPair(model: string): Promise<Pair> {
  const theirs = await serveDistribution();
  settle();
  const reference = timed(() => {
    const digest = digestByOpenssl(model);
    const session = execFileSync(
      'curl',
      ['-sS', '-D', '-', '-o', '/dev/null', '-X', 'POST', `http://${theirs.host}/v2/m/blobs/uploads/`],
      { encoding: 'utf8' },
    );
    const location = /^location:\s*(\S+)/im.exec(session)![1]!;
    execFileSync('curl', ['-sS', '-f', '-T', model, `${location}&digest=sha256:${digest}`]);
  });
  await theirs.close();
  const server = await serveDistribution();
  settle();
  const ours = register(`oci:${server.host}/m/models`, model);
  await server.close();
  return { reference, ours };
}
