import { n as canonicalJson } from "./core-canonical-json.js";
import { r as EXIT } from "./core-errors.js";
import { n as pullReference } from "./use-cases-queries.js";
import { r as onlyWord, t as neededFlag } from "./cli-needed.js";

// packages/cli/src/commands/pull.ts
const pull = {
	summary: "Write the files of a version to a directory, every byte verified.",
	usage: ["REF --to DIR"],
	flags: { to: {
		description: "Directory that does not exist yet, or is empty.",
		value: "DIR"
	} },
	async run(host, call) {
		const word = onlyWord(call, "pull", "version or alias");
		const to = neededFlag(call, "to", "DIR");
		const pulled = await pullReference(host, { config: call.config }, word, to);
		const count = pulled.files.length;
		const text = `Pulled ${pulled.version} to ${to}: ${count} ${count === 1 ? "file" : "files"}, verified.`;
		return {
			exitCode: EXIT.pass,
			text,
			json: canonicalJson(pulled)
		};
	}
};

export { pull };