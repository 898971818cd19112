import type { GitHubClient, RepositoryName } from './client.ts';

/** What the check runs of a commit say about one required name. */
export interface CodeCheck {
  name: string;
  /** `green`: every newest run of that name succeeded. `open`: one is not finished. `absent`: there is none. */
  state: 'green' | 'red' | 'open' | 'absent';
  /** The worst conclusion, for messages. */
  conclusion: string | null;
  url: string | null;
}

/**
 * The state of named check runs of a commit, the newest of each app and name. Only `success` is green: a skipped or neutral
 * check has not looked at the code.
 */
export async function codeChecks(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  names: readonly string[],
): Promise<CodeCheck[]> {
  const found: CodeCheck[] = [];
  for (const name of names) {
    const { data } = await client.rest.checks.listForRef({
      ...repository,
      ref: sha,
      check_name: name,
      filter: 'latest',
      per_page: 100,
    });
    const runs = data.check_runs.filter((run) => run.name === name);
    const open = runs.find((run) => run.status !== 'completed');
    const red = runs.find((run) => run.status === 'completed' && run.conclusion !== 'success');
    const shown = red ?? open ?? runs[0];
    found.push({
      name,
      state: runs.length === 0 ? 'absent' : red ? 'red' : open ? 'open' : 'green',
      conclusion: shown?.conclusion ?? shown?.status ?? null,
      url: shown?.html_url ?? null,
    });
  }
  return found;
}
