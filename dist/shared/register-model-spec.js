import { r as _enum } from "./zod.js";
import { a as textInput, n as COMMON_INPUTS, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";

// actions/register-model/src/spec.ts
const switchInput = _enum(["true", "false"]).transform((word) => word === "true");
const spec = {
	name: "register-model",
	title: "Register model",
	description: "Registers a model with its proof: content-addressed, with lineage, evidence, card and an append-only ledger.",
	branding: {
		icon: "archive",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		model: {
			description: "File or directory of the model; its version id is that of these bytes.",
			required: true,
			parse: textInput
		},
		evaluation: {
			description: "Evaluation of the very bytes; default `.model-delivery/evaluation.json`.",
			parse: textInput
		},
		"data-report": {
			description: "Report on the training data; default `.model-delivery/data-report.json`.",
			parse: textInput
		},
		params: {
			description: "Training parameters for the lineage: one `name=value` a line, or a JSON object.",
			parse: textInput
		},
		approval: {
			description: "`true` records who approved this run for its environment, as the API tells it, and lets an inconclusive evaluation pass with it.",
			default: "false",
			parse: switchInput
		},
		adopt: {
			description: "`true` takes in a model that already serves, without a gate; needs `reason`, and is recorded for ever.",
			default: "false",
			parse: switchInput
		},
		reason: {
			description: "Why a model is adopted.",
			parse: textInput
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		version: "Version id of the model, `sha256:<hex>`.",
		created: "`true` when the version is new to the registry, `false` when the same bytes were registered before.",
		reference: "Where the store keeps the version."
	},
	permissions: {
		contents: {
			access: "write",
			why: "the ledger is a branch of the repository"
		},
		packages: {
			access: "write",
			why: "only with a store on ghcr.io"
		},
		checks: {
			access: "read",
			why: "only with `registry.require.code_checks`"
		},
		actions: {
			access: "read",
			why: "only with `approval`: who approved the run"
		}
	}
};

export { spec as t };