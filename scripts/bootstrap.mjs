// Runs a command of the project on a machine that has only Node (20 or newer), npm and git: installs the locked packages when
// they are missing or out of date, then runs the command with the project's own Node 24 first on the PATH.
// Usage: node scripts/bootstrap.mjs COMMAND [ARGS]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.installed-lock');

function lockDigest() {
  const manifests = ['package.json', 'package-lock.json'].map((file) => readFileSync(join(root, file)));
  return createHash('sha256').update(Buffer.concat(manifests)).digest('hex');
}

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest();
}

function run(command, args, env) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (result.error) {
    console.error(`Running ${command} failed: ${result.error.message}`);
    process.exit(70);
  }
  if (result.signal) process.kill(process.pid, result.signal);
  return result.status ?? 1;
}

const [command, ...args] = process.argv.slice(2);
if (!installed()) {
  console.error('Installing the locked packages (once; no install script of any package is run) ...');
  const started = Date.now();
  const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], process.env);
  if (status !== 0) {
    console.error(
      'npm could not install the locked packages; the lines above say why. A proxy or mirror is set as for any npm project.',
    );
    process.exit(status);
  }
  writeFileSync(stamp, lockDigest());
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
const node = spawnSync('node', ['-p', 'process.versions.node'], { env, encoding: 'utf8' }).stdout.trim();
if (Number(node.split('.')[0]) < 24) {
  console.error(
    `The project's tools need Node 24; found ${node}. On Linux (x64, arm64) it is installed with the packages: delete node_modules and ` +
      'run the command again. Elsewhere install Node 24 (see .node-version).',
  );
  process.exit(2);
}
process.exit(run(command, args, env));
