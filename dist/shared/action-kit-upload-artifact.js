import { l as redact, o as InternalError } from "./core-errors.js";
import { basename, dirname } from "node:path";
import { appendFileSync, statSync } from "node:fs";

// packages/action-kit/src/job-summary.ts
const MAX_BYTES = 1e6;
function appendJobSummary(host, markdown) {
	const path = host.env.GITHUB_STEP_SUMMARY;
	if (!path) return;
	const text = `${redact(markdown)}\n`;
	const present = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	const bytes = Buffer.byteLength(text);
	if (present + bytes <= MAX_BYTES) {
		appendFileSync(path, text);
		return;
	}
	const sentence = `The report of this step has ${bytes} bytes and does not fit into the job summary; the artifact has all of it.`;
	if (present + sentence.length + 1 <= MAX_BYTES) appendFileSync(path, `${sentence}\n`);
	host.log.warning(sentence);
}

// packages/action-kit/src/upload-artifact.ts
function artifactName(model, stage, suffix) {
	return [
		"model-delivery",
		model,
		stage,
		...suffix ? [suffix] : []
	].join("-");
}
async function uploadArtifact(host, name, files) {
	const root = commonDirectory(name, files);
	if (!host.env.ACTIONS_RESULTS_URL) {
		host.log.notice("This runner offers no artifact service (ACTIONS_RESULTS_URL is not set): the documents were not uploaded.");
		return;
	}
	try {
		const { DefaultArtifactClient } = await import("./actions-artifact.js");
		await new DefaultArtifactClient().uploadArtifact(name, [...files], root);
		host.log.info(`Uploaded ${files.map((file) => basename(file)).join(", ")} as artifact ${name}.`);
	} catch (error) {
		host.log.warning(`Uploading the artifact ${name} failed: ${error.message}. Give the jobs of a matrix different \`name\` inputs; a report from another job will not find these documents.`);
	}
}
function commonDirectory(name, files) {
	const directories = new Set(files.map((file) => dirname(file)));
	const [only] = directories;
	if (only !== void 0 && directories.size === 1) return only;
	throw new InternalError({
		code: "ARTIFACT_LAYOUT",
		message: `The artifact ${name} was to be made of ${files.length} files in ${directories.size} directories; expected files of one.`
	});
}

export { uploadArtifact as n, appendJobSummary as r, artifactName as t };