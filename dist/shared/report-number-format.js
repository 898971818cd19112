// packages/report/src/links.ts
const PLAIN_ADDRESS = /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/-]{0,1024})?(?:#[A-Za-z0-9-]{1,64})?$/;
function safeHref(address) {
	return PLAIN_ADDRESS.test(address) ? address : null;
}
function fileHref(repositoryUrl, sha, file, line) {
	if (repositoryUrl === void 0 || sha === void 0 || !/^[0-9a-f]{7,64}$/.test(sha)) return void 0;
	if (!isRepositoryPath(file)) return void 0;
	const path = file.split("/").map(encodePathSegment).join("/");
	return `${repositoryUrl.replace(/\/$/, "")}/blob/${sha}/${path}#L${line}`;
}
function isRepositoryPath(file) {
	return file !== "" && file.isWellFormed() && !/^\/|[\\\p{Cc}]|^[A-Za-z]:/u.test(file) && !file.split("/").includes("..");
}
function encodePathSegment(segment) {
	return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// packages/report/src/content.ts
const text = (value) => ({
	kind: "text",
	value
});
const quote = (value) => ({
	kind: "quote",
	value
});
const code = (value) => ({
	kind: "code",
	value
});
const digest = (value) => ({
	kind: "digest",
	value
});
const shortDigest = (value) => code(value.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]+$/, "$1$2"));
const strong = (...children) => ({
	kind: "strong",
	children
});
const mark = (of, word = true) => ({
	kind: "mark",
	mark: of,
	word
});
function link(href, ...children) {
	const safe = href === void 0 ? null : safeHref(href);
	return safe === null ? children : [{
		kind: "link",
		href: safe,
		children
	}];
}
function line(words, ...parts) {
	const result = [];
	words.forEach((word, i) => {
		addText(result, word);
		const part = parts[i];
		if (part === void 0) return;
		if (typeof part === "string" || typeof part === "number") addText(result, String(part));
		else addLeaves(result, isList(part) ? part : [part]);
	});
	return result;
}
function addLeaves(content, leaves) {
	for (const leaf of leaves) if (leaf.kind === "text") addText(content, leaf.value);
	else content.push(leaf);
}
function addText(content, value) {
	if (value === "") return;
	const last = content.at(-1);
	if (last?.kind === "text") content[content.length - 1] = text(last.value + value);
	else content.push(text(value));
}
function isList(part) {
	return Array.isArray(part);
}
function joined(lines, separator) {
	return lines.filter((each) => each.length > 0).reduce((all, each, i) => i === 0 ? [...each] : line`${all}${separator}${each}`, []);
}
const paragraph = (content) => ({
	kind: "paragraph",
	content
});
const list = (items) => ({
	kind: "list",
	items
});
const caption = (content) => ({
	kind: "caption",
	content
});
const left = (header) => ({
	header: header === "" ? [] : [text(header)],
	align: "left"
});
const right = (header) => ({
	header: header === "" ? [] : [text(header)],
	align: "right"
});
function table(name, columns, rows) {
	const kept = columns.map((_, i) => i === 0 || rows.some((row) => (row[i] ?? []).length > 0));
	return {
		kind: "table",
		caption: name,
		columns: columns.filter((_, i) => kept[i]),
		rows: rows.map((row) => columns.map((_, i) => row[i] ?? []).filter((_, i) => kept[i]))
	};
}

// packages/report/src/verdict-words.ts
const MARKS = {
	pass: {
		symbol: "✅",
		word: "pass"
	},
	fail: {
		symbol: "❌",
		word: "fail"
	},
	inconclusive: {
		symbol: "❓",
		word: "inconclusive"
	},
	error: {
		symbol: "🛑",
		word: "error"
	},
	warn: {
		symbol: "⚠️",
		word: "warning"
	},
	waived: {
		symbol: "🔕",
		word: "waived"
	},
	not_applicable: {
		symbol: "➖",
		word: "not evaluated"
	}
};
function markOf(check) {
	return !(check.severity === "fail") && (check.verdict === "fail" || check.verdict === "inconclusive") ? "warn" : check.verdict;
}
const WORST_FIRST = [
	"error",
	"fail",
	"inconclusive",
	"warn",
	"waived",
	"not_applicable",
	"pass"
];
function worstFirst(checks, size = () => 0) {
	const key = (check) => WORST_FIRST.indexOf(markOf(check));
	return checks.map((check, i) => ({
		check,
		i,
		rank: key(check),
		size: size(check)
	})).sort((a, b) => a.rank - b.rank || b.size - a.size || a.i - b.i).map(({ check }) => check);
}
function needsAttention(check) {
	return [
		"error",
		"fail",
		"inconclusive",
		"warn"
	].includes(markOf(check));
}
function tally(checks) {
	const parts = WORST_FIRST.map((each) => ({
		each,
		n: checks.filter((check) => markOf(check) === each).length
	})).filter(({ n }) => n > 0).map(({ each, n }) => `${n} ${MARKS[each].word}${each === "warn" && n > 1 ? "s" : ""}`);
	return parts.length === 0 ? "no checks" : parts.join(", ");
}

// packages/report/src/visible-text.ts
const BREAKS = /[\t\n\v\f\r\x85\u2028\u2029]+/g;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const FIRST_STRONG_ISOLATE = "⁨";
const POP_ISOLATE = "⁩";
function visibleText(value, max) {
	const short = shortened(value.toWellFormed().replace(BREAKS, " ").replace(HIDDEN, (character, offset, whole) => isEmojiPart(character, whole, offset) ? character : codePointName(character)), max);
	return RIGHT_TO_LEFT.test(short) ? `${FIRST_STRONG_ISOLATE}${short}${POP_ISOLATE}` : short;
}
function isEmojiPart(character, whole, offset) {
	const before = whole.slice(Math.max(0, offset - 3), offset);
	if (character === "️" || character === "︎") return /\p{Emoji}$/u.test(before);
	if (character !== "‍") return false;
	return /\p{Extended_Pictographic}\uFE0F?$/u.test(before) && /^\p{Extended_Pictographic}/u.test(whole.slice(offset + 1));
}
function codePointName(character) {
	return `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
function shortened(value, max) {
	if (value.length <= max) return value;
	const points = [...value];
	if (points.length <= max) return value;
	const head = Math.ceil((max - 1) * 2 / 3);
	return `${points.slice(0, head).join("")}…${points.slice(points.length - (max - 1 - head)).join("")}`;
}

// packages/report/src/view/plain-text.ts
function plainText(content, max = 300) {
	return content.map((leaf) => plainLeaf(leaf, max)).join("");
}
function plainLeaf(leaf, max) {
	switch (leaf.kind) {
		case "text": return leaf.value;
		case "quote":
		case "code":
		case "digest": return visibleText(leaf.value, max);
		case "mark": return leaf.word ? `${MARKS[leaf.mark].symbol} ${MARKS[leaf.mark].word}` : MARKS[leaf.mark].symbol;
		case "strong":
		case "link": return plainText(leaf.children, max);
	}
}

// packages/report/src/view/headline.ts
const WORDS = {
	pass: "Pass",
	fail: "Fail",
	inconclusive: "Inconclusive",
	error: "Error"
};
function verdictWords(view) {
	if (view.trust === "fork") return `🔶 ${WORDS[view.verdict]}, self-reported by fork code`;
	const effect = view.verdict === "pass" || view.blocks === (view.verdict === "fail" || view.verdict === "error") ? "" : view.blocks ? ", blocks" : ", does not block";
	return `${MARKS[view.verdict].symbol} ${WORDS[view.verdict]}${effect}`;
}
function headline(view) {
	return line`${verdictWords(view)} · ${quote(view.model)}: ${view.deciding}`;
}
function notices(view) {
	const lines = [];
	if (view.trust === "fork") lines.push(line`${strong(text("Self-reported by fork code."))} Data, metrics, thresholds and this verdict were computed by code of the fork and were not verified. A maintainer reviews the change and lets the trusted run judge it.`);
	if (view.policyIntroduced) lines.push(line`${strong(text("Policy introduced by this pull request:"))} failed and inconclusive checks do not block this time.`);
	else if (view.trust === "own" && !view.blocks && (view.verdict === "fail" || view.verdict === "error")) lines.push(line`Report only: ${text("fail-on")} keeps this verdict from failing the step.`);
	return lines;
}
function stageLines(view) {
	return view.stages.map((stage) => {
		const why = stage.deciding === view.deciding ? [] : line`: ${stage.deciding}`;
		const symbol = view.trust === "fork" ? text(`claims ${MARKS[stage.verdict].word}`) : mark(stage.verdict);
		return line`${strong(text(stage.stage))} ${symbol} (${stage.tally})${why}`;
	});
}
function originLine(view) {
	const commit = view.headSha === null ? [] : line`commit ${commitLink(view.headSha, view.repositoryUrl)}`;
	const run = view.runUrl === null ? [] : link(view.runUrl, text("run and full report"));
	if (commit.length === 0) return run;
	return run.length === 0 ? commit : line`${commit} · ${run}`;
}
function commitLink(sha, repositoryUrl) {
	const href = repositoryUrl === null ? void 0 : `${repositoryUrl.replace(/\/$/, "")}/commit/${sha}`;
	return link(href, digest(sha.slice(0, 7)));
}
function verdictSentence(view) {
	return plainText(headline(view), 120);
}

// packages/report/src/number-format.ts
function decimalsFor(value, significant) {
	if (value === 0) return 0;
	return Math.min(10, Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value)))));
}
function formatNumber(value, decimals) {
	if (!Number.isFinite(value)) return "not a number";
	if (Math.abs(value) >= 0x38d7ea4c68000) return value.toExponential(3);
	const fixed = value.toFixed(decimals ?? (Number.isInteger(value) ? 0 : decimalsFor(value, 4)));
	const plain = decimals === void 0 && fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
	const [whole = "", fraction] = (/^-0(\.0+)?$/.test(plain) ? plain.slice(1) : plain).split(".");
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
	return fraction === void 0 ? grouped : `${grouped}.${fraction}`;
}
function formatBound(value) {
	const written = String(value);
	return written.includes("e") ? formatNumber(value) : written;
}
function formatChange(value, decimals) {
	const shown = formatNumber(value, decimals);
	return value > 0 && !shown.startsWith("+") ? `+${shown}` : shown;
}
function formatInterval(interval, decimals, signed = false) {
	const format = signed ? formatChange : formatNumber;
	const end = (value) => value === null ? "no limit" : format(value, decimals);
	return `${end(interval[0])} to ${end(interval[1])}`;
}
function formatShare(part, whole) {
	const percent = part / whole * 100;
	if (percent === 0 || percent === 100) return `${percent} %`;
	if (percent < .01) return "under 0.01 %";
	if (percent > 99.9) return "over 99.9 %";
	return `${formatNumber(Number(percent.toPrecision(percent >= 10 ? 3 : 2)))} %`;
}
function formatBytes(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let size = bytes;
	let unit = 0;
	while (size >= 1e3 && unit < units.length - 1) {
		size /= 1e3;
		unit++;
	}
	return `${unit === 0 ? size : Number(size.toPrecision(3))} ${units[unit]}`;
}
function counted(count, one, many = `${one}s`) {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
function measurementDecimals(value, differences) {
	const sizes = differences.filter((each) => each !== null && each !== 0 && Number.isFinite(each)).map((each) => Math.abs(each));
	const fine = sizes.length === 0 ? decimalsFor(value, 4) : decimalsFor(Math.min(...sizes), 2);
	const size = Math.abs(value);
	return Math.min(8, Math.max(fine, size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0));
}

export { mark as A, safeHref as B, code as C, line as D, left as E, strong as F, table as I, text as L, quote as M, right as N, link as O, shortDigest as P, fileHref as R, caption as S, joined as T, MARKS as _, formatInterval as a, tally as b, measurementDecimals as c, originLine as d, stageLines as f, visibleText as g, plainText as h, formatChange as i, paragraph as j, list as k, headline as l, verdictWords as m, formatBound as n, formatNumber as o, verdictSentence as p, formatBytes as r, formatShare as s, counted as t, notices as u, markOf as v, digest as w, worstFirst as x, needsAttention as y, isRepositoryPath as z };