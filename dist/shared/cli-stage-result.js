import { n as canonicalJson } from "./core-canonical-json.js";
import { t as errorText } from "./cli-error-text.js";

// packages/cli/src/stage-result.ts
const ORDER = [
	"error",
	"fail",
	"inconclusive",
	"waived",
	"not_applicable",
	"pass"
];
function stageResult(host, outcome) {
	if (outcome.error) host.log.error(errorText(outcome.error));
	return {
		exitCode: outcome.exitCode,
		text: stageText(outcome),
		json: canonicalJson(outcome.document)
	};
}
function stageText(outcome) {
	const shown = (outcome.document?.checks ?? []).filter((check) => check.verdict !== "pass" && check.verdict !== "not_applicable").sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict)).map((check) => `  ${wordOf(check)}  ${check.id}: ${check.message}`);
	const where = outcome.path === null ? [] : [`document: ${outcome.path} ${outcome.digest ?? ""}`.trim()];
	return [
		...outcome.error ? [] : [outcome.summary],
		...shown,
		...where
	].join("\n");
}
function wordOf(check) {
	return (check.severity !== "fail" && check.verdict !== "error" && check.verdict !== "waived" ? `${check.verdict} (${check.severity})` : check.verdict).padEnd(12);
}

export { stageResult as t };