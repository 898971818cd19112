import { r as parseParameters, t as registerStage } from "./use-cases-register-stage.js";
import { a as textFlags, i as textFlag, o as usageError } from "./cli-flags.js";
import { t as stageResult } from "./cli-stage-result.js";

// packages/cli/src/commands/register.ts
const register = {
	summary: "Register a model with its proof and move the alias candidate to it. Writes model-version.json and lineage.json.",
	usage: ["--model PATH [--evaluation FILE] [--data-report FILE] [--param k=v]… [--status approved] [--approval]", "--model PATH --adopt --reason TEXT"],
	flags: {
		model: {
			description: "File or directory of the model; its version id is that of these bytes.",
			value: "PATH"
		},
		evaluation: {
			description: "Evaluation of the very bytes (default OUT/evaluation.json).",
			value: "FILE"
		},
		"data-report": {
			description: "Report on the training data (default OUT/data-report.json).",
			value: "FILE"
		},
		param: {
			description: "Training parameter for the lineage; repeatable.",
			value: "k=v",
			multiple: true
		},
		status: {
			description: "Status at registration: registered (default) or approved.",
			value: "WORD"
		},
		approval: { description: "Record who approved the run (outside of a workflow: git's user)." },
		adopt: { description: "Take in a model that already serves, without a gate; recorded for ever." },
		reason: {
			description: "Why a model is adopted.",
			value: "TEXT"
		}
	},
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`register takes no word; found ${call.words[0]}.`, "Name the model with `--model PATH`.");
		const outcome = await registerStage(host, {
			config: call.config,
			out: call.out,
			failOn: call.failOn,
			asOf: call.asOf,
			model: textFlag(call, "model"),
			evaluation: textFlag(call, "evaluation"),
			dataReport: textFlag(call, "data-report"),
			params: parseParameters(textFlags(call, "param")),
			status: statusWord(textFlag(call, "status")),
			approval: call.values.approval === true,
			adopt: call.values.adopt === true,
			reason: textFlag(call, "reason")
		});
		const result = stageResult(host, outcome);
		if (outcome.version === null || outcome.error) return result;
		return {
			...result,
			text: `${result.text}\nversion: ${outcome.version}\nreference: ${outcome.reference}`
		};
	}
};
function statusWord(word) {
	if (word === void 0 || word === "registered" || word === "approved") return word;
	throw usageError(`--status expects registered or approved; found ${word}.`, "Archived is what `archive` makes of a version.");
}

export { register };