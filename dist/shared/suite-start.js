import { n as _enum } from "./zod.js";
import { r as COMMON_OUTPUTS, t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as spec$1 } from "./evaluate-gate-spec.js";
import { t as spec$2 } from "./post-report-spec.js";
import { t as spec$3 } from "./validate-data-spec.js";

// actions/suite/src/run.ts
/** The stages of the suite; only the one that was asked for is loaded. */
const STAGES$1 = {
	"validate-data": () => import("./validate-data-run.js"),
	"evaluate-gate": () => import("./evaluate-gate-run.js"),
	"post-report": () => import("./post-report-run.js")
};
/** Runs the stage that the input `stage` names, with the inputs it knows. */
async function run(inputs, context) {
	return (await STAGES$1[inputs.stage]()).run(inputs, context);
}

// actions/suite/src/spec.ts
const STAGES = [
	"validate-data",
	"evaluate-gate",
	"post-report"
];
const stage = {
	description: `The stage to run: ${STAGES.map((name) => `\`${name}\``).join(", ")}.`,
	required: true,
	parse: _enum(STAGES)
};
/** The Marketplace face: one action for every stage, with the inputs and outputs of all of them. */
const spec = {
	name: "suite",
	title: "model-delivery",
	description: "Carry a machine-learning model from data to production on evidence.",
	branding: {
		icon: "check-circle",
		color: "blue"
	},
	inputs: {
		stage,
		...spec$3.inputs,
		...spec$1.inputs,
		...spec$2.inputs
	},
	outputs: {
		...COMMON_OUTPUTS,
		...spec$3.outputs,
		...spec$1.outputs,
		...spec$2.outputs
	},
	permissions: {}
};

// actions/suite/src/start.ts
/** Runs the action in this process. */
function start() {
	return runAction(spec, TOOL, run);
}

export { start };