import { n as uploadArtifact, r as appendJobSummary, t as artifactName } from "./action-kit-upload-artifact.js";
import { resolve } from "node:path";

// packages/action-kit/src/stage-result.ts
async function leaveStageResult(host, result, display, outputs) {
	appendJobSummary(host, display.markdown);
	const files = [...result.path === null ? [] : [result.path], ...display.files ?? []];
	if (files.length > 0) {
		const name = artifactName(display.model, display.stage, display.name);
		const absolute = files.map((file) => resolve(host.cwd, file));
		await uploadArtifact(host, name, absolute);
	}
	return {
		exitCode: result.exitCode,
		summary: result.error ? `${result.error.code}: ${result.error.message}` : result.summary,
		hint: result.error?.hint,
		location: result.location,
		outputs: {
			verdict: result.verdict,
			document: result.path ?? "",
			digest: result.digest ?? "",
			summary: result.summary,
			...outputs
		}
	};
}

export { leaveStageResult as t };