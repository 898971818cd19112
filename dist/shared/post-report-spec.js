import { a as textInput, n as COMMON_INPUTS, o as wholeNumberInput, r as COMMON_OUTPUTS } from "./action-kit-run-action.js";

// actions/post-report/src/spec.ts
const spec = {
	name: "post-report",
	title: "Post report",
	description: "Brings the result to the pull request: one comment updated in place, job summary, check run, HTML report.",
	branding: {
		icon: "message-square",
		color: "blue"
	},
	inputs: {
		...COMMON_INPUTS,
		from: {
			description: "Directory with the documents; the artifacts of the same run are added when it has none.",
			default: ".model-delivery",
			parse: textInput
		},
		"run-id": {
			description: "Run whose artifacts are reported, in a `workflow_run` workflow: the safe way for forks.",
			parse: wholeNumberInput
		},
		"workflow-path": {
			description: "With `run-id`: path of the only workflow file whose runs are reported, such as `.github/workflows/ml.yml`.",
			parse: textInput
		}
	},
	outputs: {
		...COMMON_OUTPUTS,
		"comment-url": "URL of the comment; empty when none could be written.",
		"check-url": "URL of the check run; empty when none could be written."
	},
	permissions: {
		contents: {
			access: "read",
			why: "checkout of the configuration"
		},
		"pull-requests": {
			access: "write",
			why: "the comment"
		},
		checks: {
			access: "write",
			why: "the check run"
		},
		actions: {
			access: "read",
			why: "documents of other jobs, or of another run with `run-id`"
		}
	}
};

export { spec as t };