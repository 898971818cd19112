import { j as EvidenceError } from "./core-main.js";
import { _ as listRunArtifacts, g as downloadArtifact } from "./github-main.js";
import { n as parseDocument, t as documentsInDirectory } from "./use-cases-documents-in.js";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

// actions/post-report/src/documents.ts
const ARTIFACT_PREFIX = "model-delivery-";
/** Artifacts of the stages that write documents; a report's own artifact holds none. */
const WITH_DOCUMENTS = /-(?:validate-data|evaluate-gate)(?:-[A-Za-z0-9._-]+)?$/;
/** Documents of a directory and of its direct subdirectories (download-artifact makes one per artifact). */
function localDocuments(host, from) {
	const root = resolve(host.cwd, from);
	return [root, ...(statSync(root, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : []).map((entry) => join(root, entry.name)).sort()].flatMap(documentsInDirectory).map((found) => found.document);
}
/** Documents in the artifacts of a run. Their bytes are hostile: sizes, digests, names and schemas are checked. */
async function artifactDocuments(context, repository, runId) {
	const client = await context.client();
	const artifacts = (await listRunArtifacts(client, repository, runId, ARTIFACT_PREFIX)).filter(({ name }) => WITH_DOCUMENTS.test(name));
	const documents = [];
	for (const artifact of artifacts) for (const [name, bytes] of await downloadArtifact(client, repository, artifact)) {
		if (!name.endsWith(".json")) continue;
		const shown = `${artifact.name}/${name}`;
		const document = parseDocument(shown, utf8(shown, bytes));
		if (document !== null) documents.push(document);
	}
	if (documents.length === 0) throw new EvidenceError({
		code: "REPORT_NO_DOCUMENTS",
		message: `Looked for artifacts named ${ARTIFACT_PREFIX}… of run ${runId} and found no document in ${artifacts.length} of them.`,
		hint: "The run must have used validate-data or evaluate-gate of this suite, and its artifacts must not have expired."
	});
	return documents;
}
function utf8(name, bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new EvidenceError({
			code: "DOCUMENT_REFUSED",
			message: `The document ${JSON.stringify(name.slice(0, 200))} cannot be reported: it is not UTF-8.`,
			hint: "Run the stage that writes it again and do not edit documents."
		});
	}
}

export { artifactDocuments, localDocuments };