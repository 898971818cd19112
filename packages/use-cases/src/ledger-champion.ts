import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config, Host } from '@model-delivery/core';
import type { ChampionAnswer, ChampionSource } from '@model-delivery/evaluation';

const run = promisify(execFile);
const DEFAULT_LEDGER = 'refs/heads/model-ledger';

/** A git command's answer: what it printed, or null when it failed. Git never asks for a password here. */
type Git = (...args: string[]) => Promise<string | null>;

function gitIn(directory: string, env: Host['env']): Git {
  return async (...args) => {
    try {
      const { stdout } = await run('git', args, {
        cwd: directory,
        env: { ...env, GIT_TERMINAL_PROMPT: '0' } as NodeJS.ProcessEnv,
        timeout: 60_000,
        maxBuffer: 64 << 20,
      });
      return stdout;
    } catch {
      return null;
    }
  };
}

/**
 * Looks an alias up in the git ledger: the local branch, then remote-tracking branches, then the remote itself. Only a
 * remote that answered (or no remote at all) and has no such branch or alias means that there is no champion; a shallow
 * clone without the branch does not.
 */
export function ledgerChampionSource(host: Host, config: Config, directory: string): ChampionSource {
  const git = gitIn(directory, host.env);
  const ledger = config.registry?.ledger?.git ?? DEFAULT_LEDGER;
  return {
    resolve: async ({ alias }) => {
      if ((await git('rev-parse', '--git-dir')) === null) {
        return unreachable(`the configuration is not in a git repository, so the ledger ${ledger} cannot be read`);
      }
      const found = await findLedger(git, ledger, config.registry?.ledger?.remote);
      return typeof found === 'object' ? found : aliasIn(found, config.model, alias, ledger);
    },
  };
}

function unreachable(reason: string): ChampionAnswer {
  return { state: 'unreachable', reason };
}

async function findLedger(git: Git, ledger: string, remote: string | undefined): Promise<ChampionAnswer | string> {
  const branch = ledger.replace(/^refs\/heads\//, '');
  const tracking = (await git('for-each-ref', '--format=%(refname)', `refs/remotes/*/${branch}`)) ?? '';
  for (const ref of [ledger, ...tracking.split('\n').filter(Boolean)]) {
    const text = await git('show', `${ref}:ledger.jsonl`);
    if (text !== null) return text;
  }
  const remotes = ((await git('remote')) ?? '').split('\n').filter(Boolean);
  const asked = remote === undefined ? remotes : remotes.filter((name) => name === remote);
  for (const name of asked) {
    const answer = await git('ls-remote', name, ledger);
    if (answer === null) return unreachable(`the remote ${name} did not answer when asked for the ledger ${ledger}`);
    if (answer.trim() === '') continue;
    if ((await git('fetch', '--quiet', '--depth=1', name, ledger)) === null) {
      return unreachable(`the ledger ${ledger} could not be fetched from ${name}`);
    }
    return (
      (await git('show', 'FETCH_HEAD:ledger.jsonl')) ??
      unreachable(`the ledger ${ledger} of ${name} has no ledger.jsonl`)
    );
  }
  return { state: 'none', reason: `there is no ledger ${ledger} yet, so no model was ever registered` };
}

function aliasIn(text: string, model: string, alias: string, ledger: string): ChampionAnswer {
  for (const line of text.split('\n').filter(Boolean)) {
    try {
      const event = JSON.parse(line) as { model?: string; alias?: string | null };
      if (event.model === model && event.alias === alias) {
        return unreachable(
          `the ledger ${ledger} has the alias ${alias}, but pulling a registered model is not part of this version: name its predictions with \`champion: {directory: …}\``,
        );
      }
    } catch {
      return unreachable(`the ledger ${ledger} has a line that is not JSON`);
    }
  }
  return { state: 'none', reason: `the ledger ${ledger} has no alias ${alias} of ${model}` };
}
