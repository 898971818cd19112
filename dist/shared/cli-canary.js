import { t as CANARY_COMMANDS } from "./core-rollout.js";
import { r as nearestName } from "./core-names.js";
import { t as canaryStage } from "./use-cases-canary-stage.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/canary.ts
const WORDS = [...CANARY_COMMANDS, "replay"];
const WITH_REFERENCE = [
	"plan",
	"start",
	"run"
];
const canary = {
	summary: "Carry a registered model to 100 % of traffic step by step, and back. Writes rollout.json.",
	usage: [
		"plan|start|run [REF]            REF: version or alias, default candidate; run blocks until it ends",
		"tick|status|abort|reconcile     one look; what stands; take it back; take back what nobody looks after",
		"replay --windows FILE           judge recorded windows, touch nothing"
	],
	flags: {
		windows: {
			description: "replay: JSON Lines of recorded windows.",
			value: "FILE"
		},
		rps: {
			description: "plan: requests per second to count with (default: watched for a moment).",
			value: "N"
		},
		reason: {
			description: "abort: why; it stands in the journal.",
			value: "TEXT"
		}
	},
	async run(host, call) {
		const [word, reference, ...more] = call.words;
		const command = canaryWord(word);
		if (command === "replay") {
			const { replayCommand } = await import("./cli-canary-replay.js");
			return replayCommand(host, call);
		}
		const surplus = WITH_REFERENCE.includes(command) ? more[0] : reference;
		if (surplus !== void 0) throw usageError(`canary ${command} takes no word ${surplus}.`, HELP);
		const outcome = await canaryStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			command,
			reference,
			requestsPerSecond: rateFlag(call),
			reason: textFlag(call, "reason")
		});
		return stageResult(host, outcome);
	}
};
const HELP = "Run `model-delivery canary --help` for its words.";
function canaryWord(word) {
	const found = WORDS.find((known) => known === word);
	if (found !== void 0) return found;
	const asked = word === void 0 ? "canary needs a word" : `Unknown word canary ${word}; did you mean ${nearestName(word, WORDS)}?`;
	throw usageError(`${asked}${word === void 0 ? `: one of ${WORDS.join(", ")}.` : ""}`, HELP);
}
function rateFlag(call) {
	const text = textFlag(call, "rps");
	if (text === void 0) return void 0;
	const rate = Number(text);
	if (text.trim() !== "" && Number.isFinite(rate) && rate > 0) return rate;
	throw usageError(`--rps expects a number of requests per second above 0; found ${text}.`, HELP);
}

export { canary };