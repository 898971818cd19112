import { o as saveState, r as getState } from "./actions-core.js";
import { t as leaveStageResult } from "./action-kit-stage-result.js";
import { n as processOwner, t as canaryStage } from "./use-cases-canary-stage.js";
import { n as CLOSED_ROLLOUT_STATES } from "./core-rollout.js";
import { r as EXIT } from "./core-errors.js";

// packages/action-kit/src/post-step.ts
const MARK = "model-delivery-post";
function isPostStep() {
	return getState(MARK) === "true";
}
function keepForPostStep(name, value) {
	saveState(MARK, "true");
	saveState(name, value);
}
function keptByMainStep(name) {
	return getState(name);
}

// actions/deploy-canary/src/post.ts
const OWNER = "owner";
const HANDED_OVER = "handed-over";
async function runPost(inputs, context) {
	const owner = keptByMainStep(OWNER);
	if (owner === "" || keptByMainStep("handed-over") === "true") return {
		exitCode: EXIT.pass,
		summary: "Nothing is left to do.",
		outputs: {}
	};
	const { host, client, token } = context;
	const outcome = await canaryStage(host, {
		config: inputs.config,
		out: ".model-delivery/post",
		failOn: "policy",
		command: "abort",
		reference: void 0,
		reason: "The job that carried this canary ended before the canary did.",
		onlyIfOwnedBy: owner,
		access: {
			client,
			token
		}
	});
	const state = outcome.document?.state;
	host.log.info(outcome.summary);
	return {
		exitCode: state !== void 0 && CLOSED_ROLLOUT_STATES.includes(state) ? EXIT.pass : outcome.exitCode,
		summary: outcome.summary,
		outputs: {}
	};
}

// actions/deploy-canary/src/run.ts
async function run(inputs, context) {
	const { host, client, token } = context;
	const owner = processOwner();
	if (inputs.command === "run") keepForPostStep(OWNER, owner);
	let model = "model";
	const outcome = await canaryStage(host, {
		config: inputs.config,
		out: ".model-delivery",
		failOn: inputs["fail-on"],
		command: inputs.command,
		reference: inputs.version,
		owner,
		access: {
			client,
			token
		},
		onConfigured: ({ loaded }) => {
			model = loaded.config.model;
			context.mark("inputs and configuration read");
		}
	});
	const document = outcome.document;
	if (inputs.command === "run" && leftOpenOnPurpose(document)) keepForPostStep(HANDED_OVER, "true");
	const { markdownOf } = await import("./use-cases-report-stage2.js");
	return leaveStageResult(host, outcome, {
		stage: "deploy-canary",
		model,
		name: inputs.name,
		markdown: markdownOf(host, outcome, model)
	}, {
		state: document?.state ?? "",
		weight: document?.weight === void 0 ? "" : String(document.weight),
		promoted: String(document?.promoted ?? false)
	});
}
function leftOpenOnPurpose(document) {
	return document?.state === "Hold" && !document.error;
}

export { runPost as n, isPostStep as r, run as t };