import { l as redact, o as InternalError } from "./core-errors.js";
import { basename, dirname } from "node:path";
import { appendFileSync, statSync } from "node:fs";

// packages/action-kit/src/job-summary.ts
/** The runner drops a step's summary above 1 MiB whole; we stay below. */
const MAX_BYTES = 1e6;
/**
* Appends Markdown to the job summary; outside a workflow it does nothing. What does not fit any more is replaced by a
* sentence, and what the step wrote before stays.
*/
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
/** Name of the artifact of a stage: `model-delivery-<model>-<stage>[-<name>]`. */
function artifactName(model, stage, suffix) {
	return [
		"model-delivery",
		model,
		stage,
		...suffix ? [suffix] : []
	].join("-");
}
/**
* Uploads a stage's files, all of one directory, as a workflow artifact. The client is heavy, so it is loaded only here. Where
* the runner offers no artifact service the upload is skipped with a notice; a refused upload is a warning: the verdict does
* not depend on it.
*/
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
/** The readers of our artifacts accept flat names only, so one directory is all there can be. */
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