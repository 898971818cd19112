import { n as uploadArtifact, r as appendJobSummary, t as artifactName } from "./action-kit-upload-artifact.js";
import { t as evaluateStage } from "./use-cases-evaluate-stage.js";
import { resolve } from "node:path";

// actions/evaluate-gate/src/run.ts
/** Reads the inputs, judges the model, and leaves outputs, summary and artifact behind before the step may fail. */
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
	appendJobSummary(host, markdownOf(host, outcome, model));
	if (outcome.path) await uploadArtifact(host, artifactName(model, "evaluate-gate", inputs.name), [resolve(host.cwd, outcome.path)]);
	const document = outcome.document;
	return {
		exitCode: outcome.exitCode,
		summary: outcome.error ? `${outcome.error.code}: ${outcome.error.message}` : outcome.summary,
		hint: outcome.error?.hint,
		location: outcome.location,
		outputs: {
			verdict: outcome.verdict,
			document: outcome.path ?? "",
			digest: outcome.digest ?? "",
			summary: outcome.summary,
			champion: document?.champion?.version ?? "",
			"promote-to": document?.promote_to ?? ""
		}
	};
}

export { run as t };