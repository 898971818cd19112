/**
 * Regenerates the filtered description of GitHub's REST API that the fake GitHub API validates against.
 *
 *   node scripts/filter-openapi.ts [DIRECTORY_OF_@octokit/openapi] [--check]
 *
 * Without a directory the package is installed into a temporary directory (29 MB download, 404 MB unpacked) and removed
 * afterwards; it is never a dependency of the project. `--check` writes nothing and fails when the bytes would differ.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KEPT_OPERATIONS } from '../packages/testkit/src/github-api/kept-operations.ts';

const PACKAGE = '@octokit/openapi';
const VERSION = '23.0.2';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
/** Prose and vendor notes: no validator reads them. `x-multi-segment` stays: it tells that a path parameter holds slashes. */
const DROPPED = new Set(['description', 'summary', 'examples', 'example', 'externalDocs', 'tags', 'title', 'headers']);
const OUT = fileURLToPath(new URL('../packages/testkit/src/github-api/generated/', import.meta.url));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Copies `value` without prose. Keys below `properties` are names of fields, not keywords, and all stay. */
function prune(value: Json, keysAreNames: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => prune(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const kept: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const vendorNote = key.startsWith('x-') && key !== 'x-multi-segment';
    if (!keysAreNames && (DROPPED.has(key) || vendorNote)) continue;
    kept[key] = prune(value[key]!, !keysAreNames && key === 'properties');
  }
  return kept;
}

function collectReferences(value: Json, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '$ref' && typeof item === 'string') into.add(item);
      else collectReferences(item, into);
    }
  }
}

function keptPaths(source: JsonObject): JsonObject {
  const wanted = new Set<string>(KEPT_OPERATIONS);
  const paths: JsonObject = {};
  for (const path of Object.keys(source.paths as JsonObject).sort()) {
    const item = (source.paths as JsonObject)[path] as JsonObject;
    const operations: JsonObject = {};
    for (const method of METHODS) {
      const operation = item[method] as JsonObject | undefined;
      if (operation === undefined || !wanted.delete(operation.operationId as string)) continue;
      operations[method] = prune(operation, false);
    }
    if (Object.keys(operations).length > 0) paths[path] = operations;
  }
  if (wanted.size > 0) throw new Error(`the description has no operation ${[...wanted].join(', ')}`);
  return paths;
}

/** Components reached from `paths`, directly or through other components. */
function reachedComponents(source: JsonObject, paths: JsonObject): JsonObject {
  const components: Record<string, JsonObject> = {};
  const queue = new Set<string>();
  collectReferences(paths, queue);
  queue.add('#/components/schemas/basic-error');
  for (const reference of queue) {
    const [, , kind, name] = reference.split('/') as [string, string, string, string];
    const component = ((source.components as JsonObject)[kind] as JsonObject | undefined)?.[name];
    if (component === undefined) throw new Error(`the description refers to ${reference}, which it does not hold`);
    const pruned = prune(component, false);
    components[kind] ??= {};
    components[kind][name] = pruned;
    collectReferences(pruned, queue);
  }
  const sorted: JsonObject = {};
  for (const kind of Object.keys(components).sort()) {
    const entries = Object.entries(components[kind]!).sort(([a], [b]) => (a < b ? -1 : 1));
    sorted[kind] = Object.fromEntries(entries);
  }
  return sorted;
}

/** The two committed files, as text: the description (one path or component a line, for readable diffs) and its digest. */
export function filterDescription(sourceText: string): { description: string; digest: string } {
  const source = JSON.parse(sourceText) as JsonObject;
  const paths = keptPaths(source);
  const components = reachedComponents(source, paths);
  const lines = (object: JsonObject) =>
    Object.entries(object)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',\n');
  const kinds = Object.entries(components).map(([kind, items]) => `"${kind}":{\n${lines(items as JsonObject)}\n}`);
  const description = `{"openapi":"${source.openapi}","info":{"title":"GitHub REST API, filtered","version":"${VERSION}"},\n"paths":{\n${lines(paths)}\n},\n"components":{${kinds.join(',\n')}}}\n`;
  const digest = {
    source: `${PACKAGE}@${VERSION} generated/api.github.com.json`,
    operations: KEPT_OPERATIONS.length,
    sha256: createHash('sha256').update(description).digest('hex'),
  };
  return { description, digest: `${JSON.stringify(digest, null, 2)}\n` };
}

function installedPackage(): { directory: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'openapi-'));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', root, `${PACKAGE}@${VERSION}`];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return { directory: join(root, 'node_modules', PACKAGE), remove: () => rmSync(root, { recursive: true }) };
}

function main(args: string[]): void {
  const check = args.includes('--check');
  const given = args.find((arg) => !arg.startsWith('--'));
  const source = given === undefined ? installedPackage() : { directory: given, remove: () => {} };
  try {
    const found = JSON.parse(readFileSync(join(source.directory, 'package.json'), 'utf8')).version;
    if (found !== VERSION) throw new Error(`${source.directory} holds ${PACKAGE} ${found}, expected ${VERSION}`);
    const text = readFileSync(join(source.directory, 'generated/api.github.com.json'), 'utf8');
    const { description, digest } = filterDescription(text);
    const files = { 'api.github.com.json': description, 'api.github.com.digest.json': digest };
    mkdirSync(OUT, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      if (!check) writeFileSync(join(OUT, name), content);
      else if (readFileSync(join(OUT, name), 'utf8') !== content) throw new Error(`${name} is not what it would be`);
    }
    process.stdout.write(
      `${check ? 'checked' : 'wrote'} ${description.length} bytes, ${KEPT_OPERATIONS.length} operations\n`,
    );
  } finally {
    source.remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
