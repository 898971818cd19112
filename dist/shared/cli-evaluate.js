import { i as PURPOSES } from "./core-evaluation-words.js";
import { t as evaluateStage } from "./use-cases-evaluate-stage.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { t as policyFlag } from "./cli-policy-flag.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/evaluate.ts
const evaluate = {
	summary: "Judge a model: thresholds and comparison with the champion. Writes evaluation.json.",
	usage: ["[--candidate FILE] [--champion FILE|DIR] [--model PATH] [--data-report FILE]", "         [--policy FILE|REF] [--purpose pull_request|promotion] [--threshold-METRIC X]…"],
	flags: {
		candidate: {
			description: "Predictions (.parquet, .csv, .jsonl) or metrics (.json, .yaml) of the candidate.",
			value: "FILE"
		},
		champion: {
			description: "The champion's file, or a directory with predictions.* or metrics.*.",
			value: "FILE|DIR"
		},
		model: {
			description: "File or directory of the model; its version id is recorded.",
			value: "PATH"
		},
		"data-report": {
			description: "Data report for data_quality bounds (default OUT/data-report.json).",
			value: "FILE"
		},
		policy: {
			description: "Judge by the policy of this file or git revision, as a pull request does.",
			value: "FILE|REF"
		},
		purpose: {
			description: "pull_request or promotion (default by the event; on a laptop promotion).",
			value: "WORD"
		},
		"threshold-METRIC": {
			description: "Replace or add the minimum (lower is better: maximum) of a metric.",
			value: "X"
		},
		"engine-path": {
			description: "Directory with the DuckDB library.",
			value: "DIR"
		}
	},
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`evaluate takes no word; found ${call.words[0]}.`, "Name files with flags.");
		const outcome = await evaluateStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			asOf: call.asOf,
			seed: call.seed,
			candidate: textFlag(call, "candidate"),
			champion: textFlag(call, "champion"),
			model: textFlag(call, "model"),
			dataReport: textFlag(call, "data-report"),
			purpose: purposeWord(textFlag(call, "purpose")),
			thresholds: call.thresholds,
			enginePath: textFlag(call, "engine-path"),
			basePolicy: policyFlag(host, textFlag(call, "policy"))
		});
		return stageResult(host, outcome);
	}
};
function purposeWord(word) {
	if (word === void 0 || PURPOSES.includes(word)) return word;
	throw usageError(`--purpose expects ${PURPOSES.join(" or ")}; found ${word}.`, "Leave it out to follow the event.");
}

export { evaluate };