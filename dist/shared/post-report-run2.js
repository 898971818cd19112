import { n as uploadArtifact, t as artifactName } from "./action-kit-main.js";
import { u as configSchema } from "./core-main.js";
import { t as appendJobSummary } from "./action-kit-job-summary.js";
import "./use-cases-main.js";
import { n as documentDigest } from "./core-digest.js";
import { r as writeWhole } from "./use-cases-document-file.js";
import { n as readEvent, t as isForkPullRequest } from "./use-cases-run-identity.js";
import { n as isInside, r as readConfiguration } from "./use-cases-configuration.js";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

// actions/post-report/src/run.ts
/** Collects the documents, renders one report a model, publishes it, and exits by the combined verdict. */
async function run(inputs, context) {
	const { host } = context;
	const configuration = configurationIfPresent(host, inputs);
	const config = configuration?.loaded.config ?? configSchema.parse({});
	context.mark("inputs and configuration read");
	const { repositoryName } = await import("./github-main2.js");
	const { documentsExit, htmlOf, noDocuments, viewsOf } = await import("./use-cases-report-stage2.js");
	const { artifactDocuments, localDocuments } = await import("./post-report-documents.js");
	const { ownTarget, runTarget } = await import("./post-report-target.js");
	const { publish } = await import("./post-report-publish.js");
	const repository = repositoryName(host.env.GITHUB_REPOSITORY);
	const other = inputs["run-id"];
	const target = other === void 0 ? await ownTarget(context, repository) : await runTarget(context, repository, other, inputs["workflow-path"]);
	const local = other === void 0 ? localDocuments(host, inputs.from) : [];
	const documents = local.length > 0 ? local : await artifactDocuments(context, repository, target.run.id).catch((error) => {
		if (other !== void 0) throw error;
		throw noDocuments(inputs.from);
	});
	const views = viewsOf(documents, {
		trust: target.trust,
		model: config.model,
		failOn: inputs["fail-on"],
		repositoryUrl: `${host.env.GITHUB_SERVER_URL ?? "https://github.com"}/${repository.owner}/${repository.repo}`,
		run: target.run,
		headSha: target.sha,
		appendix: target.trust === "own" ? appendix(host, config, configuration) : [],
		toolVersion: host.tool.version
	});
	const { renderSummary, verdictSentence } = await import("./report-main2.js");
	const published = [];
	for (const view of views) {
		appendJobSummary(host, renderSummary(view));
		if (config.report.html) await uploadHtml(host, inputs, view.model, await htmlOf([view]));
		published.push(await publish(context, repository, target, view, config.report));
	}
	const summary = views.map(verdictSentence).join(" ");
	return {
		exitCode: documentsExit(documents, inputs["fail-on"]),
		summary,
		outputs: {
			verdict: views.map((view) => view.verdict).join(" "),
			document: inputs.from,
			digest: documents.length === 1 ? documentDigest(documents[0]) : "",
			summary,
			"comment-url": published.find((each) => each.commentUrl)?.commentUrl ?? "",
			"check-url": published.find((each) => each.checkUrl)?.checkUrl ?? ""
		}
	};
}
/** In the trusted half for forks there is no checkout and so no configuration: the report has its defaults. */
function configurationIfPresent(host, inputs) {
	if (inputs["run-id"] !== void 0 && !existsSync(resolve(host.cwd, inputs.config))) return void 0;
	return readConfiguration(host, inputs.config);
}
/** Markdown files of the user; never from a pull request of a fork, which could write anything into them. */
function appendix(host, config, configuration) {
	if (configuration === void 0 || isForkPullRequest(readEvent(host.env))) return [];
	return config.report.append.flatMap((name) => {
		const path = resolve(configuration.baseDirectory, name);
		if (!existsSync(path) || !isInside(path, configuration.baseDirectory)) {
			host.log.warning(`report.append names ${name}, which is not a file below the configuration.`);
			return [];
		}
		return [{
			name,
			markdown: readFileSync(path, "utf8")
		}];
	});
}
async function uploadHtml(host, inputs, model, html) {
	const path = join(resolve(host.cwd, ".model-delivery"), "report.html");
	writeWhole(path, html);
	await uploadArtifact(host, artifactName(model, "report", inputs.name), [path]);
}

export { run as t };