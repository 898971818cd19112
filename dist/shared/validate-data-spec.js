import { a as textInput, i as listInput, n as COMMON_INPUTS, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";

// actions/validate-data/src/spec.ts
const spec = {
	name: "validate-data",
	title: "Validate data",
	description: "Schema, rules, statistics and drift of a data set, judged with honest statistics.",
	branding: {
		icon: "check-square",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		dataset: {
			description: "Datasets of the configuration to validate, separated by commas or line breaks; default all.",
			parse: listInput
		},
		source: {
			description: "File or glob that replaces the source of the one named (or only) dataset.",
			parse: textInput
		},
		"engine-path": {
			description: "Directory with the DuckDB library, for runners that cannot download it.",
			parse: textInput
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		"failed-checks": "How many checks failed."
	},
	permissions: {
		contents: {
			access: "read",
			why: "checkout, and the waivers of the base commit on pull requests"
		},
		"pull-requests": {
			access: "read",
			why: "the previous name of a configuration that a pull request renames"
		}
	}
};

export { spec as t };