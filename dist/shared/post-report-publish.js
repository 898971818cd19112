import { P as PermissionError, j as EvidenceError } from "./core-main.js";
import { d as writeReportComment, t as currentViewer, u as findReportComment } from "./github-main.js";
import { c as renderComment, p as renderCheckRun } from "./report-main.js";

// packages/github/src/check-runs.ts
const ANNOTATIONS_PER_REQUEST = 50;
/** GitHub's limits: 255 characters and 64 kB. */
const TITLE_LENGTH = 255;
const MESSAGE_LENGTH = 16e3;
/**
* Writes one finished check run per name and commit and returns its URL. A re-run updates the present one; when that one has
* annotations a new one takes its place (the newest of a name is shown), because GitHub only ever appends annotations.
* The check run is display; the required status of a repository is the job.
*/
async function writeCheckRun(client, repository, content) {
	const present = await presentRun(client, repository, content);
	const [first = [], ...more] = chunks(content.annotations, ANNOTATIONS_PER_REQUEST);
	const { data } = present === null ? await client.rest.checks.create({
		...repository,
		name: content.name,
		head_sha: content.headSha,
		external_id: externalId(content),
		...body(content, first)
	}) : await client.rest.checks.update({
		...repository,
		check_run_id: present,
		...body(content, first)
	});
	for (const annotations of more) await client.rest.checks.update({
		...repository,
		check_run_id: data.id,
		...body(content, annotations)
	});
	return data.html_url ?? "";
}
/** Id of our check run that can be brought up to date; null when there is none. */
async function presentRun(client, repository, content) {
	const { data } = await client.rest.checks.listForRef({
		...repository,
		ref: content.headSha,
		check_name: content.name,
		per_page: 100
	});
	const own = data.check_runs.find((run) => run.external_id === externalId(content));
	return own !== void 0 && own.output.annotations_count === 0 ? own.id : null;
}
function externalId(content) {
	return `model-delivery:${content.name}`;
}
function body(content, annotations) {
	return {
		status: "completed",
		conclusion: content.conclusion,
		...content.detailsUrl ? { details_url: content.detailsUrl } : {},
		output: {
			title: content.title,
			summary: content.summary,
			...content.text ? { text: content.text } : {},
			annotations: annotations.map((annotation) => ({
				path: annotation.path,
				start_line: annotation.line,
				end_line: annotation.line,
				annotation_level: annotation.level,
				title: annotation.title.slice(0, TITLE_LENGTH),
				message: annotation.message.slice(0, MESSAGE_LENGTH)
			}))
		}
	};
}
function chunks(items, size) {
	const result = [];
	for (let i = 0; i < items.length; i += size) result.push(items.slice(i, i + size));
	return result;
}

// actions/post-report/src/publish.ts
/**
* Publishes one model's report. A token without permission costs the comment or the check run, not the report: the reader
* gets a warning with the fix, the job summary has everything.
*/
async function publish(context, repository, target, view, wanted) {
	const { host } = context;
	if (target.movedOn) {
		host.log.notice(`The pull request has moved on from ${target.sha.slice(0, 7)}: the run of its newest commit reports, this one wrote its job summary only.`);
		return {
			commentUrl: null,
			checkUrl: null
		};
	}
	const comment = wanted.comment ? await permitted(host, () => writeComment(context, repository, target, view)) : null;
	if (comment?.action === "stale") {
		host.log.notice(`A newer run has reported already (${comment.url}): this one wrote its job summary only.`);
		return {
			commentUrl: comment.url,
			checkUrl: null
		};
	}
	const checkUrl = wanted.check ? await permitted(host, () => writeCheck(context, repository, target, view)) : null;
	return {
		commentUrl: comment?.url ?? null,
		checkUrl
	};
}
async function permitted(host, write) {
	try {
		return await write();
	} catch (error) {
		if (!(error instanceof PermissionError)) throw error;
		host.log.warning(`${error.message}\n${error.hint ?? ""}`);
		return null;
	}
}
async function writeComment(context, repository, target, view) {
	const { host } = context;
	if (target.pull === null) {
		host.log.info("No pull request belongs to this run: the job summary has the report.");
		return null;
	}
	const client = await context.client();
	const viewer = await currentViewer(client);
	const present = await findReportComment(client, repository, target.pull.number, view.model, viewer);
	const body = renderComment(view, {
		...present ? { previousBody: present.body } : {},
		sequence: view.sequence ?? target.run
	});
	const outcome = await writeReportComment(client, repository, target.pull.number, present, body);
	host.log.info(`Comment on pull request #${target.pull.number}: ${outcome.action} ${outcome.url}`);
	return outcome;
}
async function writeCheck(context, repository, target, view) {
	if (target.sha === "") throw new EvidenceError({
		code: "COMMIT_UNKNOWN",
		message: "A check run stands on a commit, and this run names none (GITHUB_SHA is empty).",
		hint: "Run inside a workflow, or set `report: {check: false}`."
	});
	const report = renderCheckRun(view);
	return writeCheckRun(await context.client(), repository, {
		name: `model-delivery / ${view.model}`,
		headSha: target.sha,
		conclusion: report.conclusion,
		title: report.title,
		summary: report.summary,
		detailsUrl: view.runUrl ?? void 0,
		annotations: report.annotations.map((annotation) => ({
			path: annotation.path,
			line: annotation.start_line,
			level: annotation.annotation_level,
			title: annotation.title,
			message: annotation.message
		}))
	});
}

export { publish, writeCheckRun as t };