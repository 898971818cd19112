import { a as json, c as number, d as string, f as tuple, i as boolean, l as record, n as _enum, r as array, s as literal, u as strictObject } from "./zod.js";
import { i as VERDICTS, r as SEVERITIES, t as CHECK_VERDICTS } from "./core-verdict.js";

// packages/core/src/documents/fields.ts
const shortText = string().max(256);
const text = string().max(4096);
const sha256HexField = string().regex(/^[0-9a-f]{64}$/);
const digestField = string().regex(/^sha256:[0-9a-f]{64}$/);
const dateField = string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = number().int().nonnegative();
const verdictField = _enum(VERDICTS);
const checkVerdictField = _enum(CHECK_VERDICTS);
const severityField = _enum(SEVERITIES);
/** A two-sided interval `[lower, upper]`; an end is null where none can be stated. */
const intervalField = tuple([number().nullable(), number().nullable()]);
/** Anything JSON can hold: observed and expected values, policies. */
const jsonField = json();
/** Where in a configuration something stands; lines are 1-based. */
const locationField = strictObject({
	file: string().max(1024),
	line: number().int().positive()
});
/** What went wrong when a document could not be filled. */
const errorField = strictObject({
	code: shortText,
	message: text,
	hint: text.optional()
});
/** The run that produced a document. */
const runField = strictObject({
	id: count,
	number: count,
	attempt: count,
	url: string().max(1024).optional(),
	repository: shortText.optional(),
	event: shortText.optional(),
	workflow: shortText.optional(),
	job: shortText.optional(),
	ref: shortText.optional(),
	sha: shortText.optional(),
	head_sha: shortText.optional(),
	pull_request: count.nullable().optional()
});
/** What differs between runs of the same inputs; outside the digest. */
const metaField = strictObject({
	digest: digestField.optional(),
	time: string().max(64).optional(),
	duration_ms: number().nonnegative().optional(),
	timings_ms: record(shortText, number().nonnegative()).optional(),
	host: strictObject({
		platform: shortText,
		arch: shortText,
		node: shortText,
		cpus: count
	}).optional(),
	tool: strictObject({
		name: shortText,
		version: shortText
	}).optional(),
	run: runField.optional(),
	actor: shortText.optional(),
	/** Line of the configuration that asked for each check, by check id. */
	locations: record(string().max(512), locationField).optional()
});
/** How the policy of a pull request was found; absent where the policy is simply the configuration's. */
const policyChangeField = strictObject({
	/** True when the base commit has no such configuration: the pull request is judged by its own, and nothing blocks. */
	introduced: boolean(),
	/** Keys the head makes more lenient than the policy that was applied. */
	loosened: array(strictObject({
		key: string().max(512),
		base: jsonField,
		head: jsonField
	})).max(1e3)
});

// packages/core/src/documents/error.ts
/** An error as a document: of a stage that could not fill its own (`schema` of the stage), or of a command (`error/1`). */
const errorDocumentSchema = strictObject({
	schema: shortText,
	model: shortText.optional(),
	verdict: literal("error"),
	error: errorField,
	meta: metaField.optional()
});
/** The error's fields as a document carries them. */
function documentError(error) {
	const field = {
		code: error.code,
		message: error.message.slice(0, 4096)
	};
	if (error.hint !== void 0) field.hint = error.hint.slice(0, 4096);
	return field;
}

export { dateField as a, intervalField as c, policyChangeField as d, severityField as f, verdictField as g, text as h, count as i, jsonField as l, shortText as m, errorDocumentSchema as n, digestField as o, sha256HexField as p, checkVerdictField as r, errorField as s, documentError as t, metaField as u };