// packages/core/src/clock.ts
/** `YYYY-MM-DD` of an instant in UTC. */
function utcDate(epochMs) {
	return new Date(epochMs).toISOString().slice(0, 10);
}

export { utcDate as t };