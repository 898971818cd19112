import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { booleanInput, environment, input, runStandIn, saveState, setOutput } from '../action-io.ts';

/** Target of a checkout: the remote ref, where it is stored, and how the working tree names it. */
interface Wanted {
  source: string;
  tracking: string;
  localBranch: string | undefined;
}

function gitSource(repository: string): string {
  const bare = JSON.parse(environment('STAND_IN_GIT_DIRECTORIES')) as Record<string, string>;
  const folders = JSON.parse(environment('STAND_IN_DIRECTORIES')) as Record<string, string>;
  const found = bare[repository] ?? folders[repository];
  if (found !== undefined) return found;
  throw new Error(
    `repository ${repository} is not on this machine; known: ${[...Object.keys(bare), ...Object.keys(folders)].join(', ')}`,
  );
}

function targetDirectory(): string {
  const workspace = environment('GITHUB_WORKSPACE');
  const directory = resolve(workspace, input('path'));
  const below = relative(workspace, directory);
  if (below.startsWith('..') || isAbsolute(below))
    throw new Error(`Repository path '${directory}' is not under '${workspace}'`);
  return directory;
}

function tryGit(directory: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Branch, tag or SHA of another ref than the event's. */
function wantedRef(source: string, ref: string): Wanted {
  const has = (name: string) => tryGit(source, 'rev-parse', '--verify', '--quiet', name) !== undefined;
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '');
  if (ref.startsWith('refs/heads/') || (!ref.startsWith('refs/') && has(`refs/heads/${ref}`))) {
    return { source: `refs/heads/${short}`, tracking: `refs/remotes/origin/${short}`, localBranch: short };
  }
  if (ref.startsWith('refs/tags/') || has(`refs/tags/${ref}`))
    return { source: `refs/tags/${short}`, tracking: `refs/tags/${short}`, localBranch: undefined };
  if (ref.startsWith('refs/'))
    return { source: ref, tracking: ref.replace('refs/', 'refs/remotes/'), localBranch: undefined };
  const sha = tryGit(source, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  if (sha === undefined) throw new Error(`A branch or tag with the name '${ref}' could not be found`);
  return { source: sha, tracking: 'refs/remotes/origin/HEAD-commit', localBranch: undefined };
}

/** The commit of the event: exactly GITHUB_SHA, whatever the branch points to by now. */
function wantedEvent(): Wanted {
  const ref = environment('GITHUB_REF');
  const sha = environment('GITHUB_SHA');
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch) return { source: sha, tracking: `refs/remotes/origin/${branch}`, localBranch: branch };
  if (ref.startsWith('refs/tags/')) return { source: sha, tracking: ref, localBranch: undefined };
  return { source: sha, tracking: ref.replace('refs/', 'refs/remotes/'), localBranch: undefined };
}

function empty(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const entry of readdirSync(directory)) rmSync(join(directory, entry), { recursive: true, force: true });
}

/** Where `origin` is, as actions/checkout leaves it: written in one go, because a git process for each line takes longer. */
function configureRemote(directory: string, repository: string, source: string): void {
  const url = `${environment('GITHUB_SERVER_URL')}/${repository}`;
  const local = pathToFileURL(existsSync(join(source, '.git')) ? join(source, '.git') : source).href;
  const mayPush = environment('STAND_IN_MAY_PUSH') === 'true' && booleanInput('persist-credentials');
  const lines = [
    '[remote "origin"]',
    `\turl = ${url}`,
    '\tfetch = +refs/heads/*:refs/remotes/origin/*',
    `[url "${local}"]`,
    `\tinsteadOf = ${url}`,
  ];
  // A push without credentials, or with a token that cannot write, fails on GitHub and must fail here.
  if (!mayPush)
    lines.push(
      '[url "file:///push-refused/needs-persist-credentials-and-contents-write/"]',
      `\tpushInsteadOf = ${url}`,
    );
  appendFileSync(join(directory, '.git', 'config'), `${lines.join('\n')}\n`);
}

function persistCredentials(git: (...args: string[]) => string, directory: string): void {
  const key = `http.${environment('GITHUB_SERVER_URL')}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${input('token')}`).toString('base64');
  console.log(`::add-mask::${basic}`);
  git('config', '--local', key, `AUTHORIZATION: basic ${basic}`);
  saveState('directory', directory);
  saveState('key', key);
}

/** Large files would need an LFS server; a repository without any needs nothing. */
function refuseLargeFiles(git: (...args: string[]) => string): void {
  const kept = git('ls-files', '-z', '--', ':(attr:filter=lfs)')
    .split('\0')
    .filter((file) => file !== '');
  if (kept.length > 0)
    throw new Error(`lfs: true, but the stand-in has no LFS server for ${kept.slice(0, 3).join(', ')}`);
}

await runStandIn(() => {
  const repository = input('repository');
  const directory = targetDirectory();
  const source = gitSource(repository);
  const isOwn = repository === environment('GITHUB_REPOSITORY');
  const ref = input('ref');
  const wanted =
    ref === '' && isOwn
      ? wantedEvent()
      : wantedRef(source, ref === '' ? (tryGit(source, 'symbolic-ref', 'HEAD') ?? 'main') : ref);
  empty(directory);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  // Without the sample hooks of git's template: thousands of files in a demo's or a test's jobs.
  git('init', '--quiet', '--template=', '--initial-branch=main');
  configureRemote(directory, repository, source);
  const depth = Number(input('fetch-depth'));
  const tags = booleanInput('fetch-tags') || depth === 0 ? '--tags' : '--no-tags';
  const all = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
  const limit = depth === 0 ? [] : [`--depth=${depth}`];
  git('fetch', '--quiet', tags, ...limit, 'origin', ...all);
  if (depth !== 0 || wanted.tracking.startsWith('refs/remotes/'))
    git('fetch', '--quiet', tags, ...limit, 'origin', `+${wanted.source}:${wanted.tracking}`);
  if (wanted.localBranch) git('checkout', '--quiet', '--force', '-B', wanted.localBranch, wanted.tracking);
  else git('checkout', '--quiet', '--force', '--detach', wanted.tracking);
  if (booleanInput('lfs')) refuseLargeFiles(git);
  if (booleanInput('persist-credentials')) persistCredentials(git, directory);
  const commit = git('rev-parse', 'HEAD');
  console.log(`Checked out ${repository} at ${commit}`);
  setOutput('ref', ref === '' ? environment('GITHUB_REF') : ref);
  setOutput('commit', commit);
});
