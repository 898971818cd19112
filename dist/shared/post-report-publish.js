import { i as EvidenceError, o as InternalError, s as PermissionError } from "./core-errors.js";
import { b as mayHaveHappened, t as currentViewer, x as statusOf } from "./github-main.js";
import { d as compareSequences, f as parseMarker, o as fittedMarkdown, r as renderComment, s as DETAIL, u as afterMarker } from "./report-main.js";
import { g as visibleText, p as verdictSentence, v as markOf, z as isRepositoryPath } from "./report-number-format.js";

// packages/github/src/check-runs.ts
const ANNOTATIONS_PER_REQUEST = 50;
const TITLE_LENGTH = 255;
const MESSAGE_LENGTH = 16e3;
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

// packages/github/src/comments.ts
async function findReportComment(client, repository, pullRequest, model, viewer) {
	const pages = client.paginate.iterator(client.rest.issues.listComments, {
		...repository,
		issue_number: pullRequest,
		per_page: 100
	});
	for await (const { data } of pages) for (const comment of data) {
		const marker = parseMarker(comment.body ?? "");
		if (!marker || marker.key !== model || !viewer.wrote(comment.user)) continue;
		return {
			id: comment.id,
			url: comment.html_url,
			body: comment.body ?? "",
			sequence: marker.sequence
		};
	}
	return null;
}
async function writeReportComment(client, repository, pullRequest, present, body, options = {}) {
	const marker = parseMarker(body);
	if (!marker) throw new InternalError({
		code: "COMMENT_WITHOUT_MARKER",
		message: "A report comment was to be written whose body does not begin with its marker; it would never be found again."
	});
	if (present === null) return create(client, repository, pullRequest, body);
	if (!options.afterMerge && compareSequences(marker.sequence, present.sequence) < 0) return {
		action: "stale",
		url: present.url
	};
	if (afterMarker(body) === afterMarker(present.body)) return {
		action: "unchanged",
		url: present.url
	};
	try {
		const { data } = await client.rest.issues.updateComment({
			...repository,
			comment_id: present.id,
			body
		});
		return {
			action: "updated",
			url: data.html_url
		};
	} catch (error) {
		if (statusOf(error) === 404) return create(client, repository, pullRequest, body);
		throw error;
	}
}
async function create(client, repository, pullRequest, body) {
	const post = async () => {
		const { data } = await client.rest.issues.createComment({
			...repository,
			issue_number: pullRequest,
			body
		});
		return {
			action: "created",
			url: data.html_url
		};
	};
	try {
		return await post();
	} catch (error) {
		if (!mayHaveHappened(error)) throw error;
		const url = await urlOfBody(client, repository, pullRequest, body);
		return url === null ? post() : {
			action: "created",
			url
		};
	}
}
async function urlOfBody(client, repository, pullRequest, body) {
	return (await client.paginate(client.rest.issues.listComments, {
		...repository,
		issue_number: pullRequest,
		per_page: 100
	})).find((comment) => comment.body === body)?.html_url ?? null;
}

// packages/report/src/check-run/check-run.ts
const ANNOTATION_LIMIT = 50;
const CHECK_BUDGET = {
	units: 6e4,
	bytes: 65e3
};
function renderCheckRun(view) {
	return {
		conclusion: conclusion(view),
		title: visibleText(verdictSentence(view), 240),
		summary: fittedMarkdown(view, {
			budget: CHECK_BUDGET,
			levels: [
				DETAIL.normal,
				DETAIL.small,
				DETAIL.smallest
			],
			before: "",
			after: ""
		}),
		annotations: renderAnnotations(view)
	};
}
function conclusion(view) {
	if (view.trust === "fork") return "neutral";
	if (view.blocks) return "failure";
	return view.verdict === "pass" ? "success" : "neutral";
}
function renderAnnotations(view) {
	const order = [
		"failure",
		"warning",
		"notice"
	];
	return view.stages.flatMap((stage) => stage.findings).flatMap((finding) => annotation(finding, view) ?? []).sort((a, b) => order.indexOf(a.annotation_level) - order.indexOf(b.annotation_level)).slice(0, 50);
}
function annotation(finding, view) {
	const { location } = finding;
	if (location === null || !isRepositoryPath(location.file)) return null;
	const mark = markOf(finding);
	if (mark === "pass" || mark === "not_applicable") return null;
	return {
		path: location.file,
		start_line: location.line,
		end_line: location.line,
		annotation_level: annotationLevel(finding, view),
		title: visibleText(`${mark === "warn" ? "warning" : mark}: ${finding.id}`, 200),
		message: visibleText(finding.message, 2e3)
	};
}
function annotationLevel(finding, view) {
	if (finding.verdict === "waived") return "notice";
	return finding.blocking && (finding.verdict === "inconclusive" ? finding.inconclusiveBlocks : true) && view.trust === "own" ? "failure" : "warning";
}

// actions/post-report/src/publish.ts
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
	const outcome = await writeReportComment(client, repository, target.pull.number, present, body, { afterMerge: target.afterMerge });
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

export { writeCheckRun as a, writeReportComment as i, renderCheckRun as n, publish, findReportComment as r, renderAnnotations as t };