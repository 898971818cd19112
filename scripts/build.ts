/**
 * Builds dist/ (one folder per action, shared chunks, licences). With --check it builds into a temporary directory instead and
 * compares it with the committed dist/ byte for byte.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'rolldown';
import config from '../rolldown.config.ts';
import { root } from './root.ts';

const MAX_DIST_BYTES = 6 * 1024 * 1024;
const dist = join(root, 'dist');

/** Builds into a directory and returns the packages of node_modules that went in. */
async function bundle(directory: string): Promise<void> {
  const options = config as Parameters<typeof build>[0] & { output: object };
  const result = await build({ ...options, output: { ...options.output, dir: directory }, write: true } as never);
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => one.output);
  const modules = outputs.flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
  writeFileSync(join(directory, 'THIRD-PARTY-LICENSES.txt'), licences(modules));
  // npm makes a bin executable when it links one; a clone must not change by that.
  chmodSync(join(directory, 'cli/index.js'), 0o755);
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
}

/** Licence texts of every package in the bundle, sorted by name. */
function licences(modules: readonly string[]): string {
  const directories = new Map<string, string>();
  for (const module of modules) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/'));
    if (match) directories.set(relative(root, match[1]!), match[1]!);
  }
  const sections = [...directories.values()].map((directory) => {
    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license?: string;
    };
    const file = readdirSync(directory).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file
      ? readFileSync(join(directory, file), 'utf8').trim()
      : `License: ${manifest.license ?? 'see package'}`;
    return { title: `${manifest.name} ${manifest.version}`, text };
  });
  const unique = new Map(sections.map((section) => [section.title, section.text]));
  return [...unique]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `${title}\n${'='.repeat(title.length)}\n${text.replaceAll('\r\n', '\n')}\n`)
    .join('\n');
}

function files(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();
}

function compare(fresh: string): string[] {
  const names = new Set([...files(fresh), ...files(dist)]);
  return [...names].sort().flatMap((name) => {
    const [a, b] = [join(fresh, name), join(dist, name)];
    if (!existsSync(b)) return [`missing in dist: ${name}`];
    if (!existsSync(a)) return [`stale in dist: ${name}`];
    return readFileSync(a).equals(readFileSync(b)) ? [] : [`differs: ${name}`];
  });
}

/** Puts a build in the place of dist/ in two renames: who runs an action meanwhile finds the old one or the new one. */
function replaceDist(fresh: string): void {
  const incoming = `${dist}.incoming`;
  const outgoing = `${dist}.outgoing`;
  for (const directory of [incoming, outgoing]) rmSync(directory, { recursive: true, force: true });
  cpSync(fresh, incoming, { recursive: true });
  if (existsSync(dist)) renameSync(dist, outgoing);
  renameSync(incoming, dist);
  rmSync(outgoing, { recursive: true, force: true });
}

const fresh = mkdtempSync(join(tmpdir(), 'model-delivery-dist-'));
try {
  await bundle(fresh);
  const bytes = files(fresh).reduce((sum, name) => sum + statSync(join(fresh, name)).size, 0);
  console.log(`dist: ${files(fresh).length} files, ${(bytes / 1048576).toFixed(2)} MB (limit 6 MB)`);
  if (bytes > MAX_DIST_BYTES) throw new Error('dist is larger than 6 MB');
  if (process.argv.includes('--check')) {
    const differences = compare(fresh);
    if (differences.length > 0) {
      console.error(
        `dist/ is not what the sources build. Run \`npm run build\` and commit it.\n${differences.join('\n')}`,
      );
      process.exitCode = 1;
    } else console.log('dist/ is up to date, byte for byte.');
  } else {
    replaceDist(fresh);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
