import { t as loadConfig } from "./core-load.js";
import { g as pullRequestOfMergeGroup, h as earlierNames, m as fileAt, y as repositoryName } from "./github-main.js";
import { n as readEvent } from "./use-cases-run-identity.js";

// packages/use-cases/src/pull-request-policy.ts
const DEFAULT_CONFIG = "model-delivery.yaml";
async function basePolicyOfEvent(host, client, configuration) {
	const event = readEvent(host.env);
	const baseSha = event.pull_request?.base.sha ?? event.merge_group?.base_sha;
	if (baseSha === void 0) return void 0;
	const repository = repositoryName(host.env.GITHUB_REPOSITORY);
	const api = await client();
	const at = (path) => fileAt(api, repository, path, baseSha);
	const named = (path, text) => ({
		text,
		name: `${path} at ${baseSha.slice(0, 7)}`
	});
	const path = configuration.repositoryPath;
	const present = await at(path);
	if (present !== null) return named(path, present);
	const number = event.pull_request?.number ?? pullRequestOfMergeGroup(event.merge_group?.head_ref);
	const names = number === void 0 ? {
		renamedFrom: null,
		removed: []
	} : await earlierNames(api, repository, number, path);
	if (names.renamedFrom !== null) {
		const text = await at(names.renamedFrom);
		if (text !== null) return named(names.renamedFrom, text);
	}
	const configurations = names.removed.filter((name) => /\.(ya?ml|json)$/.test(name));
	for (const candidate of [DEFAULT_CONFIG, ...configurations].filter((name) => name !== path)) {
		const text = await at(candidate);
		if (text !== null && sameModel(text, candidate, configuration)) return named(candidate, text);
	}
	return named(path, null);
}
function sameModel(text, name, configuration) {
	try {
		return loadConfig(text, name).config.model === configuration.loaded.config.model;
	} catch {
		return false;
	}
}

export { basePolicyOfEvent };