import { r as _enum } from "./zod.js";
import { r as COMMON_OUTPUTS, t as runAction } from "./action-kit-run-action.js";
import { t as TOOL } from "./use-cases-version.js";
import { t as spec$1 } from "./deploy-canary-spec.js";
import { t as spec$2 } from "./evaluate-gate-spec.js";
import { t as spec$3 } from "./post-report-spec.js";
import { t as spec$4 } from "./register-model-spec.js";
import { t as spec$5 } from "./trigger-retraining-spec.js";
import { t as spec$6 } from "./validate-data-spec.js";

// actions/suite/src/run.ts
const STAGES$1 = {
	"validate-data": () => import("./validate-data-run.js"),
	"evaluate-gate": () => import("./evaluate-gate-run.js"),
	"register-model": () => import("./register-model-run.js"),
	"trigger-retraining": () => import("./trigger-retraining-run.js"),
	"deploy-canary": () => import("./deploy-canary-run2.js"),
	"post-report": () => import("./post-report-run.js")
};
async function run(inputs, context) {
	return (await STAGES$1[inputs.stage]()).run(inputs, context);
}

// actions/suite/src/spec.ts
const STAGES = [
	"validate-data",
	"evaluate-gate",
	"register-model",
	"deploy-canary",
	"post-report",
	"trigger-retraining"
];
const stage = {
	description: `The stage to run: ${STAGES.map((name) => `\`${name}\``).join(", ")}.`,
	required: true,
	parse: _enum(STAGES)
};
const SPECS = [
	spec$6,
	spec$2,
	spec$4,
	spec$1,
	spec$3,
	spec$5
];
function inputsOfStages() {
	const merged = {};
	for (const [name, uses] of usesOfInputs()) {
		const { required: _, ...first } = uses[0].input;
		const description = uses.every(({ input }) => input.description === first.description) ? first.description : uses.map((use) => `\`${use.stage}\`: ${use.input.description}`).join(" ");
		merged[name] = {
			...first,
			description
		};
	}
	return merged;
}
function usesOfInputs() {
	const uses = /* @__PURE__ */ new Map();
	for (const spec of SPECS) for (const [name, input] of Object.entries(spec.inputs)) uses.set(name, [...uses.get(name) ?? [], {
		stage: spec.name,
		input
	}]);
	return uses;
}
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
		...inputsOfStages()
	},
	outputs: {
		...COMMON_OUTPUTS,
		...Object.assign({}, ...SPECS.map((each) => each.outputs))
	},
	permissions: {}
};

// actions/suite/src/start.ts
function start() {
	return runAction(spec, TOOL, run);
}

export { start };