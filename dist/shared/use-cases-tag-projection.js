import { c as asDeliveryError } from "./core-errors.js";
import { n as readEvent, r as runIdentity } from "./use-cases-run-identity.js";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

// packages/use-cases/src/registry/event-meta.ts
async function eventMeta(host) {
	const run = runIdentity(host.env, readEvent(host.env));
	return {
		time: new Date(host.now()).toISOString(),
		actor: (host.env.GITHUB_ACTOR ?? await gitUser(host))?.slice(0, 256) ?? null,
		run: run === void 0 ? null : run.url ?? String(run.id)
	};
}
async function gitUser(host) {
	try {
		const { stdout } = await promisify(execFile)("git", ["config", "user.name"], {
			cwd: host.cwd,
			env: host.env
		});
		return stdout.trim() || null;
	} catch {
		return null;
	}
}

// packages/use-cases/src/registry/tag-projection.ts
function aliasTag(model, alias) {
	return `${model}-${alias}`;
}
function versionTag(model, version) {
	return `${model}-${version.slice(7, 27)}`;
}
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
		warnings.push(`The ledger has moved, but the tags of ${aliases.join(", ")} in the store could not follow (${error.message.replace(/\.$/, "")}). They are projections of the ledger: the next move or \`model-delivery verify REF --repair\` mends them.`);
	}
	return warnings;
}
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

export { eventMeta as a, versionTag as i, projectAliases as n, gitUser as o, tagFindings as r, aliasTag as t };