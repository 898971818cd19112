import { a as ExternalError, c as asDeliveryError, d as registerSecret, i as EvidenceError, n as DeliveryError, s as PermissionError, t as ConfigError } from "./core-errors.js";
import { i as Octokit$1, r as paginateRest, t as legacyRestEndpointMethods } from "./octokit-plugin-rest-endpoint-methods.js";
import { t as requestLog } from "./octokit-plugin-request-log.js";

// node_modules/@octokit/rest/dist-src/version.js
const VERSION = "22.0.1";

// node_modules/@octokit/rest/dist-src/index.js
const Octokit = Octokit$1.plugin(requestLog, legacyRestEndpointMethods, paginateRest).defaults({ userAgent: `octokit-rest.js/${VERSION}` });

// packages/github/src/rate-limit.ts
const DEFAULT_WAIT_MS = 6e4;
const SHORTEST_WAIT_MS = 1e3;
/**
* How long a primary or secondary rate limit asks to wait, in milliseconds; null when the failure is none. Order of GitHub's
* guidance: `retry-after`, then the reset of an exhausted primary limit, then a minute.
*/
function rateLimitWait(failure, nowMs) {
	if (failure.status !== 403 && failure.status !== 429) return null;
	const headers = failure.response?.headers ?? {};
	const retryAfter = Number(headers["retry-after"]);
	if (headers["retry-after"] !== void 0 && Number.isFinite(retryAfter)) return Math.max(0, retryAfter * 1e3);
	if (headers["x-ratelimit-remaining"] === "0") {
		const reset = Number(headers["x-ratelimit-reset"]) * 1e3 - nowMs;
		return Number.isFinite(reset) ? Math.max(SHORTEST_WAIT_MS, reset) : DEFAULT_WAIT_MS;
	}
	return failure.status === 429 || /secondary rate limit/i.test(failure.message ?? "") ? DEFAULT_WAIT_MS : null;
}

// packages/github/src/api-error.ts
/** The scope of `permissions:` that a call needs, by the path it goes to; the first match counts. */
const SCOPES = [
	[/\/issues\/.*comments/, "pull-requests"],
	[/\/check-runs/, "checks"],
	[/\/pulls/, "pull-requests"],
	[/\/actions\//, "actions"],
	[/\/deployments/, "deployments"]
];
/** Scopes that an action reads only in order to write: asking for `read` first would cost the user a second failed run. */
const WRITTEN = /\/issues\/.*comments|\/check-runs|\/deployments/;
/** Turns a failed API call into one of our errors, with what to do next. */
function apiError(failure, endpoint, attempts, nowMs) {
	const call = describeCall(endpoint);
	const said = String(failure.message ?? "no message").slice(0, 300);
	const wait = rateLimitWait(failure, nowMs);
	if (wait !== null) return rateLimited(call, failure, attempts, wait);
	if (failure.status === 401) return new PermissionError({
		code: "TOKEN_REFUSED",
		message: `The GitHub API did not accept the token for ${call} (401: ${said}).`,
		hint: "The token may have expired or belong to another server. Leave `github-token` at its default in workflows.",
		cause: failure
	});
	if (failure.status === 403) return forbidden(call, endpoint, failure, said);
	return failed(call, failure, attempts, said);
}
/** `METHOD /path` with the parameters filled in. */
function describeCall(endpoint) {
	const values = endpoint;
	const path = (endpoint.url ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] === void 0 ? whole : String(values[name]).slice(0, 100));
	return `${endpoint.method ?? "GET"} ${path}`.trim();
}
function failed(call, failure, attempts, said) {
	const absent = failure.status === 404;
	const answer = failure.response === void 0 ? "no answer" : `HTTP ${failure.status}`;
	const error = new ExternalError({
		code: absent ? "GITHUB_NOT_FOUND" : "GITHUB_API_FAILED",
		system: "GitHub API",
		message: `The GitHub API failed on ${call}: ${answer} (${said}), after ${attempts} attempt${attempts === 1 ? "" : "s"}.`,
		hint: absent ? "A token without read access also gets 404: check `permissions:` of the job, then the name." : "Run the job again; if it stays, look at the status page of the GitHub server.",
		attempts,
		retryable: failure.response === void 0 || (failure.status ?? 0) >= 500,
		cause: failure
	});
	return Object.assign(error, { status: failure.status });
}
function rateLimited(call, failure, attempts, waitMs) {
	return new ExternalError({
		code: "RATE_LIMITED",
		system: "GitHub API",
		message: `The GitHub API limits this token's rate: ${call} got HTTP ${failure.status} ${attempts} time${attempts === 1 ? "" : "s"}; the limit ends in about ${Math.ceil(waitMs / 1e3)} s.`,
		hint: "Run the job again after that time, or give the job fewer API calls (one report job instead of one per matrix leg).",
		attempts,
		retryable: true,
		cause: failure
	});
}
function forbidden(call, endpoint, failure, said) {
	const accepted = failure.response?.headers?.["x-accepted-github-permissions"];
	const url = endpoint.url ?? "";
	const scope = SCOPES.find(([pattern]) => pattern.test(url))?.[1] ?? "contents";
	const level = WRITTEN.test(url) || (endpoint.method ?? "GET") !== "GET" ? "write" : "read";
	const lines = scope === "contents" ? [`contents: ${level}`] : ["contents: read", `${scope}: ${level}`];
	return new PermissionError({
		code: "PERMISSION_DENIED",
		message: `The token may not ${call} (403: ${said}).`,
		hint: `Add to the job:\n  permissions:\n${lines.map((line) => `    ${line}\n`).join("")}${accepted ? `(the API accepts: ${accepted.replaceAll("_", "-").replaceAll("=", ": ")}) ` : ""}Pull requests from forks always get a read-only token: report on them with the workflow_run recipe (ml-report.yml).`,
		cause: failure
	});
}
/** The HTTP status an error came from, if it came from an API answer. */
function statusOf(error) {
	return error.status;
}
/** Whether a call that failed may nevertheless have been carried out. */
function mayHaveHappened(error) {
	return error instanceof ExternalError && error.code === "GITHUB_API_FAILED" && error.retryable;
}

// packages/github/src/retry.ts
const ATTEMPTS = 4;
const MAX_WAIT_MS = 6e4;
const BASE_WAIT_MS = 500;
const TRANSIENT = [
	500,
	502,
	503,
	504
];
/**
* A request hook that repeats what may be repeated: reads and updates on 5xx and broken connections, anything on a rate
* limit whose end is near. A creating POST is not repeated after a 5xx or a broken connection: it may have happened.
* What remains becomes one of our errors.
*/
function withRetries(options) {
	const sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
	const now = options.now ?? Date.now;
	const maxWait = options.maxWaitMs ?? MAX_WAIT_MS;
	return async (request, endpoint) => {
		for (let attempt = 1;; attempt++) try {
			return await request(endpoint);
		} catch (error) {
			if (error instanceof DeliveryError) throw error;
			const failure = error;
			if (failure.status === void 0 && !isNetworkFailure(failure)) throw asDeliveryError(error);
			const wait = waitBefore(failure, mayRepeat(endpoint), attempt, now());
			if (wait === null || wait > maxWait || attempt === ATTEMPTS) throw apiError(failure, endpoint, attempt, now());
			options.log?.(`GitHub API: ${describe(failure)}; trying again in ${Math.ceil(wait / 1e3)} s (attempt ${attempt + 1} of ${ATTEMPTS})`);
			await sleep(wait);
		}
	};
}
/** Whether doing a request twice is the same as doing it once. Our GraphQL calls only read. */
function mayRepeat(endpoint) {
	return (endpoint.method ?? "GET").toUpperCase() !== "POST" || /\/graphql$/.test(endpoint.url ?? "");
}
/** Milliseconds to wait before the next attempt; null when there must be none. */
function waitBefore(failure, repeatable, attempt, nowMs) {
	const limit = rateLimitWait(failure, nowMs);
	if (limit !== null) return limit;
	return (TRANSIENT.includes(failure.status) || isNetworkFailure(failure)) && repeatable ? BASE_WAIT_MS * 2 ** (attempt - 1) : null;
}
/** A request that got no answer: octokit reports these as status 500 without a response. */
function isNetworkFailure(failure) {
	if (failure.response !== void 0) return false;
	return failure.status === 500 || /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket|terminated|fetch failed/i.test(String(failure.message));
}
function describe(failure) {
	return failure.response === void 0 ? "no answer" : `HTTP ${failure.status}`;
}

// packages/github/src/client.ts
/**
* The one place that makes an API client: base URL, proxy, retries and messages.
* @throws ConfigError when there is no token.
*/
function createClient(options) {
	if (options.token === "") throw new ConfigError({
		code: "TOKEN_MISSING",
		message: "Talking to the GitHub API needs a token, and the input `github-token` is empty.",
		hint: "Leave `github-token` at its default, ${{ github.token }}, or pass one with the permissions of the README."
	});
	registerSecret(options.token);
	const silent = () => {};
	const octokit = new Octokit({
		auth: options.token,
		baseUrl: options.apiUrl.replace(/\/+$/, ""),
		userAgent: options.userAgent ?? "model-delivery",
		log: {
			debug: silent,
			info: silent,
			warn: silent,
			error: silent
		},
		...options.fetch ? { request: { fetch: options.fetch } } : {}
	});
	octokit.hook.wrap("request", withRetries(options));
	if (options.graphqlUrl) octokit.graphql = octokit.graphql.defaults({ baseUrl: options.graphqlUrl.replace(/\/graphql\/*$/, "") });
	return octokit;
}
/** `OWNER/REPO` of `GITHUB_REPOSITORY`. @throws ConfigError for anything else. */
function repositoryName(fullName) {
	const match = /^(?!\.\.?\/)([A-Za-z0-9._-]+)\/(?!\.\.?$)([A-Za-z0-9._-]+)$/.exec(fullName ?? "");
	if (!match) throw new ConfigError({
		code: "REPOSITORY_UNKNOWN",
		message: `GITHUB_REPOSITORY names the repository as OWNER/REPO; found ${JSON.stringify(fullName ?? null)}.`,
		hint: "Run inside a workflow, or set GITHUB_REPOSITORY."
	});
	return {
		owner: match[1],
		repo: match[2]
	};
}

// packages/github/src/earlier-names.ts
/** GitHub lists at most this many files of a pull request. */
const LISTED_FILES = 3e3;
/**
* Reads the files of a pull request for a path that its base does not have.
* @throws EvidenceError when the list is cut off before an answer: padding a pull request must not switch the gate off.
*/
async function earlierNames(client, repository, pullRequest, path, limit = LISTED_FILES) {
	const files = await client.paginate(client.rest.pulls.listFiles, {
		...repository,
		pull_number: pullRequest,
		per_page: 100
	});
	const own = files.find((file) => file.filename === path);
	if (files.length >= limit && own?.status !== "renamed") throw new EvidenceError({
		code: "CHANGED_FILES_INCOMPLETE",
		message: `Looking for the earlier name of ${path}: pull request #${pullRequest} changes ${limit} files or more, and GitHub lists no more than that.`,
		hint: "Move or introduce the configuration in a pull request of its own."
	});
	return {
		renamedFrom: own?.status === "renamed" ? own.previous_filename ?? null : null,
		removed: files.filter((file) => file.status === "removed").map((file) => file.filename)
	};
}
/** Number of the pull request that a merge group's branch (`…/pr-12-<sha>`) belongs to. */
function pullRequestOfMergeGroup(headRef) {
	const match = /\/pr-(\d{1,15})-[0-9a-f]{40}$/.exec(headRef ?? "");
	return match ? Number(match[1]) : void 0;
}

// packages/github/src/contents.ts
const MAX_BYTES = 1 << 20;
/**
* Text of a file at a commit, through the API (a shallow checkout does not have the base commit); null when the commit has
* no such file. A commit that the API does not show is an error, not a missing file: a gate would take it for a first policy.
* @throws EvidenceError when the path is not a regular file of at most 1 MB, or the commit is unknown.
*/
async function fileAt(client, repository, path, sha) {
	try {
		const { data } = await client.rest.repos.getContent({
			...repository,
			path: insideRepository(path),
			ref: sha
		});
		if (Array.isArray(data) || data.type !== "file" || !("content" in data) || data.size > MAX_BYTES) throw new EvidenceError({
			code: "BASE_FILE_UNUSABLE",
			message: `Reading ${path} at ${sha}: expected a regular file of at most ${MAX_BYTES} bytes.`,
			hint: "Keep the configuration a plain file in the repository."
		});
		return Buffer.from(data.content, "base64").toString("utf8");
	} catch (error) {
		if (statusOf(error) !== 404) throw error;
		await requireCommit(client, repository, sha, path);
		return null;
	}
}
/** Dots in a path would change the address of the API call. */
function insideRepository(path) {
	const parts = path.split("/");
	if (path !== "" && !parts.some((part) => part === "" || part === "." || part === "..")) return path;
	throw new ConfigError({
		code: "PATH_OUTSIDE",
		message: `Reading ${JSON.stringify(path.slice(0, 200))} from the repository: expected a path below its root, without "." and "..".`,
		hint: "Keep the configuration inside the repository."
	});
}
async function requireCommit(client, repository, sha, path) {
	try {
		await client.rest.git.getCommit({
			...repository,
			commit_sha: sha
		});
	} catch (error) {
		if (statusOf(error) !== 404) throw error;
		throw new EvidenceError({
			code: "BASE_COMMIT_UNKNOWN",
			message: `Reading ${path} at ${sha}: ${repository.owner}/${repository.repo} has no such commit, or the token may not see it.`,
			hint: "Give the job `permissions: contents: read`. Without the base commit nothing is known about the policy.",
			cause: error
		});
	}
}
/** Paths a pull request changes, at most `limit`; null when there are more (then everything counts as changed). */
async function changedFiles(client, repository, pullRequest, limit = LISTED_FILES) {
	const paths = [];
	const pages = client.paginate.iterator(client.rest.pulls.listFiles, {
		...repository,
		pull_number: pullRequest,
		per_page: 100
	});
	for await (const { data } of pages) {
		for (const file of data) {
			paths.push(file.filename);
			if (file.previous_filename) paths.push(file.previous_filename);
		}
		if (paths.length >= limit) return null;
	}
	return paths;
}

export { createClient as a, statusOf as c, pullRequestOfMergeGroup as i, fileAt as n, repositoryName as o, earlierNames as r, mayHaveHappened as s, changedFiles as t };