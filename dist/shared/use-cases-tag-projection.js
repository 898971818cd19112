import { c as asDeliveryError } from "./core-errors.js";

// packages/use-cases/src/registry/tag-projection.ts
/** Tag that follows an alias in the store. */
function aliasTag(model, alias) {
	return `${model}-${alias}`;
}
/** Tag that keeps a version from garbage collection. Never `sha256-…`: that is where registries keep referrers. */
function versionTag(model, version) {
	return `${model}-${version.slice(7, 27)}`;
}
/** Sets the tags of aliases to what the ledger says now; gives what could not be written as warnings. */
async function projectAliases(registry, aliases) {
	const warnings = [];
	try {
		const names = (await registry.ledger.read()).aliases(registry.model);
		for (const alias of aliases) {
			const version = names.get(alias);
			if (version !== void 0) await registry.store.tag(aliasTag(registry.model, alias), version);
		}
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		warnings.push(`The ledger has moved, but the tags of ${aliases.join(", ")} in the store could not follow (${error.message}). They are projections of the ledger: the next move or \`model-delivery verify REF --repair\` mends them.`);
	}
	return warnings;
}
/** Tags of the model that disagree with the ledger. */
async function tagFindings(registry) {
	const view = await registry.ledger.read();
	const tags = await registry.store.tags();
	return [...[...view.aliases(registry.model)].map(([alias, version]) => [aliasTag(registry.model, alias), version]), ...view.versions(registry.model).map((version) => [versionTag(registry.model, version), version])].filter(([tag, version]) => tags[tag] !== version).map(([tag, version]) => ({
		kind: "projection",
		where: `tag ${tag}`,
		expected: version,
		found: tags[tag] ?? "no such tag",
		tag,
		version
	}));
}

export { versionTag as i, projectAliases as n, tagFindings as r, aliasTag as t };