import { _ as MARKS, a as formatInterval, c as measurementDecimals, d as originLine, f as stageLines, g as visibleText, m as verdictWords, n as formatBound, o as formatNumber, s as formatShare, t as counted, u as notices } from "./report-number-format.js";
import { createHash } from "node:crypto";

// packages/report/src/html/escape.ts
const ESCAPES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
function htmlText(value, max = 4096) {
	return visibleText(value, max).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
function htmlLines(value) {
	return value.split(/\r\n|[\n\r]/).map((each) => htmlText(each, 2e4)).join("\n");
}

// packages/report/src/html/plots/svg.ts
const WIDTH = 960;
const LABEL = 30;
function at(value) {
	return String(Math.round(value * 100) / 100);
}
function picture(title, height, content) {
	const name = htmlText(title, 200);
	return `<svg viewBox="0 0 ${960} ${at(height)}" role="img" aria-label="${name}">${content.join("")}</svg>`;
}
function label(x, y, value, classes = "", max = LABEL) {
	const attribute = classes === "" ? "" : ` class="${classes}"`;
	return `<text x="${at(x)}" y="${at(y)}"${attribute}>${htmlText(value, max)}</text>`;
}
function stroke(x1, y1, x2, y2, classes) {
	return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${classes}"/>`;
}
function dot(x, y, classes) {
	return `<circle cx="${at(x)}" cy="${at(y)}" r="5" class="${classes}"/>`;
}
function scale(low, high, from, to) {
	const range = high - low;
	return (value) => {
		const share = range === 0 ? .5 : (value - low) / range;
		return from + Math.min(1, Math.max(0, Number.isFinite(share) ? share : .5)) * (to - from);
	};
}

// packages/report/src/html/plots/bar-plot.ts
const ROW$2 = 30;
const TOP$3 = 26;
const LEFT$3 = 220;
const RIGHT$2 = 960 - 190;
function barPlot(plot) {
	const largest = Math.max(...plot.bars.flatMap((bar) => [
		bar.value,
		bar.interval?.[1] ?? 0,
		bar.limit ?? 0
	]), 0);
	const x = scale(0, largest === 0 ? 1 : largest * 1.04, LEFT$3, RIGHT$2);
	const rows = plot.bars.map((bar, i) => {
		const y = TOP$3 + i * ROW$2;
		const middle = y + ROW$2 / 2;
		const [low, high] = bar.interval ?? [null, null];
		const whisker = low === null || high === null ? "" : stroke(x(low), middle, x(high), middle, "whisker") + stroke(x(low), middle - 5, x(low), middle + 5, "whisker") + stroke(x(high), middle - 5, x(high), middle + 5, "whisker");
		const limit = bar.limit === null ? "" : stroke(x(bar.limit), y + 2, x(bar.limit), y + ROW$2 - 2, "limit");
		const width = Math.max(1, x(bar.value) - LEFT$3);
		const interval = bar.interval === null ? "" : ` (${formatInterval(bar.interval, 3)})`;
		return `<g class="mark-${bar.mark}">${label(210, middle + 5, bar.label, "end")}<rect x="${LEFT$3}" y="${at(y + 6)}" width="${at(width)}" height="18" rx="3" class="bar"/>${limit}${whisker}${label(RIGHT$2 + 12, middle + 5, `${formatNumber(bar.value, 3)}${interval}`, "", 40)}</g>`;
	});
	const limits = new Set(plot.bars.map((bar) => bar.limit).filter((limit) => limit !== null));
	const [only] = limits;
	const title = limits.size === 1 ? label(x(only), 16, `limit ${formatBound(only)}`, "muted mid") : "";
	return picture(plot.title, TOP$3 + plot.bars.length * ROW$2 + 8, [
		title,
		stroke(LEFT$3, TOP$3, LEFT$3, TOP$3 + plot.bars.length * ROW$2, "rule"),
		...rows
	]);
}

// packages/report/src/html/plots/bound-plot.ts
const ROW$1 = 30;
const TOP$2 = 28;
const LEFT$2 = 270;
const RIGHT$1 = 960 - 340;
function boundPlot(plot) {
	const bottom = TOP$2 + plot.rows.length * ROW$1;
	const center = (LEFT$2 + RIGHT$1) / 2;
	const rows = plot.rows.map((row, i) => {
		const y = TOP$2 + i * ROW$1 + ROW$1 / 2;
		const ends = [...row.interval ?? []].filter((end) => end !== null);
		const reach = Math.max(Math.abs(row.value), ...ends.map((end) => Math.abs(end))) * 1.08;
		const x = scale(-reach, reach, LEFT$2, RIGHT$1);
		const [low, high] = row.interval ?? [row.value, row.value];
		const whisker = stroke(x(low ?? -reach), y, x(high ?? reach), y, "whisker");
		const note = `${MARKS[row.mark].word}${row.note === "" ? "" : ` · ${row.note}`}`;
		return `<g class="mark-${row.mark}">${label(258, y + 5, row.label, "end", 38)}${whisker}${dot(x(row.value), y, "tone")}${label(RIGHT$1 + 12, y + 5, note, "", 48)}</g>`;
	});
	return picture(plot.title, bottom + 8, [
		label(center - 12, 16, "← misses the bound", "muted end"),
		label(center + 12, 16, "meets the bound →", "muted"),
		stroke(center, 22, center, bottom, "limit"),
		...rows
	]);
}

// packages/report/src/html/plots/matrix-plot.ts
const LEFT$1 = 190;
const TOP$1 = 46;
const HEIGHT = 54;
function matrixPlot(plot) {
	const size = plot.labels.length;
	const width = Math.min(150, (960 - LEFT$1 - 10) / Math.max(1, size));
	const longest = Math.max(4, Math.floor(width / 8));
	const cells = plot.labels.flatMap((truth, i) => {
		const row = plot.cells[i] ?? [];
		const total = row.reduce((sum, n) => sum + n, 0);
		const y = TOP$1 + i * HEIGHT;
		return [label(178, y + HEIGHT / 2 + 5, `truth ${truth}`, "end", 24), ...plot.labels.map((_, j) => {
			const count = row[j] ?? 0;
			const share = total === 0 ? 0 : count / total;
			const x = LEFT$1 + j * width;
			const percent = total === 0 ? "" : label(x + width / 2, y + 40, formatShare(count, total), "muted mid", 16);
			return `<rect x="${at(x)}" y="${y}" width="${at(width)}" height="${HEIGHT}" fill-opacity="${at(share * .45)}" class="cell"/>${label(x + width / 2, y + 22, formatNumber(count), "mid", 16)}${percent}`;
		})];
	});
	const head = plot.labels.map((predicted, j) => label(LEFT$1 + (j + .5) * width, 36, predicted, "muted mid", longest));
	return picture(plot.title, TOP$1 + size * HEIGHT + 8, [
		label(LEFT$1, 16, "predicted", "muted"),
		...head,
		...cells
	]);
}

// packages/report/src/html/plots/pair-plot.ts
const ROW = 28;
const TOP = 34;
const LEFT = 240;
const RIGHT = 960 - 190;
function pairPlot(plot) {
	const values = plot.pairs.flatMap((pair) => pair.champion === null ? [pair.candidate] : [pair.candidate, pair.champion]);
	const low = Math.min(...values);
	const high = Math.max(...values);
	const decimals = measurementDecimals(high, [high - low]);
	const margin = (high - low) * .05;
	const x = scale(low - margin, high + margin, LEFT, RIGHT);
	const rows = plot.pairs.map((pair, i) => {
		const y = TOP + i * ROW + ROW / 2;
		const champion = pair.champion === null ? "" : stroke(x(pair.champion), y, x(pair.candidate), y, "link") + dot(x(pair.champion), y, "champion");
		const numbers = pair.champion === null ? formatNumber(pair.candidate, decimals) : `${formatNumber(pair.champion, decimals)} → ${formatNumber(pair.candidate, decimals)}`;
		return `<g>${label(226, y + 5, pair.label, "end")}${stroke(LEFT, y, RIGHT, y, "rule")}${champion}${dot(x(pair.candidate), y, "candidate")}${label(RIGHT + 14, y + 5, numbers, "", 40)}</g>`;
	});
	const key = [
		dot(246, 12, "candidate"),
		label(258, 17, "candidate", "muted"),
		dot(346, 12, "champion"),
		label(358, 17, "champion", "muted")
	];
	return picture(plot.title, TOP + plot.pairs.length * ROW + 8, [...key, ...rows]);
}

// packages/report/src/html/blocks.ts
const MOST_ROWS = 2e3;
const CODE = 512;
function inlineHtml(content) {
	return content.map(leafHtml).join("");
}
function leafHtml(leaf) {
	switch (leaf.kind) {
		case "text":
		case "quote": return htmlText(leaf.value, 1e4);
		case "code": return `<code>${leaf.value === "" ? "(empty)" : htmlText(leaf.value, CODE)}</code>`;
		case "digest": return `<code>${htmlText(leaf.value, CODE)}</code>`;
		case "strong": return `<strong>${inlineHtml(leaf.children)}</strong>`;
		case "link": return `<a href="${leaf.href}" rel="noreferrer">${inlineHtml(leaf.children)}</a>`;
		case "mark": {
			const { symbol, word } = MARKS[leaf.mark];
			const spoken = leaf.word ? ` ${word}` : "";
			return `<span class="mark mark-${leaf.mark}"><span aria-hidden="true">${symbol}</span>${spoken}</span>`;
		}
	}
}
function sectionHtml(section, anchor) {
	const id = htmlText(anchor, 200);
	const blocks = section.blocks.map(blockHtml).join("\n");
	return `<section aria-labelledby="${id}"><h2 id="${id}">${htmlText(section.title, 300)}</h2>\n${blocks}\n</section>`;
}
function blockHtml(block) {
	switch (block.kind) {
		case "paragraph":
		case "caption": return `<p>${inlineHtml(block.content)}</p>`;
		case "list": return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</ul>`;
		case "table": return tableHtml(block);
		case "appendix": return `<pre>${htmlLines(block.markdown)}</pre>`;
		default: return plotHtml(block);
	}
}
function plotHtml(plot) {
	return `<figure><figcaption>${htmlText(plot.title, 200)}</figcaption>${plotSvg(plot)}</figure>`;
}
function plotSvg(plot) {
	switch (plot.kind) {
		case "bar-plot": return barPlot(plot);
		case "pair-plot": return pairPlot(plot);
		case "bound-plot": return boundPlot(plot);
		case "matrix-plot": return matrixPlot(plot);
	}
}
function tableHtml(block) {
	const align = (i) => block.columns[i]?.align === "right" ? " class=\"right\"" : "";
	const head = block.columns.map((column, i) => `<th scope="col"${align(i)}>${inlineHtml(column.header)}</th>`).join("");
	const rows = block.rows.slice(0, MOST_ROWS).map((row) => `<tr>${row.map((cell, i) => `<td${align(i)}>${inlineHtml(cell)}</td>`).join("")}</tr>`).join("\n");
	const rest = block.rows.length - MOST_ROWS;
	const more = rest > 0 ? `<p class="more">and ${counted(rest, "more row")} in the document</p>` : "";
	const name = htmlText(block.caption, 200);
	return `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody></table></div>${more}`;
}

// packages/report/src/html/style.ts
const STYLE = `
:root { color-scheme: light dark;
  --bg: #ffffff; --panel: #f6f8fa; --fg: #1f2328; --muted: #57606a; --line: #d0d7de; --link: #0a58ca;
  --pass: #1a7f37; --fail: #b3261e; --open: #8a5a00; --warn: #8a5a00; --quiet: #57606a; --accent: #0969da; --champion: #8a5a00; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #0d1117; --panel: #161b22; --fg: #e6edf3; --muted: #9da7b3; --line: #30363d; --link: #6cb6ff;
  --pass: #4ac26b; --fail: #ff8182; --open: #e3b341; --warn: #e3b341; --quiet: #9da7b3; --accent: #58a6ff; --champion: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.page { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
a { color: var(--link); }
code { font: 0.9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--panel); border: 1px solid var(--line); border-radius: 5px; padding: 0.08em 0.35em; overflow-wrap: anywhere; }
header { border: 1px solid var(--line); border-left: 8px solid var(--tone); border-radius: 10px; padding: 20px 24px; background: var(--panel); }
.tone-pass { --tone: var(--pass); } .tone-fail { --tone: var(--fail); } .tone-error { --tone: var(--fail); } .tone-inconclusive { --tone: var(--open); } .tone-fork { --tone: var(--open); }
header .model { color: var(--muted); margin: 0 0 4px; font-size: 14px; }
h1 { margin: 0; font-size: 22px; line-height: 1.35; font-weight: 600; }
h1 .verdict { color: var(--tone); }
h1 code { font-size: 0.85em; }
header .deciding { font-size: 17px; margin: 8px 0 0; }
header .origin { margin: 12px 0 0; color: var(--muted); font-size: 14px; }
.notice { border: 1px solid var(--open); border-left-width: 5px; border-radius: 8px; padding: 10px 14px; margin: 16px 0 0; }
.stages { list-style: none; margin: 16px 0 0; padding: 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); }
.stages li { border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.next { margin: 16px 0 0; }
.next ol { margin: 4px 0 0; padding-left: 22px; }
nav { margin: 20px 0 0; font-size: 14px; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 14px; }
article + article { margin-top: 64px; }
section { margin: 32px 0 0; }
h2 { font-size: 18px; margin: 0 0 10px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; margin: 10px 0 0; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 7px 12px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { background: var(--panel); font-weight: 600; white-space: nowrap; }
td { max-width: 34em; } td code { overflow-wrap: break-word; }
tbody tr:last-child td { border-bottom: 0; }
.right { text-align: right; white-space: nowrap; }
.mark { font-weight: 600; white-space: nowrap; }
.mark-pass { color: var(--pass); } .mark-fail, .mark-error { color: var(--fail); } .mark-inconclusive, .mark-warn { color: var(--open); } .mark-waived, .mark-not_applicable { color: var(--quiet); }
.more, figcaption, footer { color: var(--muted); font-size: 14px; }
figure { margin: 10px 0 0; border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px 8px; overflow-x: auto; }
figcaption { margin: 0 0 6px; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin: 40px 0 0; padding-top: 12px; border-top: 1px solid var(--line); }
svg { display: block; max-width: 100%; height: auto; min-width: 640px; }
svg text { fill: var(--fg); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums; }
svg .muted { fill: var(--muted); font-size: 12px; }
svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .limit { stroke: var(--fg); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .cell { fill: var(--accent); stroke: var(--line); }
svg .candidate { fill: var(--accent); } svg .champion { fill: var(--bg); stroke: var(--champion); stroke-width: 2; }
svg .link { stroke: var(--line); stroke-width: 3; }
svg .tone { fill: var(--tone); } svg .whisker { stroke: var(--tone); stroke-width: 2; } svg .bar { fill: var(--tone); fill-opacity: 0.35; }
svg .mark-pass { --tone: var(--pass); } svg .mark-fail, svg .mark-error { --tone: var(--fail); } svg .mark-inconclusive, svg .mark-warn { --tone: var(--open); } svg .mark-waived, svg .mark-not_applicable { --tone: var(--quiet); }
@media print { nav { display: none; } section { break-inside: avoid-page; } }
`;
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

// packages/report/src/html/page.ts
function renderHtml(views) {
	const all = "stages" in views ? [views] : views;
	const title = all.map((view) => `${verdictWords(view)} · ${view.model}`).join(" | ");
	const version = all.find((view) => view.toolVersion !== null)?.toolVersion ?? null;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlText(CONTENT_SECURITY_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title, 200)}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="page">
${all.map(reportHtml).join("\n")}
<footer>model-delivery${version === null ? "" : ` ${htmlText(version, 40)}`}</footer>
</main>
</body>
</html>
`;
}
function reportHtml(view) {
	const sections = view.sections.map((section) => sectionHtml(section, anchor(view, section.id)));
	return [
		`<article>`,
		headerHtml(view),
		introHtml(view),
		...sections,
		"</article>"
	].join("\n");
}
function anchor(view, id) {
	return `${view.model}-${id}`;
}
function headerHtml(view) {
	const tone = view.trust === "fork" ? "fork" : view.verdict;
	const origin = originLine(view);
	return `<header class="tone-${tone}">
<p class="model">model <code>${htmlText(view.model, 63)}</code></p>
<h1><span class="verdict">${htmlText(verdictWords(view), 100)}</span></h1>
<p class="deciding">${inlineHtml(view.deciding)}</p>
${origin.length === 0 ? "" : `<p class="origin">${inlineHtml(origin)}</p>`}
</header>`;
}
function introHtml(view) {
	const parts = notices(view).map((notice) => `<p class="notice">${inlineHtml(notice)}</p>`);
	parts.push(`<ul class="stages">${stageLines(view).map((stage) => `<li>${inlineHtml(stage)}</li>`).join("")}</ul>`);
	if (view.next.length > 0) {
		const steps = view.next.map((step) => `<li>${inlineHtml(step)}</li>`).join("");
		parts.push(`<div class="next"><strong>Next</strong><ol>${steps}</ol></div>`);
	}
	const links = view.sections.map((section) => `<li><a href="#${htmlText(anchor(view, section.id), 200)}">${htmlText(section.title, 80)}</a></li>`);
	parts.push(`<nav aria-label="Sections of ${htmlText(view.model, 63)}"><ul>${links.join("")}</ul></nav>`);
	return parts.join("\n");
}

export { renderHtml };