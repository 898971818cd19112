import { r as EXIT } from "./core-errors.js";

// packages/core/src/verdict.ts
/** What a document concludes. */
const VERDICTS = [
	"pass",
	"fail",
	"inconclusive",
	"error"
];
/** What one check concludes. */
const CHECK_VERDICTS = [
	...VERDICTS,
	"not_applicable",
	"waived"
];
const SEVERITIES = [
	"fail",
	"warn",
	"info"
];
const FAIL_ON = [
	"policy",
	"fail",
	"inconclusive",
	"never"
];
/** Whether a check takes part in the document's verdict: severity `fail`, or an error of any severity. */
function isBlocking(check) {
	return check.severity === "fail" || check.verdict === "error";
}
/**
* The verdict of a document from its checks: error > fail > inconclusive > pass over the blocking ones that are neither
* waived nor not applicable. No evaluated check at all is `error`; all waived is `pass`.
*/
function combineVerdicts(checks) {
	if (checks.every((check) => check.verdict === "not_applicable")) return "error";
	const counting = checks.filter((check) => isBlocking(check)).map((check) => check.verdict);
	for (const word of [
		"error",
		"fail",
		"inconclusive"
	]) if (counting.includes(word)) return word;
	return "pass";
}
/** The verdict of several documents together: the worst of them; none is `error`. */
function worstVerdict(verdicts) {
	if (verdicts.length === 0) return "error";
	for (const word of [
		"error",
		"fail",
		"inconclusive"
	]) if (verdicts.includes(word)) return word;
	return "pass";
}
/** The exit code of a stage that wrote its document. 2, 5 and 70 come from exceptions and are never softened. */
function exitCode(facts, failOn) {
	const code = strictExitCode(facts, failOn);
	if (failOn === "never") return EXIT.pass;
	if (facts.policyIntroduced && (code === EXIT.fail || code === EXIT.inconclusive)) return EXIT.pass;
	return code;
}
function strictExitCode(facts, failOn) {
	switch (facts.verdict) {
		case "pass": return EXIT.pass;
		case "error": return EXIT.evidence;
		case "fail": return EXIT.fail;
		case "inconclusive":
			if (failOn === "inconclusive") return EXIT.inconclusive;
			return failOn === "policy" && facts.inconclusiveBlocks ? EXIT.inconclusive : EXIT.pass;
	}
}
/** The exit code of several results together: 2, 5 and 70 first, then 4 before 1 before 3. */
function combineExitCodes(codes) {
	return [
		EXIT.bug,
		EXIT.external,
		EXIT.config,
		EXIT.evidence,
		EXIT.fail,
		EXIT.inconclusive
	].find((code) => codes.includes(code)) ?? EXIT.pass;
}

export { combineExitCodes as a, isBlocking as c, VERDICTS as i, worstVerdict as l, FAIL_ON as n, combineVerdicts as o, SEVERITIES as r, exitCode as s, CHECK_VERDICTS as t };