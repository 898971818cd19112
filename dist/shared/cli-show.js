import { n as canonicalJson } from "./core-canonical-json.js";
import { r as EXIT } from "./core-errors.js";
import { r as showReference } from "./use-cases-queries.js";
import { r as onlyWord } from "./cli-needed.js";

// packages/cli/src/commands/show.ts
const show = {
	summary: "Show a registered version: its record, aliases and registrations.",
	usage: ["REF"],
	flags: {},
	async run(host, call) {
		const shown = await showReference(host, { config: call.config }, onlyWord(call, "show", "version or alias"));
		const text = [
			["model", shown.model],
			["version", shown.version],
			["aliases", shown.aliases.join(", ") || "(none)"],
			["status", shown.current_status],
			["store", shown.store.reference],
			["files", `${shown.files.length}, ${shown.files.reduce((sum, { size }) => sum + size, 0)} bytes`],
			["evaluation", shown.evaluation === null ? "(none)" : `${shown.evaluation.verdict} ${shown.evaluation.digest}`],
			["data", shown.data === null ? "(none)" : `${shown.data.verdict} ${shown.data.digest}`],
			...shown.lineages.map((digest) => ["lineage", digest]),
			...shown.adopted === null ? [] : [["adopted without a gate", shown.adopted.reason]],
			...shown.approval === null ? [] : [["approved by", shown.approval.by]]
		].map(([name, value]) => `${name}: ${value}`).join("\n");
		return {
			exitCode: EXIT.pass,
			text,
			json: canonicalJson(shown)
		};
	}
};

export { show };