import { i as EvidenceError } from "./core-errors.js";
import { r as openRegistry } from "./use-cases-open-registry.js";
import { t as examine } from "./use-cases-diagnosis.js";

// packages/use-cases/src/doctor/registry-diagnosis.ts
async function diagnoseRegistry(host, configuration) {
	const named = /* @__PURE__ */ new Set();
	const opened = openRegistry(host, configuration);
	return [await examine("registry/ledger", async () => {
		const registry = await opened;
		if (await registry.refLog.head(registry.ref) === null) return `${registry.ref} does not exist yet; the first registration makes it`;
		const view = await registry.ledger.read();
		const aliases = [...view.aliases(registry.model)];
		for (const [, version] of aliases) named.add(version);
		const words = aliases.map(([alias, version]) => `${alias} ${version.slice(7, 19)}`).join(", ");
		return `${registry.ref}: ${view.events.length} events, ${words || "no alias"}${registry.localOnly ? " (local only: no remote)" : ""}`;
	}), await examine("registry/store", async () => {
		const { store } = await opened;
		await store.tags();
		for (const version of named) if (await store.manifest(version) === null) throw absent(version);
		return named.size === 0 ? `the ${store.kind} store answers` : `the ${store.kind} store has what the aliases name`;
	})];
}
function absent(version) {
	return new EvidenceError({
		code: "VERSION_NOT_STORED",
		message: `an alias names ${version}, and the store does not have it`,
		hint: "Is this the store it was registered in? `registry.store`, and MODEL_DELIVERY_STORE in the environment, say which."
	});
}

export { diagnoseRegistry };