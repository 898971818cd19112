import { t as retrainStage } from "./use-cases-retrain-stage.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/retrain-check.ts
const retrainCheck = {
	summary: "Judge whether to train again, from drift, metrics, volume and age. Writes retraining.json.",
	usage: ["[--data-report FILE] [--evaluation FILE] [--dispatch] [--workflow FILE] [--ref REF]"],
	flags: {
		"data-report": {
			description: "Data report that drift and volume are judged from (default OUT/data-report.json).",
			value: "FILE"
		},
		evaluation: {
			description: "Evaluation of the champion on recent data, for the metric signal (default OUT/evaluation.json).",
			value: "FILE"
		},
		dispatch: { description: "Remember this window and start the workflow; without it nothing is written or started." },
		workflow: {
			description: "Workflow to start (default retraining.workflow).",
			value: "FILE"
		},
		ref: {
			description: "Branch or tag it runs on (default retraining.ref, else the default branch).",
			value: "REF"
		}
	},
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`retrain-check takes no word; found ${call.words[0]}.`, "Name files with flags.");
		const outcome = await retrainStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			asOf: call.asOf,
			dataReport: textFlag(call, "data-report"),
			evaluation: textFlag(call, "evaluation"),
			dispatch: call.values.dispatch === true,
			workflow: textFlag(call, "workflow"),
			ref: textFlag(call, "ref"),
			access: {}
		});
		return stageResult(host, outcome);
	}
};

export { retrainCheck };