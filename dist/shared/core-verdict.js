import { r as EXIT } from "./core-errors.js";

// packages/core/src/verdict.ts
const VERDICTS = [
	"pass",
	"fail",
	"inconclusive",
	"error"
];
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
function isBlocking(check) {
	return check.severity === "fail" || check.verdict === "error";
}
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
function worstVerdict(verdicts) {
	if (verdicts.length === 0) return "error";
	for (const word of [
		"error",
		"fail",
		"inconclusive"
	]) if (verdicts.includes(word)) return word;
	return "pass";
}
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