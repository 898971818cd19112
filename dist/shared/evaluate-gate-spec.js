import { r as _enum } from "./zod.js";
import { a as textInput, n as COMMON_INPUTS, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";

// actions/evaluate-gate/src/spec.ts
const spec = {
	name: "evaluate-gate",
	title: "Evaluate gate",
	description: "Judges a model by absolute thresholds and against the production champion, with intervals.",
	branding: {
		icon: "bar-chart-2",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		candidate: {
			description: "Prediction file (.parquet, .csv, .jsonl) or metrics file (.json, .yaml) of the candidate; default from the configuration.",
			parse: textInput
		},
		champion: {
			description: "The champion's prediction or metrics file, or a directory with them; default from the configuration.",
			parse: textInput
		},
		model: {
			description: "File or directory of the model; its version id is recorded in the document.",
			parse: textInput
		},
		"data-report": {
			description: "Data report that `data_quality` bounds are read from; default `.model-delivery/data-report.json`.",
			parse: textInput
		},
		purpose: {
			description: "`pull_request` or `promotion`; default by the event.",
			parse: _enum(["pull_request", "promotion"])
		},
		"engine-path": {
			description: "Directory with the DuckDB library, for runners that cannot download it.",
			parse: textInput
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		champion: "Version of the champion the model was compared with; empty when it is not registered.",
		"promote-to": "Alias to promote to; set only when the gate passes."
	},
	permissions: {
		contents: {
			access: "read",
			why: "checkout, and the policy of the base commit on pull requests"
		},
		"pull-requests": {
			access: "read",
			why: "the previous name of a configuration that a pull request renames"
		}
	}
};

export { spec as t };