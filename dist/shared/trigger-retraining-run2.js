import { t as leaveStageResult } from "./action-kit-stage-result.js";
import { t as retrainStage } from "./use-cases-retrain-stage.js";

// actions/trigger-retraining/src/run.ts
async function run(inputs, context) {
	const { host } = context;
	let model = "model";
	const outcome = await retrainStage(host, {
		config: inputs.config,
		out: ".model-delivery",
		failOn: inputs["fail-on"],
		asOf: void 0,
		dataReport: inputs["data-report"],
		evaluation: inputs.evaluation,
		dispatch: inputs.dispatch,
		workflow: inputs.workflow,
		ref: inputs.ref,
		access: {
			client: context.client,
			token: context.token
		},
		onConfigured: ({ loaded }) => {
			model = loaded.config.model;
			context.mark("inputs and configuration read");
		}
	});
	const { markdownOf } = await import("./use-cases-report-stage2.js");
	const document = outcome.document;
	return leaveStageResult(host, outcome, {
		stage: "trigger-retraining",
		model,
		name: inputs.name,
		markdown: markdownOf(host, outcome, model)
	}, {
		triggered: String(document?.triggered === true),
		reason: document?.reason ?? outcome.error?.message ?? "",
		"run-id": document?.dispatched?.run_id == null ? "" : String(document.dispatched.run_id)
	});
}

export { run as t };