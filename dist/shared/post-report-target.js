import { i as EvidenceError, s as PermissionError } from "./core-errors.js";
import { n as readEvent, t as isForkPullRequest } from "./use-cases-run-identity.js";

// packages/github/src/pull-requests.ts
function facts(pull) {
	return {
		number: pull.number,
		state: pull.state === "open" ? "open" : "closed",
		headSha: pull.head.sha,
		baseSha: pull.base.sha,
		baseRef: pull.base.ref,
		fork: pull.head.repo?.id !== pull.base.repo.id
	};
}
async function pullRequest(client, repository, number) {
	const { data } = await client.rest.pulls.get({
		...repository,
		pull_number: number
	});
	return facts(data);
}
async function mergedPullRequestOf(client, repository, sha) {
	const { data } = await client.rest.repos.listPullRequestsAssociatedWithCommit({
		...repository,
		commit_sha: sha,
		per_page: 100
	});
	const merged = data.filter((pull) => pull.merged_at).sort((a, b) => Date.parse(b.merged_at) - Date.parse(a.merged_at) || b.number - a.number);
	return merged[0] ? facts(merged[0]) : null;
}
async function workflowRun(client, repository, runId) {
	const { data } = await client.rest.actions.getWorkflowRun({
		...repository,
		run_id: runId
	});
	return {
		id: data.id,
		runNumber: data.run_number,
		attempt: data.run_attempt ?? 1,
		event: data.event,
		path: data.path.split("@")[0],
		headSha: data.head_sha,
		headBranch: data.head_branch ?? "",
		headOwner: data.head_repository?.owner?.login ?? "",
		htmlUrl: data.html_url,
		conclusion: data.conclusion ?? null
	};
}
async function pullRequestOfRun(client, repository, run) {
	const open = run.headOwner === "" || run.headBranch === "" ? [] : await openPullsOf(client, repository, run);
	const same = open.filter((pull) => pull.head.sha === run.headSha);
	if (same.length === 1) return facts(same[0]);
	const [code, hint] = whyNotOne(open.length, same.length);
	throw new EvidenceError({
		code,
		message: `Looking for the open pull request of run ${run.id} (${run.headOwner || "deleted repository"}:${run.headBranch} at ${run.headSha}): found ${open.length}, of which ${same.length} at that commit.`,
		hint
	});
}
async function openPullsOf(client, repository, run) {
	const { data } = await client.rest.pulls.list({
		...repository,
		state: "open",
		head: `${run.headOwner}:${run.headBranch}`,
		per_page: 100
	});
	const owner = run.headOwner.toLowerCase();
	return data.filter((pull) => pull.head.ref === run.headBranch && pull.head.repo?.owner.login.toLowerCase() === owner);
}
function whyNotOne(open, same) {
	if (same > 1) return ["PULL_REQUEST_AMBIGUOUS", "One branch has several open pull requests: close all but one, then run the job again."];
	if (open > 0) return ["PULL_REQUEST_MOVED", "The branch has moved on; the run of its newest commit reports instead."];
	return ["PULL_REQUEST_NOT_FOUND", "Nothing is reported: the identity of a pull request is never taken from an artifact."];
}

// actions/post-report/src/target.ts
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
			afterMerge: false,
			sha: head.sha,
			run
		};
	}
	const sha = event.merge_group?.head_sha ?? env.GITHUB_SHA ?? "";
	const pull = env.GITHUB_EVENT_NAME === "push" ? await unlessForbidden(context, (client) => mergedPullRequestOf(client, repository, sha)) : null;
	return {
		trust,
		pull,
		movedOn: false,
		afterMerge: pull !== null,
		sha,
		run
	};
}
async function unlessForbidden(context, read) {
	try {
		return await read(await context.client());
	} catch (error) {
		if (!(error instanceof PermissionError)) throw error;
		const hint = error.hint?.replace("pull-requests: read", "pull-requests: write") ?? "";
		context.host.log.warning(`${error.message}\n${hint}`);
		return null;
	}
}
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
			afterMerge: false,
			...about
		};
	} catch (error) {
		if (!(error instanceof EvidenceError && error.code === "PULL_REQUEST_MOVED")) throw error;
		return {
			trust: "fork",
			pull: null,
			movedOn: true,
			afterMerge: false,
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

export { workflowRun as i, pullRequest as n, ownTarget, pullRequestOfRun as r, runTarget, mergedPullRequestOf as t };