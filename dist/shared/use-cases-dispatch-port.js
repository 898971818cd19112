import { s as PermissionError } from "./core-errors.js";

// packages/use-cases/src/retraining/dispatch-port.ts
async function githubWorkflows(host, client, repository) {
	const github = await import("./github-main2.js");
	return {
		defaultRef: () => github.defaultBranch(client, repository),
		check: (workflow) => github.checkWorkflow(client, repository, workflow),
		dispatch: (workflow, ref, inputs) => github.dispatchWorkflow(client, repository, {
			workflow,
			ref,
			inputs
		}),
		mayHaveStarted: github.mayHaveStarted,
		find: (search) => github.findDispatchedRun(client, repository, search),
		writeIssue: async (content) => {
			try {
				return await github.writeIssue(client, repository, await github.currentViewer(client), content);
			} catch (error) {
				if (!(error instanceof PermissionError)) throw error;
				host.log.warning(`The breaker's issue could not be written: ${error.message}\n${error.hint ?? ""}`);
				return null;
			}
		},
		issueClosedAt: async (number) => {
			const issue = await github.issueByNumber(client, repository, number);
			if (issue === null) return new Date(host.now()).toISOString();
			return issue.open ? null : issue.closedAt ?? new Date(host.now()).toISOString();
		}
	};
}

export { githubWorkflows };