import { o as InternalError } from "./core-errors.js";
import { t as MODEL_NAME } from "./core-names.js";
import { D as line, L as text, O as link, T as joined, _ as MARKS, d as originLine, f as stageLines, g as visibleText, l as headline, t as counted, u as notices } from "./report-number-format.js";
import { i as VERDICTS } from "./core-verdict.js";

// packages/core/src/comment-marker.ts
const MARKER = /^<!-- model-delivery:v1 key=([a-z0-9][a-z0-9._-]{0,62}) seq=(\d{1,15})\.(\d{1,9}) -->(?:\r?\n|$)/;
function renderMarker(marker) {
	const { key, sequence } = marker;
	if (!MODEL_NAME.test(key) || !Number.isSafeInteger(sequence.run) || !Number.isSafeInteger(sequence.attempt)) throw new InternalError({
		code: "REPORT_MARKER",
		message: `A comment was to be marked with key ${JSON.stringify(key)} and sequence ${sequence.run}.${sequence.attempt}, which the marker cannot express.`
	});
	return `<!-- model-delivery:v1 key=${key} seq=${sequence.run}.${sequence.attempt} -->`;
}
function parseMarker(body) {
	const match = MARKER.exec(body);
	if (match === null) return null;
	return {
		key: match[1],
		sequence: {
			run: Number(match[2]),
			attempt: Number(match[3])
		}
	};
}
function compareSequences(a, b) {
	return a.run - b.run || a.attempt - b.attempt;
}
function afterMarker(body) {
	return body.replaceAll("\r\n", "\n").replace(/^[^\n]*\n?/, "").trimEnd();
}

// packages/report/src/markdown/escape.ts
const ZERO_WIDTH_SPACE = "&#8203;";
const PLAIN_SYMBOLS = /[A-Za-z0-9 ,;%?(/Δ≥≤·…→−±×–—✅❌❓🛑🔕➖]/u;
function entity(character) {
	return `&#${character.codePointAt(0)};`;
}
function codeMarkdown(value, max) {
	if (value === "") return "<code>(empty)</code>";
	let escaped = "";
	for (const character of visibleText(value, max)) {
		escaped += /[A-Za-z0-9 ]/.test(character) ? character : entity(character);
		if (character === "@") escaped += ZERO_WIDTH_SPACE;
	}
	return `<code>${escaped}</code>`;
}
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
function needsSeparator(character, { before, after }) {
	if (character === "@" || character === "#") return true;
	if (character === "-") return /GH$/i.test(before);
	if (character === ".") return /[wW]$/.test(before);
	return character === ":" && after !== "" && !/[ \d]/.test(after);
}

// packages/report/src/markdown/inline.ts
const OWN_TEXT = 1e4;
const DIGEST = 80;
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
function mermaidLabel(label) {
	const plain = label.replace(/[^A-Za-z0-9 _.-]/gu, "_").replace(/ {2,}/g, " ").trim();
	if (plain === "") return "_";
	return plain.length > 20 ? `${plain.slice(0, 12)}..${plain.slice(-6)}` : plain;
}
function mermaidNumber(value) {
	const fixed = value.toFixed(6).replace(/\.?0+$/, "");
	return fixed === "-0" ? "0" : fixed;
}
function drawable(values) {
	return values.every((value) => Number.isFinite(value) && Math.abs(value) < 0xe8d4a51000);
}
function barChart(plot) {
	const bars = plot.bars.slice(0, MOST_LABELS);
	const limits = bars.map((bar) => bar.limit ?? 0);
	if (bars.length < 2 || !drawable([...bars.map((bar) => bar.value), ...limits])) return null;
	return {
		source: chart(bars.map((bar) => bar.label), bars.map((bar) => bar.value), limits),
		legend: "Bars: measured. Line: limit."
	};
}
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
const ESSENTIAL = 85;
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
function sparkline(values) {
	if (values.length < 2) return "";
	const low = Math.min(...values);
	const range = Math.max(...values) - low;
	return values.map((value) => LEVELS[range === 0 ? 3 : Math.round((value - low) / range * 7)]).join("");
}

// packages/report/src/markdown/history.ts
const KEPT = 5;
const LINE = /^<!-- model-delivery:history metric=([A-Za-z0-9_.-]{0,64}) now=(\S{1,80}) past=(\S{0,480}) -->$/;
const ENTRY = new RegExp(`^(${VERDICTS.join("|")})/([0-9a-f]{0,12})/(-?\\d{1,15}(?:\\.\\d{1,8})?)?$`);
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
function rounded(value) {
	return Number.isFinite(value) && Math.abs(value) < 0xe8d4a51000 ? Number(value.toFixed(6)) : null;
}
function renderHistory(history) {
	const entry = ({ verdict, commit, value }) => `${verdict}/${commit}/${value === null ? "" : value.toFixed(6).replace(/\.?0+$/, "")}`;
	return `<!-- model-delivery:history metric=${history.metric} now=${entry(history.now)} past=${history.past.map(entry).join(",")} -->`;
}
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

// packages/report/src/markdown/unchanged.ts
const RUN_ADDRESS = /\/actions\/runs\/\d+(?:\/attempts\/\d+)?/g;
function unchanged(bodyA, bodyB) {
	const content = (body) => afterMarker(body).replace(RUN_ADDRESS, "/actions/runs/0");
	return content(bodyA) === content(bodyB);
}

// packages/report/src/markdown/comment.ts
const COMMENT_BUDGET = {
	units: 6e4,
	bytes: 18e4
};
const SUMMARY_BUDGET = {
	units: 9e5,
	bytes: 9e5
};
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

export { unchanged as a, codeMarkdown as c, compareSequences as d, parseMarker as f, renderSummary as i, textMarkdown as l, SUMMARY_BUDGET as n, fittedMarkdown as o, renderComment as r, DETAIL as s, COMMENT_BUDGET as t, afterMarker as u };