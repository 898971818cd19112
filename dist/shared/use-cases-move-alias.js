import { a as eventMeta, n as projectAliases } from "./use-cases-tag-projection.js";

// packages/use-cases/src/registry/move-alias.ts
async function moveAlias(host, registry, move) {
	const { ledger, model } = registry;
	const meta = await eventMeta(host);
	const outcome = move.action === "promote" ? await ledger.promote({
		model,
		version: move.version,
		alias: move.alias,
		reason: move.reason,
		meta,
		...expectOf(move)
	}) : move.action === "rollback" ? await ledger.rollback({
		model,
		alias: move.alias,
		reason: move.reason,
		meta,
		to: move.to,
		...expectOf(move)
	}) : await ledger.archive({
		model,
		version: move.version,
		reason: move.reason,
		meta
	});
	if (!outcome.ok) return outcome;
	const warnings = outcome.event.alias === null ? [] : await projectAliases(registry, [outcome.event.alias]);
	return {
		...outcome,
		warnings
	};
}
function expectOf(move) {
	return move.expect === void 0 ? {} : { expect: move.expect };
}

export { moveAlias as t };