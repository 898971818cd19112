import { a as ExternalError, c as asDeliveryError, t as ConfigError } from "./core-errors.js";
import { a as combineExitCodes } from "./core-verdict.js";
import { t as documentError } from "./core-error.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { resolve } from "node:path";
import { rmSync } from "node:fs";

// packages/use-cases/src/stage-run.ts
async function runStage(host, target, body) {
	const started = host.now();
	try {
		return await body(started);
	} catch (thrown) {
		return errorOutcome(host, target, host.signal?.aborted ? cancelled(thrown) : asDeliveryError(thrown), started);
	}
}
function cancelled(cause) {
	return new ExternalError({
		code: "CANCELLED",
		system: "runner",
		message: "The run was cancelled before the stage had a result.",
		hint: "Run it again for a result.",
		cause
	});
}
function errorOutcome(host, target, error, started) {
	const content = {
		schema: target.schema,
		...target.model ? { model: target.model } : {},
		verdict: "error",
		error: documentError(error)
	};
	const summary = `error: ${error.message}`;
	const location = error instanceof ConfigError ? error.location : void 0;
	const base = {
		verdict: "error",
		exitCode: error.exitCode,
		summary,
		error: content.error,
		location
	};
	try {
		const sealed = writeDocument(resolve(host.cwd, target.file), content, metaOf(host, started));
		return {
			...base,
			path: target.file,
			digest: sealed.digest,
			document: sealed.document
		};
	} catch (second) {
		const exitCode = combineExitCodes([error.exitCode, asDeliveryError(second).exitCode]);
		removeStale(resolve(host.cwd, target.file));
		return {
			...base,
			exitCode,
			path: null,
			digest: null,
			document: content
		};
	}
}
function removeStale(path) {
	try {
		rmSync(path, { force: true });
	} catch {}
}
function outcomeOf(path, sealed, exitCode, summary) {
	return {
		path,
		digest: sealed.digest,
		verdict: sealed.document.verdict,
		exitCode,
		summary,
		document: sealed.document,
		error: sealed.document.error
	};
}

export { runStage as n, outcomeOf as t };