import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../src/main.ts';

/** What one command left behind. */
export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The JSON value on stdout of a call with `--json`. */
  json: unknown;
}

/** Options of the project's configuration. */
export interface ProjectOptions {
  /** The `registry` block, as YAML. */
  registry?: string;
  champion?: string;
  /** More blocks. */
  more?: string;
}

const IDENTITY = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];

/** A git repository with data, metrics and a model, in which commands run in this process. */
export class RegistryProject {
  readonly directory = mkdtempSync(join(tmpdir(), 'registry-project-'));
  env: Record<string, string> = { PATH: process.env.PATH ?? '', HOME: this.directory, GIT_CONFIG_NOSYSTEM: '1' };
  /** Milliseconds since 1970 that commands see. */
  now = Date.parse('2026-11-21T12:00:00Z');

  /** @param from a project to copy; without one a new repository */
  constructor(options: ProjectOptions = {}, from?: RegistryProject) {
    if (from !== undefined) {
      cpSync(from.directory, this.directory, { recursive: true });
      return;
    }
    this.configure(options);
    this.write('data/train.csv', 'id,age\n1,31\n2,45\n3,27\n');
    this.write('.gitignore', '.model-delivery/\nregistry/\n');
    this.train('hello\n', 0.9);
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'Ann');
    this.git('config', 'user.email', 'ann@example.com');
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'First');
  }

  /** The same files and history in a directory of its own. */
  copy(): RegistryProject {
    return new RegistryProject({}, this);
  }

  /** Writes the configuration. */
  configure(options: ProjectOptions): void {
    this.write('model-delivery.yaml', configuration(options));
  }

  /** Writes a model and its metrics, as training would. */
  train(weights: string, accuracy: number, f1 = 0.8): void {
    this.write('model/model.txt', weights);
    this.write('out/metrics.json', JSON.stringify({ accuracy, f1 }));
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  document(name: string): Record<string, unknown> {
    return JSON.parse(this.read(`.model-delivery/${name}`)) as Record<string, unknown>;
  }

  git(...args: string[]): string {
    return execFileSync('git', [...IDENTITY, ...args], { cwd: this.directory, encoding: 'utf8', env: this.env }).trim();
  }

  /** Runs a command of the CLI. */
  async run(...argv: string[]): Promise<Ran> {
    let [stdout, stderr] = ['', ''];
    const exitCode = await main({
      argv,
      env: this.env,
      cwd: this.directory,
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      now: () => this.now,
    });
    return { exitCode, stdout, stderr, json: argv.includes('--json') ? JSON.parse(stdout) : undefined };
  }

  /** Runs a command that has to succeed. */
  async pass(...argv: string[]): Promise<Ran> {
    const ran = await this.run(...argv);
    if (ran.exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.exitCode}: ${ran.stdout}${ran.stderr}`);
    return ran;
  }

  /** Validates, evaluates and registers the model that lies there; gives its version. */
  async register(...more: string[]): Promise<string> {
    await this.judge();
    const { json } = await this.pass('register', '--model', 'model', '--json', ...more);
    return (json as { version: string }).version;
  }

  async judge(): Promise<void> {
    await this.pass('validate');
    await this.pass('evaluate', '--model', 'model');
  }
}

function configuration({ registry, champion, more }: ProjectOptions): string {
  return `version: 1
model: churn
data:
  datasets: { train: { source: data/train.csv, key: [id] } }
  columns: { id: { type: integer, missing: 0 } }
  checks: [ { row_count: { min: 3 } } ]
evaluation:
  candidate: { metrics: out/metrics.json }
  champion: ${champion ?? '{ alias: champion }'}
  first_model: require_absolute
  checks:
    - { metric: accuracy, min: 0.8 }
    - { metric: f1, vs: champion, min_ratio: 0.98 }
registry: ${registry ?? '{ store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger } }'}
${more ?? ''}`;
}
