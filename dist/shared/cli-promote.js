import { i as moveStage, r as onlyWord, t as neededFlag } from "./cli-needed.js";
import { i as textFlag } from "./cli-flags.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/promote.ts
const promote = {
	summary: "Move an alias to a registered version. Writes alias-event.json.",
	usage: ["VERSION --to ALIAS --reason TEXT [--expect VERSION|none]"],
	flags: {
		to: {
			description: "Alias that is to name the version, such as staging or champion.",
			value: "ALIAS"
		},
		reason: {
			description: "Why; it stands in the history.",
			value: "TEXT"
		},
		expect: {
			description: "What the alias must name now (none: it must not exist); otherwise exit 1.",
			value: "VERSION"
		}
	},
	async run(host, call) {
		const move = {
			action: "promote",
			version: onlyWord(call, "promote", "VERSION"),
			alias: neededFlag(call, "to", "ALIAS"),
			reason: neededFlag(call, "reason", "TEXT"),
			expect: textFlag(call, "expect")
		};
		return stageResult(host, await moveStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			move
		}));
	}
};

export { promote };