import { a as combineExitCodes, l as worstVerdict, s as exitCode } from "./core-verdict.js";
import { i as EvidenceError, o as InternalError } from "./core-errors.js";
import { t as MODEL_NAME } from "./core-names.js";
import { A as mark, B as safeHref, C as code, D as line, E as left, F as strong, I as table, L as text, M as quote, N as right, O as link, P as shortDigest, R as fileHref, S as caption, T as joined, _ as MARKS, a as formatInterval, b as tally, c as measurementDecimals, g as visibleText, h as plainText, i as formatChange, j as paragraph, k as list, n as formatBound, o as formatNumber, r as formatBytes, s as formatShare, t as counted, v as markOf, w as digest, x as worstFirst, y as needsAttention } from "./report-number-format.js";
import { n as documentDigest } from "./core-digest.js";
import { a as isDataReport, c as isRetraining, d as readDocument, f as runOfDocument, i as isAliasEvent, l as isRollout, n as documentsByModel, o as isEvaluation, r as exitFactsOf, s as isModelVersion, t as REPORTED_SCHEMAS, u as modelOf } from "./report-documents.js";
import { n as CLOSED_ROLLOUT_STATES } from "./core-rollout.js";
import { i as renderSummary } from "./report-main.js";
import { r as writeWhole } from "./use-cases-document-file.js";
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
function xml(value, max = 4096) {
	return visibleText(value, max).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
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

// packages/report/src/view/sections.ts
function section(id, title, priority, blocks, folded = false) {
	return {
		id,
		title,
		priority,
		blocks,
		folded
	};
}
function notEvaluatedSection(stage, checks) {
	const skipped = checks.filter((check) => check.verdict === "not_applicable");
	const rows = skipped.map((check) => [[code(check.id)], [quote(check.message)]]);
	const title = `Not evaluated (${skipped.length})`;
	const blocks = rows.length === 0 ? [] : [table(`Checks of the ${stage} that were not evaluated`, [left("Check"), left("Why")], rows)];
	return section(`${stage}-not-evaluated`, `${title}: why`, 54, blocks, true);
}
function warningsSection(stage, warnings) {
	const shown = warnings.slice(0, 20).map((warning) => [quote(warning)]);
	if (warnings.length > 20) shown.push(line`and ${counted(warnings.length - 20, "more notice")}`);
	return section(`${stage}-notices`, `Notices of the ${stage}`, 56, shown.length === 0 ? [] : [list(shown)]);
}

// packages/report/src/view/alias-event-view.ts
function aliasEventView(document) {
	const { alias, from, to, action, reason, seq, meta, previous } = document;
	const rows = [
		[line`What`, [text(action)]],
		...alias === null ? [] : [[line`Alias`, [code(alias)]]],
		[line`Before`, from === null ? [text("none")] : [digest(from)]],
		[line`${alias === null ? "Archived" : "Now"}`, [digest(to)]],
		[line`Why`, [quote(reason)]],
		[line`When, by whom`, line`${quote(meta.time)}, ${meta.actor === null ? "unknown" : quote(meta.actor)}`],
		[line`Line of the ledger`, line`${seq}${previous === null ? [] : line`, after ${digest(previous)}`}`]
	];
	return {
		stage: "registry",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: "pass",
		inconclusiveBlocks: false,
		policyIntroduced: false,
		deciding: decidingSentence$4(document),
		tally: action,
		next: [],
		sections: [section("alias", "Ledger", 86, [table("The event", [left("Fact"), left("Value")], rows)])],
		findings: [],
		error: null,
		trend: null
	};
}
function decidingSentence$4({ alias, from, to, reason }) {
	if (alias === null) return line`version ${shortDigest(to)} was archived: ${quote(reason)}`;
	const before = from === null ? "nothing" : shortDigest(from);
	return line`${code(alias)} moved from ${before} to ${shortDigest(to)}: ${quote(reason)}`;
}

// packages/report/src/view/json-text.ts
function jsonText(value, depth = 0) {
	if (value === null || value === void 0) return depth === 0 ? "" : "none";
	if (typeof value === "number") return formatBound(value);
	if (typeof value === "boolean") return value ? "true" : "false";
	if (typeof value === "string") return value;
	if (Array.isArray(value)) {
		const shown = value.slice(0, 12).map((each) => jsonText(each, depth + 1));
		if (value.length > 12) shown.push(`and ${value.length - 12} more`);
		return depth === 0 ? shown.join(", ") : `[${shown.join(", ")}]`;
	}
	const members = Object.entries(value).filter(([, member]) => member !== null).map(([key, member]) => `${key} ${jsonText(member, depth + 1)}`);
	return depth === 0 ? members.join(", ") : `(${members.join(", ")})`;
}

// packages/report/src/view/data-check.ts
function place(check) {
	return check.column === null ? [code(check.dataset)] : line`${code(check.column)} in ${code(check.dataset)}`;
}
function dataRule(check) {
	if (check.statistic !== void 0) return line`${check.kind}: ${statisticName(check.statistic)} at most ${formatBound(check.statistic.threshold)}`;
	const expected = expectedText(check);
	return expected === "" ? [text(check.kind)] : line`${check.kind}: ${code(expected)}`;
}
function expectedText(check) {
	const { expected } = check;
	if (!((check.kind === "range" || check.kind === "length") && Array.isArray(expected) && expected.length === 2)) return jsonText(expected);
	const [low, high] = expected.map((end) => end === null ? null : jsonText(end));
	if (low === null) return `at most ${high}`;
	return high === null ? `at least ${low}` : `${low} to ${high}`;
}
function statisticName(statistic) {
	return statistic.name === "psi" ? text("PSI") : quote(statistic.name);
}
function failedRows(check) {
	if (check.failed === null) return "";
	if (check.evaluated === null) return formatNumber(check.failed);
	const share = check.evaluated === 0 ? "" : ` (${formatShare(check.failed, check.evaluated)})`;
	return `${formatNumber(check.failed)} of ${formatNumber(check.evaluated)}${share}`;
}
function observedText(check) {
	const { statistic } = check;
	if (statistic === void 0) {
		if (countsRows(check) && typeof check.observed === "number") return [];
		const observed = jsonText(check.observed);
		return observed === "" ? [] : [code(observed)];
	}
	if (statistic.value === null) return [];
	const decimals = statisticDecimals(statistic);
	const value = formatNumber(statistic.value, decimals);
	return [text(statistic.interval === null ? value : `${value} (${formatInterval(statistic.interval, decimals)})`)];
}
function statisticDecimals(statistic) {
	const [low, high] = statistic.interval ?? [null, null];
	const width = low === null || high === null ? null : high - low;
	return measurementDecimals(statistic.value ?? 0, [width, (statistic.value ?? 0) - statistic.threshold]);
}
function dataOutcome(check) {
	if (check.verdict === "error" || check.verdict === "not_applicable") return line`${place(check)}: ${quote(check.message)}`;
	if (check.statistic !== void 0) return driftOutcome(check, check.statistic);
	if (countsRows(check)) return rowsOutcome(check);
	const observed = observedText(check);
	return observed.length === 0 ? line`${place(check)}: ${quote(check.message)}` : line`${place(check)}: found ${observed}, rule ${dataRule(check)}`;
}
function countsRows(check) {
	return check.failed !== null && check.kind !== "columns";
}
function rowsOutcome(check) {
	const verb = check.failed === 1 ? "violates" : "violate";
	const rule = line`${verb} ${dataRule(check)}`;
	if (check.evaluated === null) return line`${place(check)}: ${counted(check.failed, "row")} ${rule}`;
	const share = check.evaluated === 0 ? "" : ` (${formatShare(check.failed, check.evaluated)})`;
	return line`${place(check)}: ${formatNumber(check.failed)} of ${counted(check.evaluated, "row")}${share} ${rule}`;
}
function driftOutcome(check, statistic) {
	const moved = {
		fail: "drifted",
		pass: "has not drifted beyond its limit",
		inconclusive: "may have drifted"
	};
	const word = check.verdict in moved ? moved[check.verdict] : "drift";
	const rows = statistic.n_current === void 0 ? "" : `, ${counted(statistic.n_current, "row")}`;
	const value = observedText(check);
	if (value.length === 0) return line`${place(check)}: ${quote(check.message)}`;
	return line`${place(check)} ${word}: ${statisticName(statistic)} ${value}${rows}; rule: at most ${formatBound(statistic.threshold)}`;
}

// packages/report/src/view/location.ts
function locationText(location, context) {
	if (location === void 0) return [];
	const href = context.trusted ? fileHref(context.repositoryUrl, context.headSha, location.file, location.line) : void 0;
	return link(href, code(`${location.file}:${location.line}`));
}
function locationCell(location, context) {
	const [full] = locationText(location, context);
	if (location === void 0 || full === void 0) return [];
	return full.kind === "link" ? link(full.href, text(`line\u00A0${location.line}`)) : [full];
}

// packages/report/src/view/data-tables.ts
const EXAMPLE_COLUMNS = 8;
const EXAMPLE_ROWS = 5;
const EXAMPLE_CHECKS = 5;
function dataCheckTable(name, checks, locations, context) {
	return table(name, [
		left("Verdict"),
		left("Data set"),
		left("Column"),
		left("Rule"),
		right("Failed rows"),
		right("Observed"),
		left("Set at")
	], checks.map((check) => [
		[mark(markOf(check))],
		[code(check.dataset)],
		check.column === null ? [] : [code(check.column)],
		dataRule(check),
		failedRows(check) === "" ? [] : [text(failedRows(check))],
		observedText(check),
		locationCell(locations?.[check.id], context)
	]));
}
function datasetTable(datasets) {
	const number = (value) => value === null ? [] : [text(formatNumber(value))];
	return table("Data sets", [
		left("Data set"),
		left("Source"),
		right("Rows"),
		right("Columns"),
		right("Size"),
		left("Problem")
	], datasets.map((dataset) => [
		[code(dataset.name)],
		[code(dataset.source)],
		number(dataset.rows),
		dataset.error === void 0 ? number(dataset.columns.length) : [],
		dataset.bytes === null ? [] : [text(formatBytes(dataset.bytes))],
		dataset.error === void 0 ? [] : line`${mark("error", false)} ${quote(dataset.error.message)}`
	]));
}
function exampleBlocks(checks) {
	return checks.filter((check) => (check.examples ?? []).length > 0).slice(0, EXAMPLE_CHECKS).flatMap((check) => {
		const rows = (check.examples ?? []).slice(0, EXAMPLE_ROWS);
		const names = exampleColumns(check, rows);
		const shown = names.slice(0, EXAMPLE_COLUMNS);
		const rest = names.length - shown.length;
		const more = rest === 0 ? [] : line` (${counted(rest, "more column")} in the document)`;
		return [caption(line`${code(check.id)}: first ${counted(rows.length, "failing row")}${more}`), table(`Failing rows of ${check.id}`, shown.map((column) => ({
			...left(""),
			header: [code(column)]
		})), rows.map((row) => shown.map((column) => exampleCell(row, column))))];
	});
}
function exampleColumns(check, rows) {
	const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return check.column !== null && names.includes(check.column) ? [check.column, ...names.filter((name) => name !== check.column)] : names;
}
function exampleCell(row, column) {
	const value = Object.hasOwn(row, column) ? row[column] : void 0;
	return value === null || value === void 0 ? [text("(missing)")] : [code(value)];
}
function waivedTable(checks) {
	return table("Waived checks", [
		left("Verdict"),
		left("Check"),
		left("Rule"),
		right("Failed rows"),
		right("Observed"),
		left("Reason"),
		left("Until"),
		left("By")
	], checks.map((check) => [
		[mark("waived")],
		[code(check.id)],
		dataRule(check),
		failedRows(check) === "" ? [] : [text(failedRows(check))],
		observedText(check),
		check.waiver === void 0 ? [] : [quote(check.waiver.reason)],
		check.waiver === void 0 ? [] : [text(check.waiver.until)],
		check.waiver === void 0 ? [] : [code(check.waiver.by)]
	]));
}
function driftPlot(checks) {
	const bars = checks.filter((check) => check.statistic !== void 0 && check.statistic.value !== null).map((check) => ({
		label: check.column ?? check.dataset,
		value: check.statistic.value,
		interval: check.statistic.interval,
		limit: check.statistic.threshold,
		mark: markOf(check)
	})).sort((a, b) => b.value - a.value).slice(0, 30);
	if (bars.length === 0) return [];
	const { name: written } = checks.find((check) => check.statistic !== void 0).statistic;
	const name = written === "psi" ? "PSI" : written;
	return [{
		kind: "bar-plot",
		title: `${name} of each column against its reference`,
		unit: name,
		bars
	}];
}

// packages/report/src/view/policy-section.ts
function policySections(stage, change) {
	if (change === void 0) return [];
	const introduced = change.introduced ? [paragraph(line`${strong(text("Policy introduced by this pull request:"))} its base commit has none, so it is judged by its own; failed and inconclusive checks do not block yet.`)] : [];
	const loosened = change.loosened.length === 0 ? [] : [paragraph(line`${strong(text("This pull request loosens its own policy."))} It was judged by the base commit where that applies; these keys would be more lenient:`), table(`Keys of the ${stage} policy that are loosened`, [
		left("Key"),
		left("Base commit"),
		left("This pull request")
	], change.loosened.map(({ key, base, head }) => [
		[code(key)],
		policyValue(base),
		policyValue(head)
	]))];
	return [section(`${stage}-policy`, `Policy of the ${stage}`, 86, [...introduced, ...loosened])];
}
function policyValue(value) {
	const shown = jsonText(value);
	return shown === "" ? [quote("not set")] : [code(shown)];
}

// packages/report/src/view/data-view.ts
function dataView(document, context) {
	const checks = worstFirst(document.checks, (check) => (check.failed ?? 0) / Math.max(1, check.evaluated ?? 1));
	return {
		stage: "validate-data",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: document.inconclusive_blocks,
		policyIntroduced: document.policy_change?.introduced ?? false,
		deciding: decidingSentence$3(document, checks),
		tally: tally(document.checks),
		next: nextSteps$3(document, checks, context),
		sections: sections$4(document, checks, context),
		findings: findings$3(document),
		error: document.error ?? null,
		trend: null
	};
}
function decidingSentence$3(document, checks) {
	if (document.error !== void 0) return [quote(document.error.message)];
	if (document.verdict === "pass") return passSentence(document);
	const decisive = checks.filter((check) => check.blocking && check.verdict === document.verdict);
	if (decisive.length === 0) return [text(tally(document.checks))];
	const more = decisive.length === 1 ? [] : line` (and ${counted(decisive.length - 1, "more check")})`;
	return line`${dataOutcome(decisive[0])}${more}`;
}
function passSentence(document) {
	const passed = document.checks.filter((check) => check.verdict === "pass").length;
	const read = document.datasets.slice(0, 3).map((dataset) => dataset.rows === null ? [code(dataset.name)] : line`${code(dataset.name)} (${counted(dataset.rows, "row")})`);
	const more = document.datasets.length > 3 ? ` and ${counted(document.datasets.length - 3, "more data set")}` : "";
	return line`${counted(passed, "data check")} passed on ${joined(read, ", ")}${more}`;
}
function nextSteps$3(document, checks, context) {
	if (document.error?.hint !== void 0) return [[quote(document.error.hint)]];
	return checks.filter((check) => check.blocking && [
		"error",
		"fail",
		"inconclusive"
	].includes(check.verdict)).slice(0, 3).map((check) => nextStep$1(check, document, context));
}
function nextStep$1(check, document, context) {
	const at = locationText(document.meta?.locations?.[check.id], context);
	const rule = at.length === 0 ? [text("its rule")] : line`its rule at ${at}`;
	const source = document.datasets.find((dataset) => dataset.name === check.dataset)?.source;
	const where = line`${place(check)}${source === void 0 ? [] : line` (file ${code(source)})`}`;
	if (check.verdict === "error") return line`Repair ${where}: ${quote(check.message)}`;
	if (check.verdict === "inconclusive") return line`Bring more rows of ${where}: these do not settle ${rule}.`;
	if (check.kind === "drift") return line`Find out why ${where} moved; if it is the new normal, renew the profile it is compared with, or change ${rule}.`;
	const waive = /(^|\/)rule\/\d+(\/\d+)?$/.test(check.id) ? "name the rule and waive it" : "waive it";
	return line`Correct ${where}, or change ${rule}, or ${waive} until a date under ${code("data.waivers")}.`;
}
function sections$4(document, checks, context) {
	const locations = document.meta?.locations;
	const attention = checks.filter(needsAttention);
	const passed = checks.filter((check) => markOf(check) === "pass");
	const waived = checks.filter((check) => check.verdict === "waived");
	const asTable = (name, rows) => rows.length === 0 ? [] : [dataCheckTable(name, rows, locations, context)];
	const total = formatNumber(waived.length);
	return [
		section("data", "Data", 92, asTable("Data checks, worst first", attention)),
		section("data-examples", "Failing rows", 74, exampleBlocks(attention), true),
		section("data-findings", "Data: what each finding means", 70, findingBlocks$1(attention), true),
		section("data-waived", `Waived (${total}): found, and accepted until a date`, 62, waived.length === 0 ? [] : [waivedTable(waived)]),
		...policySections("data", document.policy_change),
		notEvaluatedSection("data", document.checks),
		section("data-sets", "Data sets", 52, document.datasets.length === 0 ? [] : [datasetTable(document.datasets)], true),
		section("data-drift", "Drift", 23, driftPlot(document.checks), true),
		section("data-passing", `${counted(passed.length, "passing data check")}`, 30, asTable("Passing data checks", passed), true),
		warningsSection("data", document.warnings)
	];
}
function findingBlocks$1(attention) {
	if (attention.length === 0) return [];
	return [list(attention.slice(0, 50).map((check) => line`${code(check.id)} ${quote(check.message)}`))];
}
function findings$3(document) {
	return document.checks.map((check) => ({
		id: check.id,
		group: check.dataset,
		verdict: check.verdict,
		severity: check.severity,
		blocking: check.blocking,
		inconclusiveBlocks: document.inconclusive_blocks,
		message: check.message,
		location: document.meta?.locations?.[check.id] ?? null
	}));
}

// packages/report/src/view/error-view.ts
const STAGES = {
	"data-report/1": "validate-data",
	"evaluation/1": "evaluate-gate",
	"model-version/1": "register-model",
	"alias-event/1": "registry",
	"rollout/1": "deploy-canary",
	"retraining/1": "trigger-retraining"
};
function errorView(document) {
	const { code: errorCode, message, hint } = document.error;
	const rows = [
		[line`What happened`, [quote(message)]],
		...hint === void 0 ? [] : [[line`What to do`, [quote(hint)]]],
		[line`Error code`, [code(errorCode)]]
	];
	const stage = Object.hasOwn(STAGES, document.schema) ? STAGES[document.schema] : "command";
	return {
		stage,
		schema: document.schema,
		digest: documentDigest(document),
		verdict: "error",
		inconclusiveBlocks: false,
		policyIntroduced: false,
		deciding: [quote(message)],
		tally: "no check was evaluated",
		next: hint === void 0 ? [] : [[quote(hint)]],
		sections: [section(`${stage}-error`, `Error in ${stage}`, 96, [table("The error", [left(""), left("")], rows)])],
		findings: [],
		error: document.error,
		trend: null
	};
}

// packages/report/src/view/confusion.ts
const MOST_CLASSES = 10;
function confusionBlocks(confusion) {
	const matrices = [{
		name: "Candidate",
		cells: confusion.candidate
	}];
	if (confusion.champion !== null) matrices.push({
		name: "Champion",
		cells: confusion.champion
	});
	return [...matrices.flatMap(({ name, cells }) => confusion.labels.length <= MOST_CLASSES ? matrixTable(name, confusion.labels, cells) : worstConfusions(name, confusion.labels, cells)), ...matrices.flatMap(({ name, cells }) => matrixPlot(name, confusion.labels, cells))];
}
function matrixPlot(name, labels, cells) {
	if (labels.length > MOST_CLASSES) return [];
	return [{
		kind: "matrix-plot",
		title: `${name}: rows are the truth, shades the share of the row`,
		labels,
		cells
	}];
}
function matrixTable(name, labels, cells) {
	const head = left(name);
	const columns = labels.map((label) => ({
		...right(""),
		header: line`predicted ${code(label)}`
	}));
	const rows = labels.map((label, i) => {
		const row = cells[i] ?? [];
		const total = row.reduce((sum, n) => sum + n, 0);
		return [line`truth ${code(label)}`, ...labels.map((_, j) => [text(cellText(row[j] ?? 0, total))])];
	});
	return [table(`Confusion matrix of the ${name.toLowerCase()}`, [head, ...columns], rows)];
}
function cellText(count, total) {
	return total === 0 ? formatNumber(count) : `${formatNumber(count)} (${formatShare(count, total)})`;
}
function worstConfusions(name, labels, cells) {
	const confusions = cells.flatMap((row, i) => row.map((count, j) => ({
		truth: labels[i] ?? "",
		predicted: labels[j] ?? "",
		count,
		off: i !== j
	}))).filter(({ count, off }) => off && count > 0).sort((a, b) => b.count - a.count).slice(0, MOST_CLASSES);
	return [table(`Most frequent confusions of the ${name.toLowerCase()}`, [
		left(`${name}: truth`),
		left("predicted"),
		right("Rows")
	], confusions.map(({ truth, predicted, count }) => [
		[quote(truth)],
		[quote(predicted)],
		[text(formatNumber(count))]
	]))];
}

// packages/report/src/view/evaluation-check.ts
function isComparison(check) {
	return [
		"min_ratio",
		"max_ratio",
		"min_delta",
		"max_regression"
	].includes(check.kind);
}
function subject(check) {
	const name = line`${strong(quote(check.metric))}${unitText(check)}`;
	return check.slice === null ? name : line`${name} on ${code(check.slice)}`;
}
function unitText(check) {
	return check.unit === null ? [] : line` (${quote(check.unit)})`;
}
function ruleText(check) {
	if (check.bound === null) return [quote(check.kind)];
	const bound = formatBound(check.bound);
	switch (check.kind) {
		case "min": return [text(`at least ${bound}`)];
		case "max": return [text(`at most ${bound}`)];
		case "above": return [text(`above ${bound}`)];
		case "below": return [text(`below ${bound}`)];
		case "min_ratio": return [text(`at least ${bound} × champion`)];
		case "max_ratio": return [text(`at most ${bound} × champion`)];
		case "min_delta": return [text(check.bound < 0 ? `at most ${formatBound(-check.bound)} worse` : `at least ${bound} better`)];
		case "max_regression": return [text(`at most ${bound} worse`)];
		default: return line`${quote(check.kind)} ${bound}`;
	}
}
function levelText(level) {
	return level === null ? "interval" : `${formatNumber(level * 100)} % interval`;
}
function decimalsOf(check) {
	const ends = check.interval ?? [null, null];
	const width = ends[0] === null || ends[1] === null ? null : ends[1] - ends[0];
	const size = Math.max(Math.abs(check.candidate ?? 0), Math.abs(check.champion ?? 0));
	return measurementDecimals(size, [
		width,
		check.contrast.value,
		isComparison(check) ? check.delta : null
	]);
}
function valueText(check, value) {
	return value === null ? "" : formatNumber(value, decimalsOf(check));
}
function changeText(check) {
	if (check.delta === null) return "";
	const change = formatChange(check.delta, decimalsOf(check));
	if (!isComparison(check) || check.interval === null) return change;
	return `${change} (${formatInterval(check.interval, decimalsOf(check), true)})`;
}
function candidateText(check) {
	const value = valueText(check, check.candidate);
	if (isComparison(check) || check.interval === null || value === "") return value;
	return `${value} (${formatInterval(check.interval, decimalsOf(check))})`;
}
function outcomeSentence(check) {
	return (isComparison(check) ? comparisonSentence(check) : absoluteSentence(check)) ?? line`${subject(check)}: ${quote(check.message)}`;
}
function comparisonSentence(check) {
	if (check.candidate === null || check.champion === null || check.delta === null) return null;
	const decimals = decimalsOf(check);
	const moved = check.delta === 0 ? "is unchanged" : `${check.delta > 0 ? "rose" : "fell"} by ${formatNumber(Math.abs(check.delta), decimals)}${better(check)}`;
	const values = `candidate ${valueText(check, check.candidate)}, champion ${valueText(check, check.champion)}`;
	return line`${subject(check)} ${moved}: ${values}${precision(check, "of the change", true)}; rule: ${ruleText(check)}${settling(check)}`;
}
function absoluteSentence(check) {
	if (check.candidate === null) return null;
	return line`${subject(check)} is ${valueText(check, check.candidate)}${precision(check, "", false)}; rule: ${ruleText(check)}${settling(check)}`;
}
function better(check) {
	if (check.direction === null || check.delta === null || check.delta === 0) return "";
	return check.delta > 0 === (check.direction === "higher") ? " (better)" : " (worse)";
}
function precision(check, of, signed) {
	const parts = [];
	if (check.interval !== null) {
		const interval = formatInterval(check.interval, decimalsOf(check), signed);
		parts.push(`${levelText(check.level)}${of === "" ? "" : ` ${of}`} ${interval}`);
	}
	if (check.n !== null) parts.push(counted(check.n, "row"));
	return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
function settling(check) {
	if (check.verdict !== "inconclusive") return "";
	if (check.rows_needed === null) return "; these rows do not settle it";
	return `; about ${counted(check.rows_needed, "row")} would settle it`;
}

// packages/report/src/view/evaluation-plots.ts
const MOST_ROWS = 40;
function boundPlot(checks) {
	const rows = checks.filter((check) => check.contrast.value !== null).slice(0, MOST_ROWS).map((check) => ({
		label: check.id,
		value: check.contrast.value,
		interval: check.contrast.interval,
		mark: markOf(check),
		note: isComparison(check) ? changeText(check) : candidateText(check)
	}));
	return rows.length === 0 ? [] : [{
		kind: "bound-plot",
		title: "Distance of each check to its bound",
		rows
	}];
}
function slicePlots(checks) {
	const sliced = checks.filter((check) => check.slice !== null && check.candidate !== null);
	return [...new Set(sliced.map((check) => check.metric))].slice(0, 4).flatMap((metric) => {
		const pairs = [...new Map(sliced.filter((check) => check.metric === metric).map((check) => [check.slice, check]))].slice(0, MOST_ROWS).map(([label, check]) => ({
			label,
			candidate: check.candidate,
			champion: check.champion,
			mark: markOf(check)
		}));
		return pairs.length < 2 ? [] : [{
			kind: "pair-plot",
			title: `${metric} by slice`,
			pairs
		}];
	});
}

// packages/report/src/view/evaluation-tables.ts
const some = (value) => value === "" ? [] : [text(value)];
function commonLevel(checks) {
	const levels = new Set(checks.filter((check) => check.interval !== null).map((check) => check.level));
	return levels.size === 1 ? [...levels][0] : null;
}
function checkTable(name, checks, locations, context) {
	const level = levelText(commonLevel(checks));
	const absolute = checks.some((check) => !isComparison(check) && check.interval !== null);
	const compared = checks.some((check) => isComparison(check) && check.interval !== null);
	return table(name, [
		left("Verdict"),
		left("Check"),
		right("Champion"),
		right(absolute ? `Candidate (${level})` : "Candidate"),
		right(compared ? `Change (${level})` : "Change"),
		left("Rule"),
		right("Rows"),
		left("Set at")
	], checks.map((check) => [
		[mark(markOf(check))],
		checkName(check),
		some(valueText(check, check.champion)),
		some(candidateText(check)),
		some(changeText(check)),
		line`${ruleText(check)} · ${check.evidence}`,
		check.n === null ? [] : [text(formatNumber(check.n))],
		locationCell(locations?.[check.id], context)
	]));
}
function checkName(check) {
	const name = check.unit === null ? [quote(check.metric)] : line`${quote(check.metric)} (${quote(check.unit)})`;
	return check.slice === null ? name : line`${name} · ${code(check.slice)}`;
}
function statisticsTable(checks) {
	const number = (value) => value === null ? [] : [text(formatNumber(value))];
	return table("Statistics of each check", [
		left("Check"),
		left("Evidence"),
		left("Method"),
		right("Distance to the bound"),
		right("Interval"),
		right("p"),
		right("p after Holm"),
		right("Detectable"),
		right("Rows needed")
	], checks.map((check) => [
		[code(check.id)],
		[text(check.evidence)],
		[quote(check.method)],
		check.contrast.value === null ? [] : [text(formatNumber(check.contrast.value, decimalsOf(check)))],
		check.contrast.interval === null ? [] : [text(formatInterval(check.contrast.interval, decimalsOf(check)))],
		some(pText(check.p)),
		some(pText(check.p_adjusted)),
		number(check.mde),
		number(check.rows_needed)
	]));
}
function pText(p) {
	if (p === null || p === void 0) return "";
	return p < .001 ? "under 0.001" : p.toFixed(3);
}
function metricsTable(candidate, champion) {
	const names = [.../* @__PURE__ */ new Set([...Object.keys(candidate), ...Object.keys(champion)])].sort();
	const value = (metrics, name) => {
		const measured = Object.hasOwn(metrics, name) ? metrics[name] : null;
		return measured === null || measured === void 0 ? [] : [text(formatNumber(measured))];
	};
	return table("All metrics", [
		left("Metric"),
		right("Champion"),
		right("Candidate")
	], names.map((name) => [
		[quote(name)],
		value(champion, name),
		value(candidate, name)
	]));
}

// packages/report/src/view/evaluation-view.ts
const PASSING_IN_VIEW = 8;
function evaluationView(document, context) {
	const checks = worstFirst(document.checks, importance);
	return {
		stage: "evaluate-gate",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: document.inconclusive_blocks,
		policyIntroduced: document.policy_change?.introduced ?? false,
		deciding: decidingSentence$2(document, checks),
		tally: tally(document.checks),
		next: nextSteps$2(document, checks, context),
		sections: sections$3(document, checks, context),
		findings: findings$2(document),
		error: document.error ?? null,
		trend: trend(document)
	};
}
function importance(check) {
	return check.slice === null ? Number.MAX_VALUE : -(check.contrast.value ?? 0);
}
function decidingSentence$2(document, checks) {
	if (document.error !== void 0) return [quote(document.error.message)];
	const decisive = checks.filter((check) => check.blocking && check.verdict === document.verdict);
	const lead = document.verdict === "pass" ? leadingPass(document) : leading(decisive);
	if (lead === void 0) return passWithoutChecks(document);
	const others = document.verdict === "pass" ? 0 : decisive.length - 1;
	const more = others === 0 ? [] : line` (and ${counted(others, "more check")})`;
	return line`${outcomeSentence(lead)}${more}`;
}
function leadingPass(document) {
	return leading(document.checks.filter((check) => check.verdict === "pass"));
}
function leading(checks) {
	const overall = checks.filter((check) => check.slice === null);
	return overall.find(isComparison) ?? overall[0] ?? checks[0];
}
function passWithoutChecks(document) {
	if (document.first_model) return [text("first model of this name: there is no champion to compare with")];
	return [text(tally(document.checks))];
}
function nextSteps$2(document, checks, context) {
	if (document.error?.hint !== void 0) return [[quote(document.error.hint)]];
	const steps = checks.filter((check) => check.blocking && [
		"error",
		"fail",
		"inconclusive"
	].includes(check.verdict)).slice(0, 3).map((check) => nextStep(check, document, context));
	if (document.verdict === "fail" && document.purpose === "pull_request" && document.policy_change?.introduced !== true) steps.push(line`A changed bound counts from the merge on: a pull request is judged by the policy of its base commit.`);
	if (document.verdict === "pass" && document.promote_to !== null) steps.push(line`Passing asks for promotion to ${code(document.promote_to)}.`);
	return steps;
}
function nextStep(check, document, context) {
	const at = locationText(document.meta?.locations?.[check.id], context);
	const rule = at.length === 0 ? [] : line` (set at ${at})`;
	if (check.verdict === "error") return line`Repair ${code(check.id)}${rule}: ${quote(check.message)}`;
	if (check.verdict === "fail") return line`Improve ${subject(check)}, or discuss its bound${rule}.`;
	if (check.rows_needed === null) return line`Add test rows for ${subject(check)}${rule}.`;
	const now = check.n === null ? "" : `, now ${formatNumber(check.n)}`;
	return line`Test ${subject(check)} on about ${counted(check.rows_needed, "row")}${now}${rule}.`;
}
function sections$3(document, checks, context) {
	const locations = document.meta?.locations;
	const attention = checks.filter(needsAttention);
	const passed = checks.filter((check) => markOf(check) === "pass");
	const overall = [...passed.filter(isComparison), ...passed.filter((check) => !isComparison(check))].filter((check) => check.slice === null);
	const inView = attention.length > 0 ? attention : overall.slice(0, PASSING_IN_VIEW);
	const rest = passed.filter((check) => !inView.includes(check));
	const asTable = (name, rows) => rows.length === 0 ? [] : [checkTable(name, rows, locations, context)];
	return [
		section("evaluation", "Evaluation", 90, [...asTable("Evaluation checks, worst first", inView), ...championBlocks(document)]),
		section("evaluation-findings", "Evaluation: what each finding means", 72, findingBlocks(attention), true),
		...policySections("evaluation", document.policy_change),
		section("evaluation-bounds", "Evaluation: distance to each bound", 22, boundPlot(checks), true),
		section("evaluation-slices", "Slices", 24, slicePlots(document.checks), true),
		section("evaluation-passing", `${counted(rest.length, "passing check")} of the evaluation`, 32, asTable("Passing checks", rest), true),
		notEvaluatedSection("evaluation", document.checks),
		section("evaluation-confusion", "Confusion matrix", 44, document.confusion === null ? [] : confusionBlocks(document.confusion), true),
		section("evaluation-metrics", "All metrics", 28, [metricsTable(document.metrics.candidate, document.metrics.champion)], true),
		section("evaluation-statistics", "Statistics", 26, checks.length === 0 ? [] : [statisticsTable(checks)], true),
		warningsSection("evaluation", document.warnings)
	];
}
function findingBlocks(attention) {
	if (attention.length === 0) return [];
	return [list(attention.slice(0, 50).map((check) => line`${code(check.id)} ${quote(check.message)}`))];
}
function championBlocks(document) {
	const { state, version, source, reason } = document.champion;
	const why = reason === null ? [] : line` ${quote(reason)}`;
	const compared = document.checks.some(isComparison);
	if (state === "none") {
		if (!compared && !document.first_model) return [];
		return [paragraph(line`${strong(text("No champion yet:"))} comparisons were not evaluated.${why}`)];
	}
	const which = line`${version === null ? [] : line` ${shortDigest(version)}`}${source === null ? [] : line` from ${code(source)}`}`;
	if (state !== "ready") return [paragraph(line`${strong(text(`The champion is ${state}`))}${which}.${why}`)];
	const candidate = document.model.version === null ? [] : line` ${shortDigest(document.model.version)}`;
	return which.length === 0 ? [] : [paragraph(line`Candidate${candidate} against champion${which}.`)];
}
function findings$2(document) {
	return document.checks.map((check) => ({
		id: check.id,
		group: check.slice ?? "overall",
		verdict: check.verdict,
		severity: check.severity,
		blocking: check.blocking,
		inconclusiveBlocks: document.inconclusive_blocks,
		message: check.message,
		location: document.meta?.locations?.[check.id] ?? null
	}));
}
function trend(document) {
	const lead = document.checks.find((check) => check.slice === null && check.candidate !== null);
	return lead === void 0 ? null : {
		metric: lead.metric,
		value: lead.candidate
	};
}

// packages/report/src/view/evidence-section.ts
function evidenceSection(documents, stages, facts) {
	const blocks = [
		table("Documents", [
			left("Stage"),
			left("Document"),
			left("Digest")
		], stages.map((stage) => [
			[text(stage.stage)],
			[quote(stage.schema)],
			[digest(stage.digest)]
		])),
		...inputBlocks(documents),
		originBlock(documents, facts)
	];
	return section("evidence", "Lineage and evidence", 58, blocks, true);
}
function inputBlocks(documents) {
	const rows = documents.flatMap((document) => {
		if (isDataReport(document)) return document.datasets.map((dataset) => [
			line`data set ${code(dataset.name)}`,
			[code(dataset.source)],
			dataset.rows === null ? [] : [text(formatNumber(dataset.rows))],
			dataset.sha256 === null ? [] : [digest(dataset.sha256)]
		]);
		if (!isEvaluation(document)) return [];
		return Object.entries(document.inputs).map(([role, input]) => [
			[quote(role)],
			[code(input.path)],
			input.rows === null ? [] : [text(formatNumber(input.rows))],
			[digest(input.sha256)]
		]);
	});
	return rows.length === 0 ? [] : [table("Inputs", [
		left("Input"),
		left("File"),
		right("Rows"),
		left("sha256")
	], rows)];
}
function originBlock(documents, facts) {
	const rows = [];
	for (const document of documents) {
		if (isEvaluation(document)) rows.push(...evaluationOrigin(document));
		if (isDataReport(document) && document.engine !== null) rows.push([line`Engine`, line`${quote(document.engine.name)} ${quote(document.engine.version)}`]);
	}
	const dates = [...new Set(documents.flatMap((document) => isDataReport(document) || isEvaluation(document) ? [document.as_of] : []))];
	if (dates.length > 0) rows.push([line`Waivers judged as of`, [text(dates.join(", "))]]);
	if (facts.headSha !== null) rows.push([line`Commit`, [digest(facts.headSha)]]);
	if (facts.runUrl !== null) rows.push([line`Run`, link(facts.runUrl, text("workflow run with the full report"))]);
	for (const artifact of facts.artifacts) rows.push([line`Artifact`, [code(artifact)]]);
	return table("Origin", [left("Fact"), left("Value")], rows);
}
function evaluationOrigin(document) {
	const rows = [];
	if (document.model.version !== null) rows.push([line`Model version`, [digest(document.model.version)]]);
	if (document.champion.version !== null) rows.push([line`Champion version`, [digest(document.champion.version)]]);
	rows.push([line`Judged for`, [text(document.purpose === "promotion" ? "promotion" : "a pull request")]]);
	return rows;
}

// packages/report/src/view/fork-claims.ts
function asClaims(section) {
	return {
		...section,
		blocks: section.blocks.map(claimedBlock)
	};
}
function claimedBlock(block) {
	switch (block.kind) {
		case "paragraph":
		case "caption": return {
			...block,
			content: claimedLine(block.content)
		};
		case "list": return {
			...block,
			items: block.items.map(claimedLine)
		};
		case "table": return {
			...block,
			rows: block.rows.map((row) => row.map(claimedLine))
		};
		default: return block;
	}
}
function claimedLine(content) {
	return content.map((leaf) => leaf.kind === "mark" ? text(`${MARKS[leaf.mark].word} (claimed)`) : leaf);
}

// packages/report/src/view/registration-view.ts
function registrationView(document) {
	return {
		stage: "register-model",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: false,
		policyIntroduced: false,
		deciding: document.error === void 0 ? decidingSentence$1(document) : [quote(document.error.message)],
		tally: tallyOf(document),
		next: document.error?.hint === void 0 ? [] : [[quote(document.error.hint)]],
		sections: sections$2(document),
		findings: [],
		error: document.error ?? null,
		trend: null
	};
}
function decidingSentence$1(document) {
	const version = shortDigest(document.version);
	if (document.adopted !== null) return line`version ${version} was taken in without a gate: ${quote(document.adopted.reason)}`;
	if (document.verdict !== "pass") return line`version ${version} was not registered`;
	return line`version ${version} was ${document.status}`;
}
const bytesOf = (files) => formatBytes(files.reduce((sum, file) => sum + file.size, 0));
function tallyOf({ files }) {
	return `${counted(files.length, "file")}, ${bytesOf(files)}`;
}
function sections$2(document) {
	const { files, evidence } = document;
	const fileRows = files.map((file) => [
		[code(file.path)],
		[text(formatBytes(file.size))],
		[digest(file.sha256)]
	]);
	const columns = [
		left("File"),
		right("Size"),
		left("sha256")
	];
	const stored = (evidence?.files ?? []).map((file) => [
		[quote(file.role)],
		[code(file.path)],
		[text(formatBytes(file.size))],
		[digest(file.sha256)]
	]);
	return [
		section("registration", "Registration", 88, [table("The registered version", [left("Fact"), left("Value")], facts$1(document))]),
		section("registration-files", `Files of the model (${files.length})`, 40, fileRows.length === 0 ? [] : [table("Files of the model", columns, fileRows)], true),
		section("registration-evidence", "Evidence stored with the version", 42, stored.length === 0 ? [] : [table("Evidence stored with the version", [left("Role"), ...columns], stored)], true),
		warningsSection("registration", document.warnings ?? [])
	];
}
function facts$1(document) {
	const { approval, adopted, store } = document;
	return [
		[line`Version`, [digest(document.version)]],
		[line`Status`, [text(document.status)]],
		[line`Stored at`, [code(store.reference)]],
		[line`Evaluation`, proof(document.evaluation)],
		[line`Data report`, proof(document.data)],
		[line`Lineage`, [digest(document.lineage.digest)]],
		...approval === null ? [] : [[line`Approved by`, approvalText(approval)]],
		...adopted === null ? [] : [[line`Adopted`, line`without a gate: ${quote(adopted.reason)}`]]
	];
}
function proof(given) {
	if (given === null) return [text("none")];
	const date = given.as_of === null ? "" : `, judged as of ${given.as_of}`;
	return line`${mark(given.verdict)} ${digest(given.digest)}${date}`;
}
function approvalText(approval) {
	const where = approval.environment === null ? [] : line` in ${code(approval.environment)}`;
	const comment = approval.comment === null ? [] : line`: ${quote(approval.comment)}`;
	return line`${quote(approval.by)}${where}${comment}`;
}

// packages/report/src/view/retraining-view.ts
function retrainingView(document, context) {
	const crossed = document.signals.filter((signal) => signal.crossed).length;
	return {
		stage: "trigger-retraining",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: false,
		policyIntroduced: false,
		deciding: [quote(document.error?.message ?? document.reason)],
		tally: `${document.triggered ? "retrain" : "do not retrain"}, ${crossed} of ${document.signals.length} signals crossed`,
		next: nextSteps$1(document),
		sections: sections$1(document, context),
		findings: findings$1(document),
		error: document.error ?? null,
		trend: null
	};
}
function nextSteps$1(document) {
	if (document.error?.hint !== void 0) return [[quote(document.error.hint)]];
	if (document.breaker.open) {
		const issue = document.breaker.issue === null ? "the issue" : `issue ${document.breaker.issue}`;
		return [line`Look at why the runs brought no better model; a new champion, or closing ${issue}, lets retraining go on.`];
	}
	if (document.triggered && document.dispatched === null) return [line`Nothing was started: ${code("--dispatch")} starts the workflow.`];
	return [];
}
function sections$1(document, context) {
	const { signals } = document;
	return [
		section("retraining", "Retraining", 84, [...signals.length === 0 ? [] : [signalTable(signals)], table("The decision", [left("Fact"), left("Value")], facts(document, context))]),
		section("retraining-signals", "Retraining: what each signal says", 48, messages(signals), true),
		warningsSection("retraining", document.warnings)
	];
}
function signalTable(signals) {
	const rows = signals.map((signal) => [
		line`${signalMark(signal)} ${signal.judged ? signal.crossed ? "crossed" : "not crossed" : "not judged"}`,
		[text(signal.kind)],
		signal.subject === null ? [] : [code(signal.subject)],
		signal.value === null ? [] : [text(formatNumber(signal.value))],
		signal.threshold === null ? [] : [text(formatNumber(signal.threshold))],
		signal.windows === null ? [] : [text(windowWords(signal.windows))]
	]);
	const columns = [
		left(""),
		left("Signal"),
		left("About"),
		right("Value"),
		right("Limit"),
		left("Windows")
	];
	return table("Signals", columns, rows);
}
const signalMark = (signal) => mark(signal.judged ? signal.crossed ? "warn" : "pass" : "not_applicable", false);
const windowWords = ({ over, seen, k, m }) => `${over} of the last ${seen} over, ${k} of ${m} asked`;
function facts(document, context) {
	const { budget, breaker, dispatched, cooldown_until: until, idempotency_key: key, champion } = document;
	return [
		[line`Decision`, [text(document.triggered ? "retrain" : "do not retrain")]],
		[line`Judged as of`, [text(document.as_of)]],
		[line`Started`, dispatched === null ? [text("nothing")] : startedText(dispatched, context)],
		...champion === null ? [] : [[line`Champion`, [digest(champion)]]],
		...until === null ? [] : [[line`Cooldown until`, [quote(until)]]],
		...budget.runs === null ? [] : [[line`Budget`, line`${budget.used} of ${budget.runs} runs used per ${quote(budget.per ?? "")}`]],
		...breaker.runs === null ? [] : [[line`Runs without a new champion`, line`${breaker.useless} of at most ${breaker.runs}${breaker.issue === null ? "" : `, see issue ${breaker.issue}`}`]],
		...key === null ? [] : [[line`Idempotency key`, [digest(key)]]]
	];
}
function startedText(dispatched, context) {
	const name = dispatched.run_id === null ? "a run" : `run ${dispatched.run_id}`;
	const run = link(context.trusted ? dispatched.run_url ?? void 0 : void 0, text(name));
	return line`${run} of ${code(dispatched.workflow)} on ${code(dispatched.ref)}`;
}
function messages(signals) {
	return signals.length === 0 ? [] : [list(signals.map((signal) => line`${text(signal.kind)}: ${quote(signal.message)}`))];
}
function findings$1(document) {
	return document.signals.map((signal) => ({
		id: signal.kind,
		group: "signals",
		verdict: signal.judged ? signal.crossed ? "fail" : "pass" : "not_applicable",
		severity: "warn",
		blocking: false,
		inconclusiveBlocks: false,
		message: signal.message,
		location: null
	}));
}

// packages/report/src/view/rollout-words.ts
const isOpen = (document) => !CLOSED_ROLLOUT_STATES.includes(document.state);
function evidenceWords(status) {
	if (status.harm === "breaker") return {
		mark: "fail",
		words: "the breaker tripped"
	};
	if (status.harm === "robust") return {
		mark: "fail",
		words: "harm proven"
	};
	if (status.harm === "exact") return {
		mark: "warn",
		words: "harm suspected: held at the first step"
	};
	if (status.met === "ratio") return {
		mark: "pass",
		words: "proven not worse than the stable arm"
	};
	if (status.met === "absolute") return {
		mark: "pass",
		words: "proven below its greatest allowed rate"
	};
	if (status.candidate.n === 0) return {
		mark: "not_applicable",
		words: "no requests seen"
	};
	return {
		mark: "inconclusive",
		words: "neither proven harmless nor harmful yet"
	};
}
function armWords(kind, arm) {
	if (arm.rate === null) return arm.n === 0 ? "" : `unknown of ${formatNumber(arm.n)}`;
	if (kind === "mean") return `${formatNumber(arm.rate)} over ${formatNumber(arm.n)}`;
	return `${formatShare(arm.rate, 1)} of ${formatNumber(arm.n)}`;
}
const weightWords = (weight) => `${formatNumber(weight)} %`;
function evalueWords(ln) {
	if (ln === null) return "";
	return ln > 13.8 ? "over 1,000,000" : formatNumber(Number(Math.exp(ln).toPrecision(3)));
}

// packages/report/src/view/rollout-view.ts
function rolloutView(document) {
	const inconclusiveBlocks = document.inconclusive_blocks && !isOpen(document);
	return {
		stage: "deploy-canary",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks,
		policyIntroduced: false,
		deciding: document.error === void 0 ? decidingSentence(document) : [quote(document.error.message)],
		tally: `${document.state}, ${weightWords(document.weight)} of the traffic`,
		next: nextSteps(document),
		sections: sections(document),
		findings: findings(document, inconclusiveBlocks),
		error: document.error ?? null,
		trend: null
	};
}
const version = (of) => of === null ? text("none") : shortDigest(of);
function decidingSentence(document) {
	const who = line`${version(document.candidate)} on ${code(document.endpoint)}`;
	const why = document.reason === "" ? [] : line`: ${quote(document.reason)}`;
	switch (document.state) {
		case "Completed": return line`${who} has all traffic${document.promoted ? " and is champion" : ""}${why}`;
		case "RolledBack": return line`${who} was rolled back, ${version(document.champion)} serves${why}`;
		case "Idle": return line`no rollout is under way on ${code(document.endpoint)}${why}`;
		default: return line`${who} has ${weightWords(document.weight)} of the traffic, ${document.state}${why}`;
	}
}
function nextSteps(document) {
	if (document.error?.hint !== void 0) return [[quote(document.error.hint)]];
	if (document.state === "Foreign") return [line`Somebody else changed the split: look at the target, then ${code("canary reconcile")}.`];
	if (document.state === "Broken") return [line`Look at the target: the split could not be confirmed. Then ${code("canary reconcile")}.`];
	if (document.state !== "RolledBack") return [];
	if (document.verdict === "fail") return [line`Look at what the candidate did in serving before it is rolled out again.`];
	return [line`Give the canary more time or traffic (${code("canary plan")} says how much), or accept a wider margin.`];
}
function sections(document) {
	const { guardrails, decisions, smoke, windows } = document;
	const noted = windows.known + windows.unknown === 0 ? [] : [paragraph(windowsLine(document))];
	const tested = smoke === null ? [] : [paragraph(smokeLine(smoke))];
	return [
		section("rollout", "Rollout", 94, [
			table("Arms", [
				left("Arm"),
				left("Version"),
				right("Traffic")
			], armRows(document)),
			...guardrailTable(guardrails),
			...noted,
			...tested
		]),
		section("rollout-timeline", "What happened", 68, timeline(document), decisions.length > 6),
		section("rollout-evidence", "Evidence of the guardrails", 34, evidenceTable(guardrails), true),
		section("rollout-plan", "What this canary can detect", 66, planTable(document.plan), !isOpen(document)),
		warningsSection("rollout", document.warnings)
	];
}
function armRows(document) {
	const whole = (of) => of === null ? [text("none")] : [digest(of)];
	return [[
		line`stable (champion)`,
		whole(document.champion),
		[text(weightWords(100 - document.weight))]
	], [
		line`candidate`,
		whole(document.candidate),
		[text(weightWords(document.weight))]
	]];
}
function guardrailTable(guardrails) {
	if (guardrails.length === 0) return [];
	const rows = guardrails.map((each) => {
		const { mark: of, words } = evidenceWords(each);
		return [
			of === "warn" || of === "not_applicable" || of === "inconclusive" ? [mark(of, false)] : [mark(of)],
			[code(each.id)],
			[text(armWords(each.kind, each.stable))].filter(isFilled),
			[text(armWords(each.kind, each.candidate))].filter(isFilled),
			[text(words)],
			[quote(each.message)]
		];
	});
	const columns = [
		left(""),
		left("Guardrail"),
		right("Stable"),
		right("Candidate"),
		left("Evidence"),
		left("In detail")
	];
	return [table("Guardrails", columns, rows)];
}
const isFilled = (leaf) => leaf.kind !== "text" || leaf.value !== "";
function windowsLine({ windows }) {
	const unknown = windows.unknown === 0 ? "" : `, ${formatNumber(windows.unknown)} more were unknown and advanced nothing`;
	return line`Judged on ${counted(windows.known, "window")}${unknown}.`;
}
function smokeLine(smoke) {
	const said = smoke.message === "" ? [] : line` ${quote(smoke.message)}`;
	return line`${strong(text("Smoke test:"))} ${formatNumber(smoke.passed)} of ${counted(smoke.fixtures, "golden request")} passed.${said}`;
}
function timeline({ decisions }) {
	if (decisions.length === 0) return [];
	const rows = decisions.toReversed().map((each) => [
		[quote(each.time.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}).*$/, "$1 $2"))],
		each.from === each.to ? [text(each.to)] : [text(`${each.from} → ${each.to}`)],
		each.step === null ? [] : [text(String(each.step + 1))],
		[text(weightWords(each.weight))],
		[quote(each.reason)]
	]);
	return [table("States, newest first", [
		left("Time (UTC)"),
		left("State"),
		right("Step"),
		right("Traffic"),
		left("Why")
	], rows)];
}
function evidenceTable(guardrails) {
	const rows = guardrails.map(({ id, ln_e: ln }) => [[code(id)], ...[
		ln.harm_exact,
		ln.harm_robust,
		ln.non_inferiority_exact,
		ln.non_inferiority_robust,
		ln.absolute
	].map((each) => each === null ? [] : [text(evalueWords(each))])]);
	const columns = [
		"Harm, exact",
		"Harm, robust",
		"Not worse, exact",
		"Not worse, robust",
		"Below max_rate"
	].map(right);
	return rows.length === 0 ? [] : [table("e-values", [left("Guardrail"), ...columns], rows)];
}
function planTable(plan) {
	if (typeof plan !== "object" || plan === null) return [];
	const rows = Object.entries(plan).map(([name, value]) => [[quote(name.replaceAll("_", " "))], [quote(jsonText(value) || "none")]]);
	return rows.length === 0 ? [] : [table("Plan", [left("What"), left("Value")], rows)];
}
function findings(document, inconclusiveBlocks) {
	const shared = {
		severity: "fail",
		blocking: true,
		inconclusiveBlocks,
		location: null
	};
	const guardrails = document.guardrails.map((each) => {
		const { mark: of, words } = evidenceWords(each);
		const verdict = of === "warn" || of === "waived" ? "inconclusive" : of;
		return {
			...shared,
			id: `guardrail/${each.id}`,
			group: "guardrails",
			verdict,
			message: `${words}: ${each.message}`
		};
	});
	const { smoke } = document;
	if (smoke === null) return guardrails;
	const passed = smoke.fixtures > 0 && smoke.passed === smoke.fixtures;
	const message = `${smoke.passed} of ${smoke.fixtures} golden requests passed. ${smoke.message}`.trim();
	return [{
		...shared,
		id: "smoke",
		group: "smoke",
		verdict: passed ? "pass" : "fail",
		message
	}, ...guardrails];
}

// packages/report/src/view/report-view.ts
function buildReportView(unordered, context) {
	const documents = inStageOrder(unordered);
	const model = modelName(documents, context);
	const run = runOf(documents, context);
	const headSha = commit(context.headSha ?? run?.head_sha ?? run?.sha);
	const stageContext = {
		trusted: context.trust === "own",
		repositoryUrl: context.repositoryUrl,
		headSha: headSha ?? void 0
	};
	const stages = documents.map((document) => stageView(document, stageContext));
	const verdict = worstVerdict(stages.map((stage) => stage.verdict));
	const decisive = stages.filter((stage) => stage.verdict === verdict);
	const first = verdict === "pass" ? decisive.at(-1) : decisive[0];
	const runUrl = safe(context.run?.url ?? run?.url);
	const facts = {
		runUrl,
		headSha,
		artifacts: context.artifacts ?? []
	};
	return {
		model,
		trust: context.trust,
		verdict,
		blocks: documents.some((document) => exitCode(exitFactsOf(document), context.failOn ?? "policy") !== 0),
		policyIntroduced: stages.some((stage) => stage.policyIntroduced),
		deciding: first.deciding,
		next: stages.flatMap((stage) => stage.next),
		stages,
		sections: inReadingOrder([
			...[first, ...stages.filter((stage) => stage !== first)].flatMap((stage) => stage.sections),
			evidenceSection(documents, stages, facts),
			...appendixSections(context)
		]).map((section) => context.trust === "fork" ? asClaims(section) : section),
		sequence: sequenceOf(run, context),
		headSha,
		runUrl,
		repositoryUrl: safe(context.repositoryUrl),
		artifacts: facts.artifacts,
		trend: stages.find((stage) => stage.trend !== null)?.trend ?? null,
		toolVersion: context.toolVersion ?? null
	};
}
function inReadingOrder(sections) {
	const filled = sections.filter((section) => section.blocks.length > 0);
	return [...filled.filter((section) => !section.folded).sort((a, b) => b.priority - a.priority), ...filled.filter((section) => section.folded)];
}
function inStageOrder(documents) {
	const order = REPORTED_SCHEMAS;
	const rank = (document) => (order.indexOf(document.schema) + order.length + 1) % (order.length + 1);
	return [...documents].sort((a, b) => rank(a) - rank(b));
}
function stageView(document, context) {
	if (isDataReport(document)) return dataView(document, context);
	if (isEvaluation(document)) return evaluationView(document, context);
	if (isModelVersion(document)) return registrationView(document);
	if (isAliasEvent(document)) return aliasEventView(document);
	if (isRollout(document)) return rolloutView(document);
	if (isRetraining(document)) return retrainingView(document, context);
	return errorView(document);
}
function modelName(documents, context) {
	if (documents.length === 0) throw new EvidenceError({
		code: "REPORT_NO_DOCUMENTS",
		message: "A report was to be made, but there is no result document to report.",
		hint: "Run validate or evaluate first, and let the report read the directory they write to (`.model-delivery`)."
	});
	const names = new Set(documents.map(modelOf).filter((name) => name !== void 0));
	if (names.size > 1) throw new InternalError({
		code: "REPORT_SEVERAL_MODELS",
		message: `One report was given documents of ${names.size} models; they must be grouped by model first.`
	});
	const name = [...names][0] ?? context.model;
	if (!MODEL_NAME.test(name)) throw new EvidenceError({
		code: "REPORT_MODEL_NAME",
		message: `A result document names the model ${JSON.stringify(name.slice(0, 80))}, which is not a model name.`,
		hint: "Model names are lower-case letters, digits, dots, underscores and hyphens, at most 63 characters; write the documents again."
	});
	return name;
}
function runOf(documents, context) {
	if (context.trust === "fork") return void 0;
	return documents.map(runOfDocument).filter((run) => run !== void 0).sort((a, b) => b.number - a.number || b.attempt - a.attempt)[0];
}
function sequenceOf(run, context) {
	if (run !== void 0) return {
		run: run.number,
		attempt: run.attempt
	};
	return context.run === void 0 ? null : {
		run: context.run.run,
		attempt: context.run.attempt
	};
}
function commit(sha) {
	return sha !== void 0 && /^[0-9a-f]{7,64}$/.test(sha) ? sha : null;
}
function safe(address) {
	return address === void 0 ? null : safeHref(address);
}
function appendixSections(context) {
	if (context.trust === "fork") return [];
	return (context.appendix ?? []).map(({ name, markdown }, i) => ({
		id: `appendix-${i}`,
		title: name,
		folded: true,
		priority: 5,
		blocks: markdown.trim() === "" ? [] : [{
			kind: "appendix",
			markdown
		}]
	}));
}

// packages/use-cases/src/report-stage.ts
function documentsExit(documents, failOn) {
	return combineExitCodes(documents.map((document) => exitCode(exitFactsOf(document), failOn)));
}
function viewsOf(documents, context) {
	return documentsByModel(documents, context.model).map(({ documents: own }) => buildReportView(own, context));
}
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
function markdownOf(host, outcome, model) {
	const read = readDocument(outcome.document);
	if (read === null || "problems" in read) return outcome.summary;
	return viewsOf([read.document], {
		trust: "own",
		model,
		toolVersion: host.tool.version
	}).map(renderSummary).join("\n");
}
async function htmlOf(views) {
	const { renderHtml } = await import("./report-page.js");
	return renderHtml(views);
}
function noDocuments(from) {
	return new EvidenceError({
		code: "REPORT_NO_DOCUMENTS",
		message: `Looked for result documents in ${from} and found none.`,
		hint: "Run validate or evaluate first (in a workflow: in the same job, or in jobs whose artifacts this job may read)."
	});
}

export { report as a, renderJunit as c, noDocuments as i, htmlOf as n, viewsOf as o, markdownOf as r, buildReportView as s, documentsExit as t };