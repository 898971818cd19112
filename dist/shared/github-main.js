import { a as ExternalError, c as asDeliveryError, d as registerSecret, i as EvidenceError, n as DeliveryError, s as PermissionError, t as ConfigError } from "./core-errors.js";
import { i as Octokit$1, r as paginateRest, t as legacyRestEndpointMethods } from "./octokit-plugin-rest-endpoint-methods.js";
import { n as requireRefLogPath, r as requireRefName } from "./core-ref-log-names.js";

// node_modules/@octokit/plugin-request-log/dist-src/version.js
const VERSION$1 = "6.0.0";

// node_modules/@octokit/plugin-request-log/dist-src/index.js
function requestLog(octokit) {
	octokit.hook.wrap("request", (request, options) => {
		octokit.log.debug("request", options);
		const start = Date.now();
		const requestOptions = octokit.request.endpoint.parse(options);
		const path = requestOptions.url.replace(options.baseUrl, "");
		return request(options).then((response) => {
			const requestId = response.headers["x-github-request-id"];
			octokit.log.info(`${requestOptions.method} ${path} - ${response.status} with id ${requestId} in ${Date.now() - start}ms`);
			return response;
		}).catch((error) => {
			const requestId = error.response?.headers["x-github-request-id"] || "UNKNOWN";
			octokit.log.error(`${requestOptions.method} ${path} - ${error.status} with id ${requestId} in ${Date.now() - start}ms`);
			throw error;
		});
	});
}
requestLog.VERSION = VERSION$1;

// node_modules/@octokit/rest/dist-src/version.js
const VERSION = "22.0.1";

// node_modules/@octokit/rest/dist-src/index.js
const Octokit = Octokit$1.plugin(requestLog, legacyRestEndpointMethods, paginateRest).defaults({ userAgent: `octokit-rest.js/${VERSION}` });

// packages/github/src/rate-limit.ts
const DEFAULT_WAIT_MS = 6e4;
const SHORTEST_WAIT_MS = 1e3;
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
const SCOPES = [
	[/\/issues\/.*comments/, "pull-requests"],
	[/\/issues/, "issues"],
	[/\/check-runs/, "checks"],
	[/\/pulls/, "pull-requests"],
	[/\/actions\//, "actions"],
	[/\/deployments/, "deployments"]
];
const WRITTEN = /\/issues\/.*comments|\/check-runs|\/deployments/;
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
function statusOf(error) {
	return error.status;
}
function mayHaveHappened(error) {
	return error instanceof ExternalError && error.code === "GITHUB_API_FAILED" && error.retryable;
}

// packages/github/src/retry.ts
const ATTEMPTS$1 = 4;
const MAX_WAIT_MS = 6e4;
const BASE_WAIT_MS = 500;
const TRANSIENT = [
	500,
	502,
	503,
	504
];
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
			if (wait === null || wait > maxWait || attempt === ATTEMPTS$1) throw apiError(failure, endpoint, attempt, now());
			options.log?.(`GitHub API: ${describe(failure)}; trying again in ${Math.ceil(wait / 1e3)} s (attempt ${attempt + 1} of ${ATTEMPTS$1})`);
			await sleep(wait);
		}
	};
}
function mayRepeat(endpoint) {
	return (endpoint.method ?? "GET").toUpperCase() !== "POST" || /\/graphql$/.test(endpoint.url ?? "");
}
function waitBefore(failure, repeatable, attempt, nowMs) {
	const limit = rateLimitWait(failure, nowMs);
	if (limit !== null) return limit;
	return (TRANSIENT.includes(failure.status) || isNetworkFailure(failure)) && repeatable ? BASE_WAIT_MS * 2 ** (attempt - 1) : null;
}
function isNetworkFailure(failure) {
	if (failure.response !== void 0) return false;
	return failure.status === 500 || /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket|terminated|fetch failed/i.test(String(failure.message));
}
function describe(failure) {
	return failure.response === void 0 ? "no answer" : `HTTP ${failure.status}`;
}

// packages/github/src/client.ts
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
function repositoryName(fullName) {
	const match = /^(?!\.\.?\/)([A-Za-z0-9._-]+)\/(?!\.\.?$)([A-Za-z0-9._-]+)$/.exec(fullName ?? "");
	if (!match) throw new ConfigError({
		code: "REPOSITORY_UNKNOWN",
		message: `GITHUB_REPOSITORY names the repository as OWNER/REPO; found ${fullName ? JSON.stringify(fullName) : "nothing"}.`,
		hint: "Run inside a workflow, or set GITHUB_REPOSITORY."
	});
	return {
		owner: match[1],
		repo: match[2]
	};
}

// packages/github/src/code-checks.ts
async function codeChecks(client, repository, sha, names) {
	const found = [];
	for (const name of names) {
		const { data } = await client.rest.checks.listForRef({
			...repository,
			ref: sha,
			check_name: name,
			filter: "latest",
			per_page: 100
		});
		const runs = data.check_runs.filter((run) => run.name === name);
		const open = runs.find((run) => run.status !== "completed");
		const red = runs.find((run) => run.status === "completed" && run.conclusion !== "success");
		const shown = red ?? open ?? runs[0];
		found.push({
			name,
			state: runs.length === 0 ? "absent" : red ? "red" : open ? "open" : "green",
			conclusion: shown?.conclusion ?? shown?.status ?? null,
			url: shown?.html_url ?? null
		});
	}
	return found;
}

// packages/github/src/earlier-names.ts
const LISTED_FILES = 3e3;
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
function pullRequestOfMergeGroup(headRef) {
	const match = /\/pr-(\d{1,15})-[0-9a-f]{40}$/.exec(headRef ?? "");
	return match ? Number(match[1]) : void 0;
}

// packages/github/src/contents.ts
const MAX_BYTES = 1 << 20;
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

// packages/github/src/deployments.ts
const TASK = "model-delivery";
const DESCRIPTION_LENGTH = 140;
async function projectDeploymentStatus(client, repository, facts) {
	const id = await findDeployment(client, repository, facts) ?? await createDeployment(client, repository, facts);
	const { data: statuses } = await client.rest.repos.listDeploymentStatuses({
		...repository,
		deployment_id: id,
		per_page: 1
	});
	const description = facts.description.slice(0, DESCRIPTION_LENGTH);
	const latest = statuses[0];
	if (latest?.state === facts.state && latest.description === description) return {
		id,
		written: false
	};
	await client.rest.repos.createDeploymentStatus({
		...repository,
		deployment_id: id,
		state: facts.state,
		description,
		auto_inactive: false,
		...facts.logUrl === void 0 ? {} : { log_url: facts.logUrl }
	});
	return {
		id,
		written: true
	};
}
async function findDeployment(client, repository, { environment, key }) {
	const { data } = await client.rest.repos.listDeployments({
		...repository,
		environment,
		task: TASK,
		per_page: 20
	});
	return data.find(({ payload }) => keyOf(payload) === key)?.id ?? null;
}
function keyOf(payload) {
	if (typeof payload !== "string") return payload?.key;
	try {
		return JSON.parse(payload)?.key;
	} catch {
		return;
	}
}
async function createDeployment(client, repository, { ref, environment, key, description }) {
	const { data } = await client.rest.repos.createDeployment({
		...repository,
		ref,
		environment,
		task: TASK,
		auto_merge: false,
		required_contexts: [],
		payload: { key },
		description: description.slice(0, DESCRIPTION_LENGTH)
	});
	if ("id" in data) return data.id;
	throw new Error(`GitHub did not create the deployment: ${data.message ?? "no reason given"}`);
}

// packages/github/src/dispatch.ts
async function defaultBranch(client, repository) {
	const { data } = await client.rest.repos.get({ ...repository });
	return data.default_branch;
}
async function checkWorkflow(client, repository, workflow) {
	const { data } = await client.rest.actions.getWorkflow({
		...repository,
		workflow_id: workflow
	}).catch((error) => {
		throw statusOf(error) === 404 ? workflowMissing(workflow, repository, error) : error;
	});
	if (data.state === "active") return;
	throw new ConfigError({
		code: "WORKFLOW_DISABLED",
		message: `The workflow ${workflow} of ${repository.owner}/${repository.repo} cannot be dispatched: it is ${data.state.replaceAll("_", " ")}.`,
		hint: `Enable it: Actions, ${data.name}, "Enable workflow", or \`gh workflow enable ${workflow}\`. GitHub disables schedules of repositories that rest for 60 days.`
	});
}
async function dispatchWorkflow(client, repository, dispatch) {
	const request = {
		...repository,
		workflow_id: dispatch.workflow,
		ref: dispatch.ref,
		inputs: { ...dispatch.inputs }
	};
	try {
		const { data } = await client.rest.actions.createWorkflowDispatch({
			...request,
			return_run_details: true
		});
		return runOf(data);
	} catch (error) {
		if (statusOf(error) !== 400 && statusOf(error) !== 422) throw explained(error, dispatch, repository);
	}
	try {
		const { data } = await client.rest.actions.createWorkflowDispatch(request);
		return runOf(data);
	} catch (error) {
		throw explained(error, dispatch, repository);
	}
}
const mayHaveStarted = mayHaveHappened;
function runOf(data) {
	const details = typeof data === "object" && data !== null ? data : {};
	return {
		id: details.workflow_run_id ?? null,
		url: details.html_url ?? null
	};
}
function workflowMissing(workflow, repository, cause) {
	return new ConfigError({
		code: "WORKFLOW_MISSING",
		message: `Looked for the workflow ${workflow} in ${repository.owner}/${repository.repo} and found none on the default branch.`,
		hint: "Write `retraining.workflow` (input `workflow`) as the file name below .github/workflows, such as ml-retrain.yml, and merge that file; a token without `actions: read` sees no workflow either.",
		cause
	});
}
function explained(error, { workflow, ref, inputs }, repository) {
	const status = statusOf(error);
	if (status === 404) return workflowMissing(workflow, repository, error);
	if (status !== 400 && status !== 422) return error;
	const said = error.message;
	const refused = (code, found, hint) => new ConfigError({
		code,
		message: `Dispatching ${workflow} on ${ref} was refused: ${found}.`,
		hint,
		cause: error
	});
	if (/workflow_dispatch/.test(said)) return refused("WORKFLOW_WITHOUT_DISPATCH", "it has no `workflow_dispatch` trigger", `Add \`workflow_dispatch:\` with an input \`reason\` to the \`on:\` of ${workflow}, on the branch ${ref}.`);
	if (/No ref found/i.test(said)) return refused("WORKFLOW_REF_MISSING", `there is no branch or tag ${ref}`, "Correct the input `ref` or `retraining.ref`.");
	if (/inputs?\b/i.test(said)) {
		const names = Object.keys(inputs).join(", ");
		const hint = `Declare the input${names.includes(",") ? "s" : ""} ${names} under \`workflow_dispatch.inputs\` of ${workflow}, and give every other required input a default.`;
		return refused("WORKFLOW_INPUTS", `its inputs do not take ${names} (${said.slice(0, 300)})`, hint);
	}
	return refused("WORKFLOW_REFUSED", said.slice(0, 400), `Look at the \`on:\` of ${workflow} on ${ref}.`);
}
async function findDispatchedRun(client, repository, search) {
	const { data } = await client.rest.actions.listWorkflowRuns({
		...repository,
		workflow_id: search.workflow,
		event: "workflow_dispatch",
		branch: search.ref.replace(/^refs\/(?:heads|tags)\//, ""),
		per_page: 100
	});
	const from = Date.parse(search.since) - 6e4;
	const runs = data.workflow_runs.filter((run) => Date.parse(run.created_at) >= from);
	const named = runs.find((run) => run.display_title.includes(search.word));
	const run = named ?? (runs.length === 1 ? runs[0] : void 0);
	if (run !== void 0) return {
		run: {
			id: run.id,
			url: run.html_url
		},
		certain: named !== void 0
	};
	if (runs.length === 0) return null;
	throw new ExternalError({
		code: "DISPATCH_AMBIGUOUS",
		system: "GitHub API",
		message: `A dispatch of ${search.workflow} was begun at ${search.since} and its outcome never noted; since then ${runs.length} runs were dispatched and none names ${search.word}.`,
		hint: `Give ${search.workflow} a \`run-name\` with \`\${{ inputs.reason }}\`, so that a run can be told from others. Until this is settled nothing is dispatched, so that nothing is dispatched twice.`,
		retryable: false
	});
}

// packages/github/src/issues.ts
const facts = (issue) => ({
	number: issue.number,
	url: issue.html_url,
	open: issue.state === "open",
	closedAt: issue.closed_at,
	title: issue.title,
	body: issue.body ?? ""
});
async function issueByNumber(client, repository, number) {
	try {
		const { data } = await client.rest.issues.get({
			...repository,
			issue_number: number
		});
		return facts(data);
	} catch (error) {
		const status = error.status;
		if (status === 404 || status === 410) return null;
		throw error;
	}
}
async function findOpenIssue(client, repository, marker, viewer) {
	const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
		...repository,
		state: "open",
		sort: "created",
		direction: "asc",
		per_page: 100
	});
	for await (const { data } of pages) for (const issue of data) {
		if (issue.pull_request || !(issue.body ?? "").startsWith(marker) || !viewer.wrote(issue.user)) continue;
		return facts(issue);
	}
	return null;
}
async function writeIssue(client, repository, viewer, content) {
	const { marker, title, body } = content;
	const present = await findOpenIssue(client, repository, marker, viewer);
	if (present !== null) {
		if (present.body === body && present.title === title) return present;
		const { data } = await client.rest.issues.update({
			...repository,
			issue_number: present.number,
			title,
			body
		});
		return facts(data);
	}
	try {
		const { data } = await client.rest.issues.create({
			...repository,
			title,
			body
		});
		return facts(data);
	} catch (error) {
		if (!mayHaveHappened(error)) throw error;
		const created = await findOpenIssue(client, repository, marker, viewer);
		if (created === null) throw error;
		return created;
	}
}

// packages/github/src/ref-log.ts
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
const COMMIT = /^[0-9a-f]{40,64}$/;
const KEPT_COMMITS = 4;
const KEPT_BYTES = 262144;
function githubRefLog(client, repository, options = {}) {
	return new GitHubRefLog(client, repository, options.sleep);
}
var GitHubRefLog = class {
	place;
	#client;
	#repository;
	#sleep;
	#trees = /* @__PURE__ */ new Map();
	#files = /* @__PURE__ */ new Map();
	constructor(client, repository, sleep) {
		this.#client = client;
		this.#repository = repository;
		this.#sleep = sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
		this.place = `${repository.owner}/${repository.repo}`;
	}
	async head(ref) {
		requireRefName(ref);
		try {
			const { data } = await this.#client.rest.git.getRef({
				...this.#repository,
				ref: withoutRefs(ref)
			});
			return data.object.sha;
		} catch (error) {
			if (statusOf(error) === 409) return null;
			if (statusOf(error) !== 404) throw error;
			await this.#client.rest.repos.get({ ...this.#repository });
			return null;
		}
	}
	async read(commit, path) {
		requireRefLogPath(path);
		this.#requireCommitName(commit);
		const known = this.#files.get(commit)?.get(path);
		if (known !== void 0) return known.slice();
		const content = await this.#fetch(commit, path);
		if (content !== null) this.#remember(commit, [[path, content.slice()]]);
		return content;
	}
	async #fetch(commit, path) {
		try {
			const { data } = await this.#client.rest.repos.getContent({
				...this.#repository,
				path,
				ref: commit
			});
			if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return null;
			if (data.encoding === "base64") return new Uint8Array(Buffer.from(data.content, "base64"));
			const blob = await this.#client.rest.git.getBlob({
				...this.#repository,
				file_sha: data.sha
			});
			return new Uint8Array(Buffer.from(blob.data.content, "base64"));
		} catch (error) {
			if (statusOf(error) !== 404) throw error;
			await this.#treeOf(commit);
			return null;
		}
	}
	async list(commit, folder) {
		if (folder !== "") requireRefLogPath(folder);
		return [...(await this.contentIds(commit)).keys()].filter((path) => folder === "" || path.startsWith(`${folder}/`)).sort();
	}
	async contentIds(commit) {
		const tree_sha = await this.#treeOf(commit);
		const { data } = await this.#client.rest.git.getTree({
			...this.#repository,
			tree_sha,
			recursive: "true"
		});
		if (data.truncated) throw new EvidenceError({
			code: "TREE_TOO_LARGE",
			message: `Listing the files of ${commit.slice(0, 12)} in ${this.place}: GitHub shows only part of them.`,
			hint: "Run the command in a clone of the repository."
		});
		const files = data.tree.filter(({ type }) => type === "blob");
		return new Map(files.map(({ path, sha }) => [path, sha]));
	}
	async *commits(commit) {
		this.#requireCommitName(commit);
		const query = {
			...this.#repository,
			sha: commit,
			per_page: 100
		};
		for await (const { data } of this.#client.paginate.iterator(this.#client.rest.repos.listCommits, query)) for (const { sha, parents, commit: content } of data) {
			const time = Math.floor(Date.parse(content.committer?.date ?? content.author?.date ?? "") / 1e3);
			yield {
				commit: sha,
				parents: parents.map((parent) => parent.sha),
				time,
				message: content.message
			};
		}
	}
	async append(ref, expected, change) {
		requireRefName(ref);
		for (const path of Object.keys(change.files)) requireRefLogPath(path);
		const actual = await this.head(ref);
		if (actual !== expected) return {
			ok: false,
			actual
		};
		const commit = await this.#commit(expected, change);
		return this.#move(ref, expected, commit);
	}
	async #commit(parent, change) {
		const repository = this.#repository;
		const { git } = this.#client.rest;
		const tree = [];
		for (const [path, content] of Object.entries(change.files)) {
			const body = {
				content: Buffer.from(content).toString("base64"),
				encoding: "base64"
			};
			const { data } = await this.#repeating(() => git.createBlob({
				...repository,
				...body
			}));
			tree.push({
				path,
				mode: "100644",
				type: "blob",
				sha: data.sha
			});
		}
		const base = parent === null ? {} : { base_tree: await this.#treeOf(parent) };
		const { data: root } = await this.#repeating(() => git.createTree({
			...repository,
			tree,
			...base
		}));
		const fields = {
			message: change.message,
			tree: root.sha,
			parents: parent === null ? [] : [parent]
		};
		const { data: commit } = await this.#repeating(() => git.createCommit({
			...repository,
			...fields
		}));
		this.#trees.set(commit.sha, root.sha);
		const kept = parent === null ? [] : [...this.#files.get(parent) ?? []];
		const added = Object.entries(change.files).map(([path, content]) => [path, bytesOf(content)]);
		this.#remember(commit.sha, [...kept, ...added]);
		return commit.sha;
	}
	#remember(commit, files) {
		const known = this.#files.get(commit) ?? /* @__PURE__ */ new Map();
		for (const [path, content] of files) if (content.length <= KEPT_BYTES) known.set(path, content);
		this.#files.set(commit, known);
		if (this.#files.size > KEPT_COMMITS) this.#files.delete(this.#files.keys().next().value);
	}
	async #move(ref, expected, commit) {
		const { git } = this.#client.rest;
		const repository = this.#repository;
		for (let attempt = 1;; attempt++) try {
			if (expected === null) await git.createRef({
				...repository,
				ref,
				sha: commit
			});
			else await git.updateRef({
				...repository,
				ref: withoutRefs(ref),
				sha: commit,
				force: false
			});
			return {
				ok: true,
				commit
			};
		} catch (error) {
			const status = statusOf(error);
			if (status !== 422 && status !== 409 && !mayHaveHappened(error)) throw error;
			const actual = await this.head(ref);
			if (actual !== null && await this.#isAncestor(commit, actual)) return {
				ok: true,
				commit
			};
			if (actual !== expected || status === 422 && LOST.test(error.message)) return {
				ok: false,
				actual
			};
			if (status === 422) throw this.#protected(ref, error);
			if (attempt === ATTEMPTS) throw error;
			await this.#sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
		}
	}
	async #isAncestor(ancestor, descendant) {
		if (ancestor === descendant) return true;
		const basehead = `${ancestor}...${descendant}`;
		const { compareCommitsWithBasehead } = this.#client.rest.repos;
		try {
			const { data } = await compareCommitsWithBasehead({
				...this.#repository,
				basehead,
				per_page: 1
			});
			return data.status === "ahead" || data.status === "identical";
		} catch (error) {
			if (statusOf(error) === 404) return false;
			throw error;
		}
	}
	async #treeOf(commit) {
		this.#requireCommitName(commit);
		const known = this.#trees.get(commit);
		if (known !== void 0) return known;
		const { data } = await this.#client.rest.git.getCommit({
			...this.#repository,
			commit_sha: commit
		});
		this.#trees.set(commit, data.tree.sha);
		return data.tree.sha;
	}
	async #repeating(request) {
		for (let attempt = 1;; attempt++) try {
			return await request();
		} catch (error) {
			if (attempt === ATTEMPTS || !mayHaveHappened(error)) throw error;
			await this.#sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
		}
	}
	#requireCommitName(commit) {
		if (COMMIT.test(commit)) return;
		throw new ExternalError({
			code: "COMMIT_UNKNOWN",
			system: "GitHub API",
			message: `${JSON.stringify(commit.slice(0, 100))} is no commit.`
		});
	}
	#protected(ref, cause) {
		return new PermissionError({
			code: "REF_PROTECTED",
			message: `Moving ${ref} of ${this.place} forward: GitHub refused, though nobody else moved it: ${cause.message.slice(0, 300)}`,
			hint: "A branch protection or ruleset covers this ref: let the writer (github-actions) bypass it, or keep the ledger on another branch.",
			cause
		});
	}
};
const LOST = /fast.?forward|already exists|does not exist/i;
const bytesOf = (content) => new Uint8Array(Buffer.from(content));
function withoutRefs(ref) {
	return ref.slice(5);
}

// packages/github/src/run-approvals.ts
async function runApproval(client, repository, runId) {
	const { data } = await client.rest.actions.getReviewsForRun({
		...repository,
		run_id: runId
	});
	const review = data.filter((review) => review.state === "approved").at(-1);
	if (review === void 0 || data.at(-1)?.state === "rejected") return null;
	return {
		by: review.user.login,
		environment: review.environments[0]?.name ?? null,
		comment: review.comment === "" ? null : review.comment.slice(0, 4096)
	};
}

// packages/github/src/viewer.ts
async function currentViewer(client) {
	const login = await viewerLogin(client);
	return {
		login,
		wrote: (user) => user !== null && (user.login === login || user.type === "Bot" && user.login === `${login}[bot]`)
	};
}
async function viewerLogin(client) {
	try {
		const { viewer } = await client.graphql("query { viewer { login } }");
		return viewer.login;
	} catch (error) {
		if (error instanceof DeliveryError) throw error;
		throw new ExternalError({
			code: "GITHUB_API_FAILED",
			system: "GitHub API",
			message: `Asking the GitHub API whom the token belongs to failed: ${error.message.slice(0, 300)}`,
			hint: "Our comment is recognised by its author. Run the job again, or look at the status page of the GitHub server.",
			retryable: true,
			cause: error
		});
	}
}

export { codeChecks as _, issueByNumber as a, mayHaveHappened as b, defaultBranch as c, mayHaveStarted as d, projectDeploymentStatus as f, pullRequestOfMergeGroup as g, earlierNames as h, findOpenIssue as i, dispatchWorkflow as l, fileAt as m, runApproval as n, writeIssue as o, changedFiles as p, githubRefLog as r, checkWorkflow as s, currentViewer as t, findDispatchedRun as u, createClient as v, statusOf as x, repositoryName as y };