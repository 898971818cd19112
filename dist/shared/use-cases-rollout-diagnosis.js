import { i as EvidenceError } from "./core-errors.js";
import { n as sourceFor, t as targetFor } from "./rollout-target-for.js";
import { t as examine } from "./use-cases-diagnosis.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";

// packages/use-cases/src/doctor/rollout-diagnosis.ts
async function diagnoseRollout(host, configuration) {
	const { rollout } = configuration.loaded.config;
	if (rollout === void 0) return [];
	const { target, source, smoke, guardrails = [], arms } = rollout;
	const context = {
		directory: configuration.baseDirectory,
		env: host.env,
		now: host.now
	};
	const found = [];
	if (target !== void 0) found.push(await examine("rollout/target", async () => {
		const { weights } = await targetFor(target, context).read(host.signal);
		return `stable has ${weights.stable} %, candidate ${weights.candidate} %`;
	}));
	if (source !== void 0 && guardrails.length > 0) found.push(await examine("rollout/source", async () => {
		const { problems } = await sourceFor(source, guardrails, arms, context).read(host.signal);
		if (problems.length > 0) throw incomplete(problems);
		return `${guardrails.length} of ${guardrails.length} guardrails have numbers of both arms`;
	}));
	if (smoke?.fixtures !== void 0) found.push(goldenRequests(configuration, smoke.fixtures));
	return found;
}
function incomplete(problems) {
	return new EvidenceError({
		code: "ROLLOUT_METRICS_INCOMPLETE",
		message: problems.join("; "),
		hint: "Compare the names of `rollout.guardrails` and `rollout.arms` with what the source shows. A canary does not advance on numbers it does not have."
	});
}
function goldenRequests({ baseDirectory }, fixtures) {
	const there = existsSync(resolve(baseDirectory, fixtures));
	return {
		id: "rollout/smoke",
		verdict: there ? "pass" : "not_applicable",
		message: there ? `${fixtures} is there` : `${fixtures} is not there yet`,
		...there ? {} : { hint: "Training may write it; without golden requests nothing gets traffic." }
	};
}

export { diagnoseRollout };