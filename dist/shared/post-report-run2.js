import { n as uploadArtifact, r as appendJobSummary, t as artifactName } from "./action-kit-upload-artifact.js";
import { n as configSchema } from "./core-load.js";
import { i as EvidenceError, n as DeliveryError } from "./core-errors.js";
import { n as documentDigest } from "./core-digest.js";
import { l as worstVerdict } from "./core-verdict.js";
import { n as readEvent, t as isForkPullRequest } from "./use-cases-run-identity.js";
import { n as isInside, r as readConfiguration } from "./use-cases-configuration.js";
import { r as writeWhole } from "./use-cases-document-file.js";
import { join, resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";

// actions/post-report/src/run.ts
const MAX_MODELS_OF_FORK = 10;
async function run(inputs, context) {
	try {
		return await report(inputs, context);
	} catch (error) {
		if (inputs["fail-on"] !== "never" || !(error instanceof EvidenceError)) throw error;
		context.host.log.warning(`${error.code}: ${error.message}\n${error.hint ?? ""}`);
		appendJobSummary(context.host, `No report: ${error.code}.`);
		return {
			exitCode: 0,
			summary: error.message,
			outputs: {
				verdict: "error",
				summary: error.message
			}
		};
	}
}
async function report(inputs, context) {
	const { host } = context;
	const configuration = configurationIfPresent(host, inputs);
	const config = configuration?.loaded.config ?? configSchema.parse({});
	context.mark("inputs and configuration read");
	const { repositoryName } = await import("./github-main2.js");
	const { documentsExit, htmlOf, viewsOf } = await import("./use-cases-report-stage2.js");
	const { publish } = await import("./post-report-publish.js");
	const { sayWhatIsMissing } = await import("./post-report-missing-evaluation.js");
	const repository = repositoryName(host.env.GITHUB_REPOSITORY);
	const { documents, target, directory } = await collect(inputs, context, repository);
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
	if (target.trust === "fork" && views.length > MAX_MODELS_OF_FORK) throw tooManyModels(views.length);
	const { renderSummary, verdictSentence } = await import("./report-main2.js");
	const published = [];
	for (const view of views.map((each) => sayWhatIsMissing(each, documents, config))) {
		appendJobSummary(host, renderSummary(view));
		if (config.report.html) await uploadHtml(host, inputs, view.model, await htmlOf([view]));
		published.push(await publish(context, repository, target, view, config.report));
	}
	const summary = views.map(verdictSentence).join(" ");
	return {
		exitCode: documentsExit(documents, inputs["fail-on"]),
		summary,
		outputs: {
			verdict: worstVerdict(views.map((view) => view.verdict)),
			document: directory,
			digest: documents.length === 1 ? documentDigest(documents[0]) : "",
			summary,
			"comment-url": published.find((each) => each.commentUrl)?.commentUrl ?? "",
			"check-url": published.find((each) => each.checkUrl)?.checkUrl ?? ""
		}
	};
}
function tooManyModels(count) {
	return new EvidenceError({
		code: "REPORT_TOO_MANY_MODELS",
		message: `The documents of a fork name ${count} models; at most ${MAX_MODELS_OF_FORK} are reported.`,
		hint: "Nothing was posted."
	});
}
async function collect(inputs, context, repository) {
	const { artifactDocuments, localDocuments } = await import("./post-report-documents.js");
	const { ownTarget, runTarget } = await import("./post-report-target.js");
	const other = inputs["run-id"];
	if (other !== void 0) return {
		target: await runTarget(context, repository, other, inputs["workflow-path"]),
		documents: await artifactDocuments(context, repository, other),
		directory: ""
	};
	const target = await ownTarget(context, repository);
	const local = localDocuments(context.host, inputs.from);
	if (local.length > 0) return {
		target,
		documents: local,
		directory: inputs.from
	};
	try {
		return {
			target,
			documents: await artifactDocuments(context, repository, target.run.id),
			directory: ""
		};
	} catch (error) {
		const none = error instanceof EvidenceError && error.code === "REPORT_NO_DOCUMENTS";
		if (!none && (!(error instanceof DeliveryError) || error instanceof EvidenceError)) throw error;
		if (!none) context.host.log.warning(`${error.message}\n${error.hint ?? ""}`);
		const { noDocuments } = await import("./use-cases-report-stage2.js");
		throw noDocuments(inputs.from);
	}
}
function configurationIfPresent(host, inputs) {
	if (inputs["run-id"] !== void 0 && !existsSync(resolve(host.cwd, inputs.config))) return void 0;
	return readConfiguration(host, inputs.config);
}
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