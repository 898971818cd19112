import { t as utcDate } from "./core-clock.js";
import { a as effectivePolicy, i as finishStage, r as locationsOf, t as noBlock } from "./use-cases-validate-stage.js";
import { r as readConfiguration, t as containment } from "./use-cases-configuration.js";
import { n as runStage } from "./use-cases-stage-run.js";
import { resolve } from "node:path";

// packages/use-cases/src/evaluate-stage.ts
function evaluateStage(host, request) {
	const file = `${request.out}/evaluation.json`;
	return runStage(host, {
		schema: "evaluation/1",
		file
	}, async (started) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		const policy = await effectivePolicy(configuration, "evaluation", request.basePolicy);
		if (policy.config.evaluation === void 0) throw noBlock("evaluation", request.config);
		const { duckdbPredictionReader, evaluate, summaryOfEvaluation } = await import("./evaluation-main.js");
		const { accessEngine } = await import("./use-cases-engine-access2.js");
		const { content, locations } = await evaluate({
			config: policy.config,
			baseDirectory: configuration.baseDirectory,
			workingDirectory: host.cwd,
			containedIn: containment(host, [
				request.candidate,
				request.champion,
				request.model
			].filter((path) => path !== void 0)),
			overrides: {
				candidate: request.candidate,
				champion: request.champion,
				model: request.model,
				dataReport: request.dataReport,
				thresholds: Object.fromEntries(request.thresholds.map(({ metric, value }) => [metric, value]))
			},
			purpose: request.purpose ?? purposeOf(host),
			seed: request.seed,
			asOf: request.asOf ?? utcDate(host.now()),
			defaultDataReport: resolve(host.cwd, request.out, "data-report.json"),
			predictions: duckdbPredictionReader(async () => accessEngine(host, request.enginePath)),
			championSource: request.championSource ?? championOf(host, configuration, policy.config, request.access)
		});
		return finishStage(host, content, {
			file,
			failOn: request.failOn,
			startedMs: started,
			change: policy.change,
			meta: locationsOf(locations, policy.locate),
			summary: summaryOfEvaluation(content)
		});
	});
}
function championOf(host, configuration, config, access) {
	return { resolve: async (request) => {
		const { registryChampionSource } = await import("./use-cases-champion-source2.js");
		return registryChampionSource(host, {
			...configuration,
			loaded: {
				...configuration.loaded,
				config
			}
		}, access).resolve(request);
	} };
}
function purposeOf(host) {
	const event = host.env.GITHUB_EVENT_NAME;
	return event === "pull_request" || event === "merge_group" ? "pull_request" : "promotion";
}

export { evaluateStage as t };