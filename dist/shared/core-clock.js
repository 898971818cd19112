// packages/core/src/clock.ts
function utcDate(epochMs) {
	return new Date(epochMs).toISOString().slice(0, 10);
}

export { utcDate as t };