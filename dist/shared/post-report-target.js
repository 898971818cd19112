import { P as PermissionError, j as EvidenceError } from "./core-main.js";
import { n as readEvent, t as isForkPullRequest } from "./use-cases-run-identity.js";
import { a as workflowRun, i as pullRequestOfRun, n as mergedPullRequestOf, r as pullRequest } from "./github-main.js";
import "./use-cases-main.js";

// actions/post-report/src/target.ts
/** The target of a report in the run that made the documents. */
async function ownTarget(context, repository) {
	const { env } = context.host;
	const event = readEvent(env);
	const id = Number(env.GITHUB_RUN_ID);
	const server = env.GITHUB_SERVER_URL ?? "https://github.com";
	const run = {
		id,
		run: Number(env.GITHUB_RUN_NUMBER ?? 1),
		attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
		url: `${server}/${repository.owner}/${repository.repo}/actions/runs/${id}`
	};
	const trust = isForkPullRequest(event) ? "fork" : "own";
	if (event.pull_request) {
		const { number, head } = event.pull_request;
		const pull = await unlessForbidden(context, (client) => pullRequest(client, repository, number));
		return {
			trust,
			pull,
			movedOn: pull !== null && pull.headSha !== head.sha,
			sha: head.sha,
			run
		};
	}
	const sha = event.merge_group?.head_sha ?? env.GITHUB_SHA ?? "";
	return {
		trust,
		pull: env.GITHUB_EVENT_NAME === "push" ? await unlessForbidden(context, (client) => mergedPullRequestOf(client, repository, sha)) : null,
		movedOn: false,
		sha,
		run
	};
}
/** A token that may not even read pull requests costs the comment, not the report. */
async function unlessForbidden(context, read) {
	try {
		return await read(await context.client());
	} catch (error) {
		if (!(error instanceof PermissionError)) throw error;
		context.host.log.warning(`${error.message}\n${error.hint ?? ""}`);
		return null;
	}
}
/**
* The target of a report about another run: the trusted half for forks. The run must be one of `pull_request` (of the given
* workflow file, where one is given); its pull request comes from the API, never from an artifact.
*/
async function runTarget(context, repository, runId, workflowPath) {
	const client = await context.client();
	const run = await workflowRun(client, repository, runId);
	refuseOtherRuns(run, workflowPath);
	const about = {
		sha: run.headSha,
		run: {
			id: run.id,
			run: run.runNumber,
			attempt: run.attempt,
			url: run.htmlUrl
		}
	};
	try {
		const pull = await pullRequestOfRun(client, repository, run);
		return {
			trust: pull.fork ? "fork" : "own",
			pull,
			movedOn: false,
			...about
		};
	} catch (error) {
		if (!(error instanceof EvidenceError && error.code === "PULL_REQUEST_MOVED")) throw error;
		return {
			trust: "fork",
			pull: null,
			movedOn: true,
			...about
		};
	}
}
function refuseOtherRuns(run, workflowPath) {
	const wrongEvent = run.event !== "pull_request";
	if (!wrongEvent && (workflowPath === void 0 || run.path === workflowPath)) return;
	throw new EvidenceError({
		code: "RUN_NOT_REPORTED",
		message: wrongEvent ? `Run ${run.id} was started by ${run.event}; only runs of pull_request are reported.` : `Run ${run.id} is of the workflow ${run.path}, not of ${workflowPath}.`,
		hint: "Two workflows can share a name; the path in `workflow-path` says which one is meant."
	});
}

export { ownTarget, runTarget };