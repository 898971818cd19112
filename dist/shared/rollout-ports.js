// packages/rollout/src/duration.ts
const UNIT_MS = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
function durationMs(text) {
	const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
	if (match === null) throw new RangeError(`not a duration: ${text}`);
	return Number(match[1]) * UNIT_MS[match[2]];
}

// packages/rollout/src/ports.ts
const ARMS = ["stable", "candidate"];

export { durationMs as n, ARMS as t };