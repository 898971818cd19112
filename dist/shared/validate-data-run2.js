import { t as leaveStageResult } from "./action-kit-stage-result.js";
import { n as validateStage } from "./use-cases-validate-stage.js";

// actions/validate-data/src/run.ts
async function run(inputs, context) {
	const { host } = context;
	let model = "model";
	const outcome = await validateStage(host, {
		config: inputs.config,
		out: ".model-delivery",
		failOn: inputs["fail-on"],
		asOf: void 0,
		datasets: inputs.dataset,
		source: inputs.source,
		enginePath: inputs["engine-path"],
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
	const counts = outcome.document?.counts ?? {};
	return leaveStageResult(host, outcome, {
		stage: "validate-data",
		model,
		name: inputs.name,
		markdown: markdownOf(host, outcome, model)
	}, { "failed-checks": String(counts.fail ?? 0) });
}

export { run as t };