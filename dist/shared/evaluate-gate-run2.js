import { t as leaveStageResult } from "./action-kit-stage-result.js";
import { t as evaluateStage } from "./use-cases-evaluate-stage.js";

// actions/evaluate-gate/src/run.ts
async function run(inputs, context) {
	const { host } = context;
	let model = "model";
	const outcome = await evaluateStage(host, {
		config: inputs.config,
		out: ".model-delivery",
		failOn: inputs["fail-on"],
		asOf: void 0,
		seed: void 0,
		candidate: inputs.candidate,
		champion: inputs.champion,
		model: inputs.model,
		dataReport: inputs["data-report"],
		purpose: inputs.purpose,
		thresholds: [],
		enginePath: inputs["engine-path"],
		access: {
			client: context.client,
			token: context.token
		},
		onConfigured: ({ loaded }) => {
			model = loaded.config.model;
			context.mark("inputs and configuration read");
		},
		basePolicy: async (configuration) => {
			const { basePolicyOfEvent } = await import("./use-cases-pull-request-policy.js");
			return basePolicyOfEvent(host, context.client, configuration);
		}
	});
	const { markdownOf } = await import("./use-cases-report-stage2.js");
	const document = outcome.document;
	return leaveStageResult(host, outcome, {
		stage: "evaluate-gate",
		model,
		name: inputs.name,
		markdown: markdownOf(host, outcome, model)
	}, {
		champion: document?.champion?.version ?? "",
		"promote-to": document?.promote_to ?? ""
	});
}

export { run as t };