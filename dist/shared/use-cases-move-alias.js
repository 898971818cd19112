import { t as eventMeta } from "./use-cases-event-meta.js";
import { n as projectAliases } from "./use-cases-tag-projection.js";

// packages/use-cases/src/registry/move-alias.ts
/**
* Moves an alias of the registry's model in the ledger by compare-and-swap and lets the store's tags follow. Versions are
* full ids. A tag that could not be written is a warning: tags are projections, the next move or `verify --repair` mends them.
*/
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
		to: move.to
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