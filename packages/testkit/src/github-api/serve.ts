/**
 * The fake GitHub from a shell, for trying an action by hand:
 *
 *   node packages/testkit/src/github-api/serve.ts acme/churn=/path/to/bare.git [--ghes]
 *
 * Prints the variables to export (with a token that may do everything) and serves until it is interrupted; what broke
 * the contract is printed as it happens.
 */
import { FakeGitHub } from './fake-github.ts';

const usage = 'usage: node serve.ts OWNER/NAME=BARE_GIT_DIRECTORY… [--ghes]';

async function main(args: string[]): Promise<void> {
  const repositories = args.filter((arg) => arg !== '--ghes').map((arg) => /^([^/=]+)\/([^/=]+)=(.+)$/.exec(arg));
  if (repositories.length === 0 || repositories.includes(null)) throw new Error(usage);
  const github = await FakeGitHub.start({ flavour: args.includes('--ghes') ? 'ghes' : 'github.com' });
  for (const [, owner, name, gitDirectory] of repositories as unknown as [string, string, string, string][]) {
    github.addRepository({ owner, name, gitDirectory });
  }
  const first = github.repository(`${repositories[0]![1]}/${repositories[0]![2]}`);
  const headSha = first.git.resolveCommit(first.defaultBranch);
  if (headSha === undefined) throw new Error(`${first.fullName} has no branch ${first.defaultBranch}`);
  const run = first.actions.add({ workflowPath: '.github/workflows/shell.yml', event: 'push', headSha });
  const variables = {
    ...github.environment({ repository: first.fullName, runId: run.id }),
    GITHUB_REPOSITORY: first.fullName,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_SHA: headSha,
    GITHUB_TOKEN: github.issueToken({ repository: first.fullName, permissions: 'write-all', runId: run.id }),
  };
  for (const [name, value] of Object.entries(variables)) process.stdout.write(`export ${name}='${value}'\n`);
  const report = setInterval(() => {
    for (const { kind, method, path, problems } of github.journal.takeViolations()) {
      process.stderr.write(`${kind} ${method} ${path}: ${problems.join('; ')}\n`);
    }
  }, 200);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      clearInterval(report);
      void github.stop();
    });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
