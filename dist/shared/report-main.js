import { A as mark, B as safeHref, C as code, D as line, E as left, F as strong, I as table, L as text, M as quote, N as right, O as link, P as shortDigest, R as fileHref, S as caption, T as joined, _ as MARKS, a as formatInterval, b as tally, c as measurementDecimals, d as originLine, f as stageLines, g as visibleText, i as formatChange, j as paragraph, k as list, l as headline, n as formatBound, o as formatNumber, p as verdictSentence, r as formatBytes, s as formatShare, t as counted, u as notices, v as markOf, w as digest, x as worstFirst, y as needsAttention, z as isRepositoryPath } from "./report-number-format.js";
import { n as documentDigest } from "./core-digest.js";
import { N as InternalError, S as exitCode, T as MODEL_NAME, h as evaluationSchema, i as dataReportSchema, j as EvidenceError, r as errorDocumentSchema, w as worstVerdict, y as VERDICTS } from "./core-main.js";

// packages/report/src/markdown/escape.ts
const ZERO_WIDTH_SPACE = "&#8203;";
/** Characters of our own sentences that mean nothing to Markdown, HTML and GitHub. */
const PLAIN_SYMBOLS = /[A-Za-z0-9 ,;%?(/Δ≥≤·…→−±×–—✅❌❓🛑🔕➖]/u;
function entity(character) {
	return `&#${character.codePointAt(0)};`;
}
/** A name or value as `<code>`, at most `max` code points. */
function codeMarkdown(value, max) {
	if (value === "") return "<code>(empty)</code>";
	let escaped = "";
	for (const character of visibleText(value, max)) {
		escaped += /[A-Za-z0-9 ]/.test(character) ? character : entity(character);
		if (character === "@") escaped += ZERO_WIDTH_SPACE;
	}
	return `<code>${escaped}</code>`;
}
/** Text that renders as exactly itself (plus zero-width spaces), at most `max` code points. */
function textMarkdown(value, max) {
	const characters = [...visibleText(value, max).replace(/ {2,}/g, " ")];
	let escaped = "";
	let inText = false;
	characters.forEach((character, i) => {
		const place = {
			before: (characters[i - 2] ?? "") + (characters[i - 1] ?? ""),
			inText,
			after: characters[i + 1] ?? ""
		};
		escaped += isPlain(character, place) ? character : entity(character);
		if (needsSeparator(character, place)) escaped += ZERO_WIDTH_SPACE;
		inText ||= /[A-Za-z]/.test(character);
	});
	return escaped;
}
/**
* Whether a character can stand as it is: it must not be able to begin or end a construct of Markdown at this place. A
* letter before it on the line means that it is no list marker, no underline of a heading and no table delimiter.
*/
function isPlain(character, { before, inText, after }) {
	if (PLAIN_SYMBOLS.test(character)) return true;
	switch (character) {
		case ".": return (inText || /\d/.test(after)) && !/[wW]$/.test(before);
		case ")":
		case "=": return inText;
		case ":": return inText && (after === "" || /[ \d]/.test(after));
		case "-": return (inText || /\d/.test(after)) && !/GH$/i.test(before);
		case "+": return inText || /\d/.test(after);
		case "_": return /[A-Za-z0-9]$/.test(before) && /[A-Za-z0-9]/.test(after);
		default: return false;
	}
}
/** Where GitHub would see a mention, an issue, an address or an emoji short code. */
function needsSeparator(character, { before, after }) {
	if (character === "@" || character === "#") return true;
	if (character === "-") return /GH$/i.test(before);
	if (character === ".") return /[wW]$/.test(before);
	return character === ":" && after !== "" && !/[ \d]/.test(after);
}

// packages/report/src/markdown/inline.ts
/** Our own sentences are never shortened; this only bounds the work. */
const OWN_TEXT = 1e4;
/** A digest with its algorithm stays whole. */
const DIGEST = 80;
/** One line of Markdown; every leaf is escaped. */
function inlineMarkdown(content, detail) {
	return content.map((leaf) => leafMarkdown(leaf, detail)).join("");
}
function leafMarkdown(leaf, detail) {
	switch (leaf.kind) {
		case "text": return textMarkdown(leaf.value, OWN_TEXT);
		case "quote": return textMarkdown(leaf.value, detail.quote);
		case "code": return codeMarkdown(leaf.value, detail.code);
		case "digest": return codeMarkdown(leaf.value, DIGEST);
		case "strong": return `<b>${inlineMarkdown(leaf.children, detail)}</b>`;
		case "link": return `<a href="${leaf.href}">${inlineMarkdown(leaf.children, detail)}</a>`;
		case "mark": return leaf.word ? `${MARKS[leaf.mark].symbol} ${MARKS[leaf.mark].word}` : MARKS[leaf.mark].symbol;
	}
}

// packages/report/src/markdown/mermaid.ts
const MOST_LABELS = 20;
const CANDIDATE = "#2f81f7";
const CHAMPION = "#bf8700";
/** Letters, digits, space, `_`, `.`, `-`; everything else becomes `_`. Mermaid has no escape for the others. */
function mermaidLabel(label) {
	const plain = label.replace(/[^A-Za-z0-9 _.-]/gu, "_").replace(/ {2,}/g, " ").trim();
	if (plain === "") return "_";
	return plain.length > 20 ? `${plain.slice(0, 12)}..${plain.slice(-6)}` : plain;
}
/** A plain decimal with up to six digits after the point. */
function mermaidNumber(value) {
	const fixed = value.toFixed(6).replace(/\.?0+$/, "");
	return fixed === "-0" ? "0" : fixed;
}
/** Whether the numbers can be drawn: finite and of a size that a plain decimal expresses. */
function drawable(values) {
	return values.every((value) => Number.isFinite(value) && Math.abs(value) < 0xe8d4a51000);
}
/** The bars with their common limit as a line; null where a chart would not help. */
function barChart(plot) {
	const bars = plot.bars.slice(0, MOST_LABELS);
	const limits = bars.map((bar) => bar.limit ?? 0);
	if (bars.length < 2 || !drawable([...bars.map((bar) => bar.value), ...limits])) return null;
	return {
		source: chart(bars.map((bar) => bar.label), bars.map((bar) => bar.value), limits),
		legend: "Bars: measured. Line: limit."
	};
}
/** Candidate as bars, champion as a line; null where a chart would not help. */
function pairChart(plot) {
	const pairs = plot.pairs.slice(0, MOST_LABELS);
	const candidates = pairs.map((pair) => pair.candidate);
	const champions = pairs.map((pair) => pair.champion).filter((value) => value !== null);
	const compared = champions.length === pairs.length;
	if (pairs.length < 2 || !drawable([...candidates, ...champions])) return null;
	return {
		source: chart(pairs.map((pair) => pair.label), candidates, compared ? champions : []),
		legend: compared ? "Blue bars: candidate. Amber line: champion." : "Bars: candidate."
	};
}
/** The axis: bars start at zero, or below where a number does. */
function yAxis(values) {
	const low = Math.min(0, ...values);
	const high = Math.max(0, ...values);
	return `y-axis ${mermaidNumber(low)} --> ${mermaidNumber(high - low < 1e-5 ? low + 1 : high)}`;
}
function chart(labels, bars, line) {
	const numbers = (values) => `[${values.map(mermaidNumber).join(", ")}]`;
	const lines = [
		"xychart-beta",
		`  x-axis [${labels.map((label, i) => `"${i + 1} ${mermaidLabel(label)}"`).join(", ")}]`,
		`  ${yAxis([...bars, ...line])}`,
		`  bar ${numbers(bars)}`
	];
	if (line.length > 0) lines.push(`  line ${numbers(line)}`);
	return [`%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${CANDIDATE}, ${CHAMPION}"}}}}%%`, ...lines].join("\n");
}

// packages/report/src/markdown/blocks.ts
/** A section as Markdown, folded where it asks for it; empty when nothing of it can be shown on this surface. */
function sectionMarkdown(section, detail) {
	const blocks = section.blocks.map((block) => blockMarkdown(block, detail)).filter((block) => block !== "");
	if (blocks.length === 0) return "";
	const title = textMarkdown(section.title, detail.quote);
	const body = blocks.join("\n\n");
	if (!section.folded) return `#### ${title}\n\n${body}`;
	return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
function blockMarkdown(block, detail) {
	switch (block.kind) {
		case "paragraph":
		case "caption": return inlineMarkdown(block.content, detail).trim();
		case "list": return block.items.map((item) => `- ${inlineMarkdown(item, detail).trim()}`).join("\n");
		case "table": return tableMarkdown(block, detail);
		case "appendix": return block.markdown.trim();
		case "bar-plot": return detail.plots ? plotMarkdown(barChart(block), block.title, detail) : "";
		case "pair-plot": return detail.plots ? plotMarkdown(pairChart(block), block.title, detail) : "";
		case "bound-plot":
		case "matrix-plot": return "";
	}
}
function plotMarkdown(chart, title, detail) {
	if (chart === null) return "";
	return `${textMarkdown(title, detail.quote)}. ${chart.legend}\n\n\`\`\`mermaid\n${chart.source}\n\`\`\``;
}
function tableMarkdown(block, detail) {
	const cells = (row) => `| ${row.join(" | ")} |`;
	const cell = (content) => inlineMarkdown(content, detail).trim();
	const lines = [
		cells(block.columns.map((column) => cell(column.header))),
		cells(block.columns.map((column) => column.align === "right" ? "--:" : "---")),
		...block.rows.slice(0, detail.rows).map((row) => cells(row.map(cell)))
	];
	const rest = block.rows.length - detail.rows;
	if (rest > 0) lines.push("", `and ${counted(rest, "more row")}, all of them in the full report.`);
	return lines.join("\n");
}

// packages/report/src/markdown/surface.ts
const DETAIL = {
	full: {
		rows: 1e3,
		code: 200,
		quote: 2e3,
		plots: true
	},
	normal: {
		rows: 40,
		code: 100,
		quote: 700,
		plots: true
	},
	small: {
		rows: 15,
		code: 64,
		quote: 300,
		plots: false
	},
	smallest: {
		rows: 5,
		code: 40,
		quote: 160,
		plots: false
	}
};

// packages/report/src/markdown/document.ts
/** Sections from this priority on tell the verdict: less detail is better than leaving them out. */
const ESSENTIAL = 85;
/** The report as Markdown that fits. */
function fittedMarkdown(view, frame) {
	const levels = frame.levels.length === 0 ? [DETAIL.smallest] : frame.levels;
	let last = "";
	for (const level of levels) {
		const fitted = dropUntilItFits(view, frame, level, view.sections.map((section) => ({
			section,
			markdown: sectionMarkdown(section, level)
		})).filter(({ markdown }) => markdown !== ""));
		last = fitted.markdown;
		if (fitted.fits && fitted.essential) return fitted.markdown;
	}
	if (fits(last, frame.budget)) return last;
	throw new InternalError({
		code: "REPORT_TOO_LARGE",
		message: `A report of ${last.length} characters does not fit into ${frame.budget.units} even without its sections.`
	});
}
function dropUntilItFits(view, frame, level, parts) {
	const dropped = [];
	const candidates = [...parts].sort((a, b) => a.section.priority - b.section.priority);
	for (;;) {
		const markdown = assembled(view, frame, level, parts.filter(({ section }) => !dropped.includes(section)), dropped);
		const essential = dropped.every((section) => section.priority < ESSENTIAL);
		if (fits(markdown, frame.budget)) return {
			markdown,
			fits: true,
			essential
		};
		const next = candidates.shift();
		if (next === void 0) return {
			markdown,
			fits: false,
			essential
		};
		dropped.push(next.section);
	}
}
function assembled(view, frame, level, kept, dropped) {
	const parts = [
		headerMarkdown(view, level),
		...kept.map(({ markdown }) => markdown),
		inlineMarkdown(droppedLine(view, dropped), level),
		frame.after
	];
	return frame.before + parts.filter((part) => part !== "").join("\n\n");
}
function fits(markdown, budget) {
	return markdown.length <= budget.units && Buffer.byteLength(markdown) <= budget.bytes;
}
/** Headline, warnings about the report itself, stages, and what to do next. Always shown. */
function headerMarkdown(view, level) {
	const md = (content) => inlineMarkdown(content, level).trim();
	const parts = [`### ${md(headline(view))}`];
	for (const notice of notices(view)) parts.push(`> [!WARNING]\n> ${md(notice)}`);
	parts.push([...stageLines(view).map((each) => `- ${md(each)}`)].join("\n"));
	if (view.next.length === 1) parts.push(`<b>Next:</b> ${md(view.next[0])}`);
	if (view.next.length > 1) parts.push(`<b>Next:</b>\n\n${view.next.map((step, i) => `${i + 1}. ${md(step)}`).join("\n")}`);
	const origin = md(originLine(view));
	if (origin !== "") parts.push(origin);
	return parts.join("\n\n");
}
function droppedLine(view, dropped) {
	if (dropped.length === 0) return [];
	const names = joined(dropped.map((section) => [text(section.title)]), "; ");
	const where = view.runUrl === null ? [text("the job summary and the HTML report")] : link(view.runUrl, text("the summary and artifacts of the run"));
	return line`Left out because a comment has a size limit: ${names}. All of it is in ${where}.`;
}

// packages/report/src/check-run/check-run.ts
/** The Checks API takes 50 annotations a request and 65,535 characters each of summary and text. */
const ANNOTATION_LIMIT = 50;
const CHECK_BUDGET = {
	units: 6e4,
	bytes: 65e3
};
/** The report as a check run. A fork's own claim is always `neutral`. */
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
/** Findings on the configuration lines they come from, worst first, at most {@link ANNOTATION_LIMIT}. Plain text. */
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

// packages/report/src/sparkline.ts
const LEVELS = [
	"▁",
	"▂",
	"▃",
	"▄",
	"▅",
	"▆",
	"▇",
	"█"
];
/** Numbers as a row of bars between their smallest and largest; empty for fewer than two. A constant row is level. */
function sparkline(values) {
	if (values.length < 2) return "";
	const low = Math.min(...values);
	const range = Math.max(...values) - low;
	return values.map((value) => LEVELS[range === 0 ? 3 : Math.round((value - low) / range * 7)]).join("");
}

// packages/report/src/markdown/history.ts
/** Earlier verdicts that are kept. */
const KEPT = 5;
const LINE = /^<!-- model-delivery:history metric=([A-Za-z0-9_.-]{0,64}) now=(\S{1,80}) past=(\S{0,480}) -->$/;
const ENTRY = new RegExp(`^(${VERDICTS.join("|")})/([0-9a-f]{0,12})/(-?\\d{1,15}(?:\\.\\d{1,8})?)?$`);
/** The history after this report: what the previous comment says, and this verdict if it is a new one. */
function nextHistory(view, previousBody) {
	const metric = view.trend === null ? "" : view.trend.metric.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64);
	const now = {
		verdict: view.verdict,
		commit: view.headSha?.slice(0, 7) ?? "",
		value: view.trend === null ? null : rounded(view.trend.value)
	};
	const previous = previousBody === void 0 ? null : parseHistory(previousBody);
	if (previous === null) return {
		metric,
		now,
		past: []
	};
	const past = previous.now.commit === now.commit && previous.now.verdict === now.verdict ? previous.past : [previous.now, ...previous.past].slice(0, KEPT);
	return {
		metric,
		now,
		past: previous.metric === metric ? past : past.map((entry) => ({
			...entry,
			value: null
		}))
	};
}
/** Six digits after the point, as the hidden line stores it; a number that does not fit is not kept. */
function rounded(value) {
	return Number.isFinite(value) && Math.abs(value) < 0xe8d4a51000 ? Number(value.toFixed(6)) : null;
}
function renderHistory(history) {
	const entry = ({ verdict, commit, value }) => `${verdict}/${commit}/${value === null ? "" : value.toFixed(6).replace(/\.?0+$/, "")}`;
	return `<!-- model-delivery:history metric=${history.metric} now=${entry(history.now)} past=${history.past.map(entry).join(",")} -->`;
}
/** Reads the hidden line of a body, which only counts as the last one; null when there is none or it is not ours. */
function parseHistory(body) {
	const match = LINE.exec(body.replaceAll("\r\n", "\n").trimEnd().split("\n").at(-1) ?? "");
	if (match === null) return null;
	const now = parseEntry(match[2]);
	const past = match[3] === "" ? [] : match[3].split(",").map(parseEntry);
	if (now === null || past.length > KEPT || past.some((entry) => entry === null)) return null;
	return {
		metric: match[1],
		now,
		past: past.filter((entry) => entry !== null)
	};
}
function parseEntry(written) {
	const match = ENTRY.exec(written);
	if (match === null) return null;
	const value = match[3] === void 0 ? null : Number(match[3]);
	return {
		verdict: match[1],
		commit: match[2],
		value
	};
}

// packages/report/src/markdown/marker.ts
/** The first line of a comment: `<!-- model-delivery:v1 key=<model> seq=<run_number>.<attempt> -->`. */
function renderMarker(marker) {
	const { key, sequence } = marker;
	if (!MODEL_NAME.test(key) || !Number.isSafeInteger(sequence.run) || !Number.isSafeInteger(sequence.attempt)) throw new InternalError({
		code: "REPORT_MARKER",
		message: `A comment was to be marked with key ${JSON.stringify(key)} and sequence ${sequence.run}.${sequence.attempt}, which the marker cannot express.`
	});
	return `<!-- model-delivery:v1 key=${key} seq=${sequence.run}.${sequence.attempt} -->`;
}
/** The address of a workflow run, which differs from run to run while nothing that was found does. */
const RUN_ADDRESS = /\/actions\/runs\/\d+(?:\/attempts\/\d+)?/g;
/** A body without its first line, with one kind of line end. */
function afterMarker(body) {
	return body.replaceAll("\r\n", "\n").replace(/^[^\n]*\n?/, "").trimEnd();
}
/** Whether two comment bodies say the same: equal after the first line, but for the run they link to. */
function unchanged(bodyA, bodyB) {
	const content = (body) => afterMarker(body).replace(RUN_ADDRESS, "/actions/runs/0");
	return content(bodyA) === content(bodyB);
}

// packages/report/src/markdown/comment.ts
/** GitHub refuses a body of more than 65,536 characters; what counts as one is not documented, so both readings hold. */
const COMMENT_BUDGET = {
	units: 6e4,
	bytes: 18e4
};
/** A step summary above 1 MiB is dropped whole; other steps of the job do not share it. */
const SUMMARY_BUDGET = {
	units: 9e5,
	bytes: 9e5
};
/**
* The pull-request comment: the marker as first line, the report within {@link COMMENT_BUDGET}, the history as last line. Where
* nothing but the run's address would change, the text of the previous comment is kept.
*/
function renderComment(view, options = {}) {
	const sequence = options.sequence ?? view.sequence ?? {
		run: 0,
		attempt: 0
	};
	const marker = renderMarker({
		key: view.model,
		sequence
	});
	const history = nextHistory(view, options.previousBody);
	const body = fittedMarkdown(view, {
		budget: COMMENT_BUDGET,
		levels: [
			DETAIL.normal,
			DETAIL.small,
			DETAIL.smallest
		],
		before: `${marker}\n`,
		after: `${footer(view, history)}\n${renderHistory(history)}`
	});
	const previous = options.previousBody;
	return previous !== void 0 && unchanged(previous, body) ? `${marker}\n${afterMarker(previous)}` : body;
}
/** The job summary, and the Markdown of the command line: the same report with everything in it. */
function renderSummary(view) {
	return `${fittedMarkdown(view, {
		budget: SUMMARY_BUDGET,
		levels: [
			DETAIL.full,
			DETAIL.normal,
			DETAIL.small,
			DETAIL.smallest
		],
		before: "",
		after: footer(view, null)
	})}\n`;
}
function footer(view, history) {
	const parts = [];
	if (history !== null) parts.push([text("Updated in place")], historyLine(view, history));
	parts.push([text(`model-delivery${view.toolVersion === null ? "" : ` ${view.toolVersion}`}`)]);
	return `<sub>${inlineMarkdown(joined(parts, " · "), DETAIL.normal)}</sub>`;
}
/** `earlier verdicts: pass 1b2c3d4 → fail 77e0aaa → now fail a4f9c22`, with the metric as a sparkline where it is known. */
function historyLine(view, history) {
	if (history.past.length === 0) return [];
	const entries = [...history.past].reverse().map((entry) => {
		const symbol = view.trust === "fork" ? "" : `${MARKS[entry.verdict].symbol} `;
		return line`${symbol}${MARKS[entry.verdict].word} ${entry.commit}`;
	});
	const measured = [...history.past].reverse().concat(history.now).map((entry) => entry.value).filter((value) => value !== null);
	const trend = measured.length < 2 ? [] : line` · ${history.metric} ${sparkline(measured)}`;
	return line`earlier verdicts: ${joined(entries, " → ")}${trend}`;
}

// packages/report/src/view/documents.ts
function isDataReport(document) {
	return document.schema === "data-report/1" && "datasets" in document;
}
function isEvaluation(document) {
	return document.schema === "evaluation/1" && "checks" in document;
}
/** Schema words of the documents a report shows; others in the same directory (profiles, lineage) are left aside. */
const REPORTED_SCHEMAS = [
	"data-report/1",
	"evaluation/1",
	"error/1"
];
/**
* Reads a parsed JSON value as a document. Every string of it is then of limited length, and no key is unknown.
* @returns the document, `null` when its schema word is not one that is reported, or the reasons why it does not fit.
*/
function readDocument(value) {
	const word = typeof value === "object" && value !== null && "schema" in value ? value.schema : void 0;
	if (!REPORTED_SCHEMAS.some((known) => known === word)) return null;
	const whole = word === "data-report/1" ? dataReportSchema.safeParse(value) : word === "evaluation/1" ? evaluationSchema.safeParse(value) : errorDocumentSchema.safeParse(value);
	if (whole.success) return { document: whole.data };
	const error = errorDocumentSchema.safeParse(value);
	if (error.success) return { document: error.data };
	return { problems: whole.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "(document)"}: ${issue.message}`) };
}
/** The model a document is about; undefined for an error met before the model was known. */
function modelOf(document) {
	return typeof document.model === "object" ? document.model.name : document.model;
}
/**
* The documents of each model, models in order of their names. Errors that name no model belong to every one of them,
* or to `fallback` where no document names a model.
*/
function documentsByModel(documents, fallback) {
	const named = new Set(documents.map(modelOf).filter((name) => name !== void 0));
	return (named.size === 0 ? [fallback] : [...named].sort()).map((model) => ({
		model,
		documents: documents.filter((each) => (modelOf(each) ?? model) === model)
	}));
}

// packages/report/src/view/json-text.ts
/**
* Observed and expected values in a form people read: `min 17, max 5500`, `AA, DL, UA`. What `null` stands for is
* nothing: an absent bound is left out.
*/
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
/** `distance in train`, or `train` for a check of the whole table. */
function place(check) {
	return check.column === null ? [code(check.dataset)] : line`${code(check.column)} in ${code(check.dataset)}`;
}
/** The kind with what was expected: `range: min 17, max 5500`, `drift: psi at most 0.1`. */
function dataRule(check) {
	if (check.statistic !== void 0) return line`${check.kind}: ${statisticName(check.statistic)} at most ${formatBound(check.statistic.threshold)}`;
	const expected = expectedText(check);
	return expected === "" ? [text(check.kind)] : line`${check.kind}: ${code(expected)}`;
}
/** `17 to 5500` for a pair of ends; other expectations as they are written. */
function expectedText(check) {
	const { expected } = check;
	if (!((check.kind === "range" || check.kind === "length") && Array.isArray(expected) && expected.length === 2)) return jsonText(expected);
	const [low, high] = expected.map((end) => end === null ? null : jsonText(end));
	if (low === null) return `at most ${high}`;
	return high === null ? `at least ${low}` : `${low} to ${high}`;
}
/** The statistic as people write it. */
function statisticName(statistic) {
	return statistic.name === "psi" ? text("PSI") : quote(statistic.name);
}
/** `312 of 24,000 (1.3 %)`; empty for checks that do not count rows. */
function failedRows(check) {
	if (check.failed === null) return "";
	if (check.evaluated === null) return formatNumber(check.failed);
	const share = check.evaluated === 0 ? "" : ` (${formatShare(check.failed, check.evaluated)})`;
	return `${formatNumber(check.failed)} of ${formatNumber(check.evaluated)}${share}`;
}
/** What was seen: the statistic with its interval, or the observed value. */
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
/** How the check ended: column, rule, rows. */
function dataOutcome(check) {
	if (check.verdict === "error" || check.verdict === "not_applicable") return line`${place(check)}: ${quote(check.message)}`;
	if (check.statistic !== void 0) return driftOutcome(check, check.statistic);
	if (countsRows(check)) return rowsOutcome(check);
	const observed = observedText(check);
	return observed.length === 0 ? line`${place(check)}: ${quote(check.message)}` : line`${place(check)}: found ${observed}, rule ${dataRule(check)}`;
}
/** Whether `failed` counts rows; for `columns` it counts columns. */
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
/** `model-delivery.yaml:12`, linked to that line of the commit where both are known. */
function locationText(location, context) {
	if (location === void 0) return [];
	const href = context.trusted ? fileHref(context.repositoryUrl, context.headSha, location.file, location.line) : void 0;
	return link(href, code(`${location.file}:${location.line}`));
}
/** The same for a narrow table cell: `line 12`, where a link says which file; otherwise in full. */
function locationCell(location, context) {
	const [full] = locationText(location, context);
	if (location === void 0 || full === void 0) return [];
	return full.kind === "link" ? link(full.href, text(`line\u00A0${location.line}`)) : [full];
}

// packages/report/src/view/data-tables.ts
/** Columns of an example table; rows with more say how many are missing. */
const EXAMPLE_COLUMNS = 8;
const EXAMPLE_ROWS = 5;
const EXAMPLE_CHECKS = 5;
/** Checks as a table: mark, data set, column, rule, failed rows, what was seen. */
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
/** The data sets that were read: source and size; their digests stand among the evidence. */
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
/** The first failing rows of the worst checks, one small table each. */
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
/** Columns of the examples, the judged one first. */
function exampleColumns(check, rows) {
	const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return check.column !== null && names.includes(check.column) ? [check.column, ...names.filter((name) => name !== check.column)] : names;
}
function exampleCell(row, column) {
	const value = Object.hasOwn(row, column) ? row[column] : void 0;
	return value === null || value === void 0 ? [text("(missing)")] : [code(value)];
}
/** Waived checks: what they found, why that is accepted, until when, by whom. */
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
/** PSI per column with its interval against the threshold. */
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

// packages/report/src/view/sections.ts
/** A section; one without blocks says nothing and is left out when the view is put together. */
function section(id, title, priority, blocks, folded = false) {
	return {
		id,
		title,
		priority,
		blocks,
		folded
	};
}
/** Checks that could not apply, with the reason each of them gives. */
function notEvaluatedSection(stage, checks) {
	const skipped = checks.filter((check) => check.verdict === "not_applicable");
	const rows = skipped.map((check) => [[code(check.id)], [quote(check.message)]]);
	const title = `Not evaluated (${skipped.length})`;
	const blocks = rows.length === 0 ? [] : [table(`Checks of the ${stage} that were not evaluated`, [left("Check"), left("Why")], rows)];
	return section(`${stage}-not-evaluated`, `${title}: why`, 54, blocks, true);
}
/** Notices of the stage: no verdict, but something to know. */
function warningsSection(stage, warnings) {
	const shown = warnings.slice(0, 20).map((warning) => [quote(warning)]);
	if (warnings.length > 20) shown.push(line`and ${counted(warnings.length - 20, "more notice")}`);
	return section(`${stage}-notices`, `Notices of the ${stage}`, 56, shown.length === 0 ? [] : [list(shown)]);
}

// packages/report/src/view/policy-section.ts
/** Whether the pull request brings its own policy, and what it would loosen. */
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
/** What a `data-report/1` document contributes to the report. */
function dataView(document, context) {
	const checks = worstFirst(document.checks, (check) => (check.failed ?? 0) / Math.max(1, check.evaluated ?? 1));
	return {
		stage: "validate-data",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: document.inconclusive_blocks,
		policyIntroduced: document.policy_change?.introduced ?? false,
		deciding: decidingSentence$1(document, checks),
		tally: tally(document.checks),
		next: nextSteps$1(document, checks, context),
		sections: sections$1(document, checks, context),
		findings: findings$1(document),
		error: document.error ?? null,
		trend: null
	};
}
function decidingSentence$1(document, checks) {
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
function nextSteps$1(document, checks, context) {
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
function sections$1(document, checks, context) {
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
function findings$1(document) {
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
	"evaluation/1": "evaluate-gate"
};
/** What a stage contributes that could not fill its document: what was attempted and found, and the fix. */
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
/** Beyond this many classes a table cannot be read; the worst confusions are listed instead. */
const MOST_CLASSES = 10;
/** The confusion matrix as tables with the share of each row (its recall), candidate first, then champion. */
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
/** Whether the check compares with the champion. */
function isComparison(check) {
	return [
		"min_ratio",
		"max_ratio",
		"min_delta",
		"max_regression"
	].includes(check.kind);
}
/** `roc_auc (ms) on origin=EWR`. */
function subject(check) {
	const name = line`${strong(quote(check.metric))}${unitText(check)}`;
	return check.slice === null ? name : line`${name} on ${code(check.slice)}`;
}
function unitText(check) {
	return check.unit === null ? [] : line` (${quote(check.unit)})`;
}
/** The bound in words: `at least 0.9`, `at most 0.005 worse than the champion`. */
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
/** `90 % interval`; empty where no level is known. */
function levelText(level) {
	return level === null ? "interval" : `${formatNumber(level * 100)} % interval`;
}
/** Digits after the point for every number of the check. */
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
/** A measured value in the precision of its check; empty where nothing was measured. */
function valueText(check, value) {
	return value === null ? "" : formatNumber(value, decimalsOf(check));
}
/** `-0.2242 (-0.238 to -0.2104)`; empty where there is no champion to compare with. */
function changeText(check) {
	if (check.delta === null) return "";
	const change = formatChange(check.delta, decimalsOf(check));
	if (!isComparison(check) || check.interval === null) return change;
	return `${change} (${formatInterval(check.interval, decimalsOf(check), true)})`;
}
/** The candidate's value, with its interval where the check is about the value itself. */
function candidateText(check) {
	const value = valueText(check, check.candidate);
	if (isComparison(check) || check.interval === null || value === "") return value;
	return `${value} (${formatInterval(check.interval, decimalsOf(check))})`;
}
/** How a check ended, with what it was measured against, the interval, the rows and the rule. */
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
/** ` (90 % interval of the change -0.238 to -0.2104, 5,000 rows)`: what is known about the noise of the number. */
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
/** Most rows a plot shows; the table beside it has them all. */
const MOST_ROWS = 40;
/** Where each check's contrast lies relative to its bound. */
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
/** Candidate and champion over the slices, one plot a metric. */
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
/** The one level of all intervals, or null where they differ or there are none. */
function commonLevel(checks) {
	const levels = new Set(checks.filter((check) => check.interval !== null).map((check) => check.level));
	return levels.size === 1 ? [...levels][0] : null;
}
/** Checks as a table: mark, check, champion, candidate, change with its interval, rule, rows. */
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
/** What the verdicts were decided on: contrast with interval, p before and after Holm, what could have been detected. */
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
/** A p-value: three digits after the point, and `under 0.001` below. */
function pText(p) {
	if (p === null || p === void 0) return "";
	return p < .001 ? "under 0.001" : p.toFixed(3);
}
/** Every metric that was computed, candidate beside champion. */
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
/** Passing overall checks shown unfolded when nothing needs attention. */
const PASSING_IN_VIEW = 8;
/** What an `evaluation/1` document contributes to the report. */
function evaluationView(document, context) {
	const checks = worstFirst(document.checks, importance);
	return {
		stage: "evaluate-gate",
		schema: document.schema,
		digest: documentDigest(document),
		verdict: document.verdict,
		inconclusiveBlocks: document.inconclusive_blocks,
		policyIntroduced: document.policy_change?.introduced ?? false,
		deciding: decidingSentence(document, checks),
		tally: tally(document.checks),
		next: nextSteps(document, checks, context),
		sections: sections(document, checks, context),
		findings: findings(document),
		error: document.error ?? null,
		trend: trend(document)
	};
}
/**
* Overall checks come before slices and keep the order of the configuration: distances of different metrics do not compare.
* Slices of one check do, the worst first.
*/
function importance(check) {
	return check.slice === null ? Number.MAX_VALUE : -(check.contrast.value ?? 0);
}
function decidingSentence(document, checks) {
	if (document.error !== void 0) return [quote(document.error.message)];
	const decisive = checks.filter((check) => check.blocking && check.verdict === document.verdict);
	const lead = document.verdict === "pass" ? leadingPass(document) : leading(decisive);
	if (lead === void 0) return passWithoutChecks(document);
	const others = document.verdict === "pass" ? 0 : decisive.length - 1;
	const more = others === 0 ? [] : line` (and ${counted(others, "more check")})`;
	return line`${outcomeSentence(lead)}${more}`;
}
/** The check a reader of a passed evaluation wants first: the overall comparison with the champion, else the first bound. */
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
function nextSteps(document, checks, context) {
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
function sections(document, checks, context) {
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
/** What was compared with what, or why nothing could be. */
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
function findings(document) {
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
/** What the report rests on: digests of the documents and of everything they were computed from. */
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
	const dates = [...new Set(documents.flatMap((document) => "as_of" in document ? [document.as_of] : []))];
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
/** A section of a fork's report: its verdicts are words of its own and never carry the symbols of ours. */
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

// packages/report/src/view/report-view.ts
/**
* Puts the documents of one model together into one report.
* @throws EvidenceError when there is no document, or one names a model that no model may be called.
*/
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
		blocks: stages.some((stage) => exitCode(stage, context.failOn ?? "policy") !== 0),
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
/** What is open first, most important on top, then what is folded; sections that say nothing are left out. */
function inReadingOrder(sections) {
	const filled = sections.filter((section) => section.blocks.length > 0);
	return [...filled.filter((section) => !section.folded).sort((a, b) => b.priority - a.priority), ...filled.filter((section) => section.folded)];
}
/** Data before evaluation, whatever order the files were found in. */
function inStageOrder(documents) {
	const order = ["data-report/1", "evaluation/1"];
	const rank = (document) => (order.indexOf(document.schema) + order.length + 1) % (order.length + 1);
	return [...documents].sort((a, b) => rank(a) - rank(b));
}
function stageView(document, context) {
	if (isDataReport(document)) return dataView(document, context);
	if (isEvaluation(document)) return evaluationView(document, context);
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
/** The newest run that made the documents. A fork writes what it likes there, so its documents have none. */
function runOf(documents, context) {
	if (context.trust === "fork") return void 0;
	return documents.map((document) => document.meta?.run).filter((run) => run !== void 0).sort((a, b) => b.number - a.number || b.attempt - a.attempt)[0];
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

export { readDocument as a, renderComment as c, unchanged as d, renderAnnotations as f, textMarkdown as h, modelOf as i, renderSummary as l, codeMarkdown as m, REPORTED_SCHEMAS as n, COMMENT_BUDGET as o, renderCheckRun as p, documentsByModel as r, SUMMARY_BUDGET as s, buildReportView as t, renderMarker as u };