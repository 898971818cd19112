import { i as moveStage, r as onlyWord, t as neededFlag } from "./cli-needed.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/archive.ts
const archive = {
	summary: "Mark a version as not to be used any more; nothing is deleted. Writes alias-event.json.",
	usage: ["VERSION --reason TEXT"],
	flags: { reason: {
		description: "Why; it stands in the history.",
		value: "TEXT"
	} },
	async run(host, call) {
		const move = {
			action: "archive",
			version: onlyWord(call, "archive", "VERSION"),
			reason: neededFlag(call, "reason", "TEXT")
		};
		return stageResult(host, await moveStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			move
		}));
	}
};

export { archive };