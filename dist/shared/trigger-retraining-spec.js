import { r as _enum } from "./zod.js";
import { a as textInput, n as COMMON_INPUTS, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";

// actions/trigger-retraining/src/spec.ts
const spec = {
	name: "trigger-retraining",
	title: "Trigger retraining",
	description: "Judges drift, metrics, new rows and age, and dispatches the retraining workflow once when they ask for it.",
	branding: {
		icon: "refresh-cw",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		"data-report": {
			description: "Data report that drift and volume are judged from; default `.model-delivery/data-report.json`.",
			parse: textInput
		},
		evaluation: {
			description: "Evaluation of the champion on recent data, for the metric signal; default `.model-delivery/evaluation.json`.",
			parse: textInput
		},
		workflow: {
			description: "File name of the workflow to dispatch; default `retraining.workflow` of the configuration.",
			parse: textInput
		},
		ref: {
			description: "Branch or tag it runs on; default `retraining.ref`, else the default branch.",
			parse: textInput
		},
		dispatch: {
			description: "`false` only judges: nothing is remembered, used up or started.",
			default: "true",
			parse: _enum(["true", "false"]).transform((word) => word === "true")
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		triggered: "`true` when retraining is asked for and nothing holds it back.",
		reason: "Why it did or did not, in words.",
		"run-id": "Id of the run that was started; empty where none was, or the server does not tell."
	},
	permissions: {
		contents: {
			access: "write",
			why: "windows, cooldown and budget are kept in a ref of the repository; `read` with `dispatch: false`"
		},
		actions: {
			access: "write",
			why: "to dispatch the workflow and to find its run"
		},
		issues: {
			access: "write",
			why: "the issue that says retraining no longer helps"
		}
	}
};

export { spec as t };