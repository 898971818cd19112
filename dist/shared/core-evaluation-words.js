// packages/core/src/documents/evaluation-words.ts
const EVIDENCE_MODES = [
	"point",
	"guard",
	"prove"
];
const PURPOSES = ["pull_request", "promotion"];
const CHAMPION_STATES = [
	"none",
	"unreachable",
	"incomparable",
	"stale",
	"ready"
];
const BOUND_KINDS = [
	"min",
	"max",
	"above",
	"below",
	"min_ratio",
	"max_ratio",
	"min_delta",
	"max_regression"
];

export { PURPOSES as i, CHAMPION_STATES as n, EVIDENCE_MODES as r, BOUND_KINDS as t };