import { S as exitCode, b as combineExitCodes, j as EvidenceError } from "./core-main.js";
import { r as writeWhole } from "./use-cases-document-file.js";
import { g as visibleText, h as plainText, v as markOf } from "./report-number-format.js";
import { a as readDocument, l as renderSummary, r as documentsByModel, t as buildReportView } from "./report-main.js";
import { t as documentsInDirectory } from "./use-cases-documents-in.js";
import { resolve } from "node:path";

// packages/report/src/junit/junit.ts
const ESCAPES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&apos;"
};
/** Text for an attribute or element of XML 1.0; characters that XML cannot hold are shown as their code point. */
function xml(value, max = 4096) {
	return visibleText(value, max).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
/**
* JUnit XML of one or several models, one suite a stage and one case a check. A failed check is a `failure`, an error an
* `error`. Only a passed check is a passed case: everything else that does not block is `skipped`, with the reason.
*/
function renderJunit(views) {
	const all = "stages" in views ? [views] : views;
	const suites = all.flatMap((view) => view.stages.map((stage) => suite(view, stage)));
	const total = (key) => suites.reduce((sum, each) => sum + each[key], 0);
	const counts = `tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}" skipped="${total("skipped")}"`;
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(all.map((view) => view.model).join(" "))}" ${counts}>\n${suites.map((each) => each.xml).join("\n")}\n</testsuites>\n`;
}
function suite(view, stage) {
	const cases = stage.findings.map((finding) => ({
		outcome: outcome(finding),
		xml: checkCase(view, stage, finding)
	}));
	if (stage.error !== null || cases.length === 0) cases.push(stageCase(view, stage));
	const count = (which) => cases.filter((each) => each.outcome === which).length;
	const counts = {
		tests: cases.length,
		failures: count("failures"),
		errors: count("errors"),
		skipped: count("skipped")
	};
	const attributes = Object.entries(counts).map(([key, n]) => `${key}="${n}"`);
	const name = `${view.model}.${stage.stage}`;
	return {
		...counts,
		xml: [
			`  <testsuite name="${xml(name)}" ${attributes.join(" ")}>`,
			...cases.map((each) => each.xml),
			"  </testsuite>"
		].join("\n")
	};
}
function outcome(finding) {
	switch (markOf(finding)) {
		case "pass": return "passed";
		case "error": return "errors";
		case "fail": return "failures";
		case "inconclusive": return finding.inconclusiveBlocks ? "failures" : "skipped";
		case "warn":
		case "waived":
		case "not_applicable": return "skipped";
	}
}
function checkCase(view, stage, finding) {
	const attributes = `classname="${xml(`${view.model}.${stage.stage}.${finding.group}`)}" name="${xml(finding.id)}"`;
	const message = xml(finding.message);
	const word = markOf(finding);
	switch (outcome(finding)) {
		case "passed": return `    <testcase ${attributes}/>`;
		case "skipped": return `    <testcase ${attributes}><skipped message="${xml(word === "warn" ? "warning" : word)}: ${message}"/></testcase>`;
		case "failures": return `    <testcase ${attributes}><failure type="${word}" message="${message}"/></testcase>`;
		case "errors": return `    <testcase ${attributes}><error type="error" message="${message}"/></testcase>`;
	}
}
/** The case of the stage itself: its error, or its verdict where it evaluated no check. */
function stageCase(view, stage) {
	const attributes = `classname="${xml(`${view.model}.${stage.stage}`)}" name="${xml(stage.stage)}"`;
	if (stage.error === null && stage.verdict === "pass") return {
		outcome: "passed",
		xml: `    <testcase ${attributes}/>`
	};
	const message = xml(stage.error === null ? plainText(stage.deciding) : `${stage.error.message} ${stage.error.hint ?? ""}`.trim());
	return {
		outcome: "errors",
		xml: `    <testcase ${attributes}><error type="${xml(stage.error?.code ?? stage.verdict)}" message="${message}"/></testcase>`
	};
}

// packages/use-cases/src/report-stage.ts
/** Exit code of several documents: each under its own policy, the worst of them. */
function documentsExit(documents, failOn) {
	return combineExitCodes(documents.map((document) => {
		const stage = document;
		return exitCode({
			verdict: document.verdict,
			inconclusiveBlocks: stage.inconclusive_blocks ?? false,
			policyIntroduced: stage.policy_change?.introduced ?? false
		}, failOn);
	}));
}
/** One view a model, models in order of their names. */
function viewsOf(documents, context) {
	return documentsByModel(documents, context.model).map(({ documents: own }) => buildReportView(own, context));
}
/** Renders the documents of a directory. @throws EvidenceError when there are none. */
async function report(host, request) {
	const documents = documentsInDirectory(resolve(host.cwd, request.from)).map((found) => found.document);
	if (documents.length === 0) throw noDocuments(request.from);
	const views = viewsOf(documents, {
		trust: "own",
		model: request.config?.model ?? "model",
		failOn: request.failOn,
		toolVersion: host.tool.version
	});
	const markdown = views.map(renderSummary).join("\n");
	const files = [];
	const write = (path, content) => {
		if (path === void 0) return;
		writeWhole(resolve(host.cwd, path), content);
		files.push(path);
	};
	write(request.markdown, `${markdown.trimEnd()}\n`);
	if (request.html !== void 0) write(request.html, await htmlOf(views));
	if (request.junit !== void 0) write(request.junit, renderJunit(views));
	return {
		exitCode: documentsExit(documents, request.failOn),
		markdown,
		files,
		views
	};
}
/** Markdown of the one document a stage just wrote, for its job summary. */
function markdownOf(host, outcome, model) {
	const read = readDocument(outcome.document);
	if (read === null || "problems" in read) return outcome.summary;
	return viewsOf([read.document], {
		trust: "own",
		model,
		toolVersion: host.tool.version
	}).map(renderSummary).join("\n");
}
/** The HTML report; its renderer is loaded only here. */
async function htmlOf(views) {
	const { renderHtml } = await import("./report-page.js");
	return renderHtml(views);
}
/** The error of a report without anything to report. */
function noDocuments(from) {
	return new EvidenceError({
		code: "REPORT_NO_DOCUMENTS",
		message: `Looked for result documents in ${from} and found none.`,
		hint: "Run validate or evaluate first (in a workflow: in the same job, or in jobs whose artifacts this job may read)."
	});
}

export { report as a, noDocuments as i, htmlOf as n, viewsOf as o, markdownOf as r, renderJunit as s, documentsExit as t };