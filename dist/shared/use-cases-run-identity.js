import { readFileSync } from "node:fs";

// packages/use-cases/src/run-identity.ts
function readEvent(env) {
	if (!env.GITHUB_EVENT_PATH) return {};
	try {
		return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
	} catch {
		return {};
	}
}
function isForkPullRequest(event) {
	const pull = event.pull_request;
	return pull !== void 0 && pull.head.repo?.full_name !== pull.base.repo.full_name;
}
function runIdentity(env, event) {
	const id = Number(env.GITHUB_RUN_ID);
	if (!Number.isSafeInteger(id) || id <= 0) return void 0;
	const server = env.GITHUB_SERVER_URL ?? "https://github.com";
	return {
		id,
		number: wholeNumber(env.GITHUB_RUN_NUMBER, 1),
		attempt: wholeNumber(env.GITHUB_RUN_ATTEMPT, 1),
		url: env.GITHUB_REPOSITORY ? `${server}/${env.GITHUB_REPOSITORY}/actions/runs/${id}` : void 0,
		repository: env.GITHUB_REPOSITORY,
		event: env.GITHUB_EVENT_NAME,
		workflow: env.GITHUB_WORKFLOW?.slice(0, 256),
		job: env.GITHUB_JOB?.slice(0, 256),
		ref: env.GITHUB_REF?.slice(0, 256),
		sha: env.GITHUB_SHA,
		head_sha: event.pull_request?.head.sha ?? event.merge_group?.head_sha ?? env.GITHUB_SHA,
		pull_request: event.pull_request?.number ?? null
	};
}
function wholeNumber(text, otherwise) {
	const value = Number(text);
	return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}

export { readEvent as n, runIdentity as r, isForkPullRequest as t };