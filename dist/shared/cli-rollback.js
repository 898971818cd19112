import { i as moveStage, n as noWord, t as neededFlag } from "./cli-needed.js";
import { i as textFlag } from "./cli-flags.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/rollback.ts
const rollback = {
	summary: "Move an alias back to the version before. Writes alias-event.json.",
	usage: ["--alias ALIAS --reason TEXT [--to VERSION]"],
	flags: {
		alias: {
			description: "Alias that goes back.",
			value: "ALIAS"
		},
		reason: {
			description: "Why; it stands in the history.",
			value: "TEXT"
		},
		to: {
			description: "An earlier version of the alias (default: the one under the current one).",
			value: "VERSION"
		}
	},
	async run(host, call) {
		noWord(call, "rollback", "--alias ALIAS");
		const move = {
			action: "rollback",
			alias: neededFlag(call, "alias", "ALIAS"),
			reason: neededFlag(call, "reason", "TEXT"),
			to: textFlag(call, "to")
		};
		return stageResult(host, await moveStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			move
		}));
	}
};

export { rollback };