import { n as uploadArtifact, r as appendJobSummary, t as artifactName } from "./action-kit-upload-artifact.js";
import { n as validateStage } from "./use-cases-validate-stage.js";
import { resolve } from "node:path";

// actions/validate-data/src/run.ts
/** Reads the inputs, validates, and leaves outputs, summary and artifact behind before the step may fail. */
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
	appendJobSummary(host, markdownOf(host, outcome, model));
	if (outcome.path) await uploadArtifact(host, artifactName(model, "validate-data", inputs.name), [resolve(host.cwd, outcome.path)]);
	const counts = outcome.document?.counts ?? {};
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
			"failed-checks": String(counts.fail ?? 0)
		}
	};
}

export { run as t };