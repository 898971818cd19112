import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import {
  installForDevelopment,
  installGlobally,
  machineNode,
  type PackedSuite,
  packSuite,
  runInstalled,
} from './packed-suite.ts';
import { writeUserFiles } from './user-files.ts';

const PARTS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'schema'];
const ENGINE = join(root, `node_modules/@duckdb/node-bindings-${process.platform}-${process.arch}`);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

let directory: string;
let packed: PackedSuite;
const commands: Record<string, string> = {};

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'model-delivery-package-')));
  packed = packSuite(join(directory, 'tarball'));
  commands.devDependency = installForDevelopment(packed.tarball, join(directory, 'project'));
  commands.global = installGlobally(packed.tarball, join(directory, 'prefix'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds the bundles, the schemas and what a reader needs, and nothing else', () => {
    expect([...new Set(packed.files.map((path) => path.split('/')[0]))].sort()).toEqual(PARTS);
    expect(packed.files).toContain('dist/cli/index.js');
    expect(packed.files.filter((path) => /\.(ts|map|node|so)$/.test(path))).toEqual([]);
    console.log(`npm pack: ${packed.files.length} files, ${(packed.bytes / 1e6).toFixed(2)} MB`);
    expect(packed.bytes).toBeLessThan(3e6);
  });

  it('needs no other package', () => {
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
      expect(manifest[kind], kind).toBeUndefined();
    }
    const installed = readdirSync(join(directory, 'project/node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['model-delivery']);
  });

  it('refuses no Node that it runs on', () => {
    expect(manifest.engines).toEqual({ node: '>=20' });
  });
});

/** The project's Node, and the one of the machine, which may be of an older major. */
const NODES = [...new Set([realpathSync(process.execPath), realpathSync(machineNode())])].map((node) => ({
  node,
  version: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
}));

describe.each(NODES)('the installed command on Node $version', ({ node }) => {
  describe.each(['devDependency', 'global'])('as %s', (kind) => {
    const run = (cwd: string, ...args: string[]) => runInstalled({ command: commands[kind]!, node }, cwd, args);

    it('says its version', () => {
      expect(run(directory, '--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
    });

    it('starts from a shell, by its first line', () => {
      const env = { PATH: `${dirname(node)}:/usr/bin:/bin`, HOME: directory };
      const printed = execFileSync(commands[kind]!, ['--version'], { cwd: directory, env, encoding: 'utf8' });
      expect(printed).toBe(`${manifest.version}\n`);
    });

    it('validates and evaluates files there', () => {
      const files = writeUserFiles(mkdtempSync(join(directory, 'files-')), { oldest: 70 });
      for (const [command, document] of [
        ['validate', 'data-report'],
        ['evaluate', 'evaluation'],
      ] as const) {
        const { status, stderr } = run(files, command, '--engine-path', ENGINE);
        expect(status, stderr).toBe(0);
        const { verdict, checks } = JSON.parse(readFileSync(join(files, `.model-delivery/${document}.json`), 'utf8'));
        expect(verdict).toBe('pass');
        expect(checks.length).toBeGreaterThan(1);
      }
    });

    it('fails on data that breaks a rule', () => {
      const files = writeUserFiles(mkdtempSync(join(directory, 'files-')), { oldest: 700 });
      const { status, stdout, stderr } = run(files, 'validate', '--engine-path', ENGINE);
      expect(status, stderr).toBe(1);
      expect(stdout + stderr).toContain('train/age/range');
    });
  });
});

it('was tried with the engine of this machine', () => {
  expect(existsSync(join(ENGINE, 'duckdb.node')), ENGINE).toBe(true);
});
