import { t as leaveStageResult } from "./action-kit-stage-result.js";
import { n as parseParameterInput, t as registerStage } from "./use-cases-register-stage.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";

// actions/register-model/src/run.ts
const OUT = ".model-delivery";
async function run(inputs, context) {
	const { host, client, token } = context;
	let model = "model";
	const outcome = await registerStage(host, {
		config: inputs.config,
		out: OUT,
		failOn: inputs["fail-on"],
		asOf: void 0,
		model: inputs.model,
		evaluation: inputs.evaluation,
		dataReport: inputs["data-report"],
		params: inputs.params === void 0 ? {} : parseParameterInput(inputs.params),
		status: void 0,
		approval: inputs.approval,
		adopt: inputs.adopt,
		reason: inputs.reason,
		access: {
			client,
			token
		},
		onConfigured: ({ loaded }) => {
			model = loaded.config.model;
			context.mark("inputs and configuration read");
		}
	});
	const lineage = `${OUT}/lineage.json`;
	const files = outcome.created !== null && existsSync(resolve(host.cwd, lineage)) ? [lineage] : [];
	return leaveStageResult(host, outcome, {
		stage: "register-model",
		model,
		name: inputs.name,
		markdown: await markdownOf(outcome, model),
		files
	}, {
		version: outcome.version ?? "",
		created: outcome.created === null ? "" : String(outcome.created),
		reference: outcome.reference ?? ""
	});
}
async function markdownOf(outcome, model) {
	if (outcome.card !== null) return outcome.card;
	const { codeMarkdown, textMarkdown } = await import("./report-main2.js");
	return `### Register model ${codeMarkdown(model, 64)}\n\n${textMarkdown(outcome.summary, 2e3)}\n`;
}

export { run as t };