import { a as boolean, d as number, f as record, g as tuple, i as array, m as string, p as strictObject, r as _enum, s as json } from "./zod.js";
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
const intervalField = tuple([number().nullable(), number().nullable()]);
const jsonField = json();
const locationField = strictObject({
	file: string().max(1024),
	line: number().int().positive()
});
const errorField = strictObject({
	code: shortText,
	message: text,
	hint: text.optional()
});
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
	locations: record(string().max(512), locationField).optional()
});
const policyChangeField = strictObject({
	introduced: boolean(),
	loosened: array(strictObject({
		key: string().max(512),
		base: jsonField,
		head: jsonField
	})).max(1e3)
});

export { errorField as a, metaField as c, sha256HexField as d, shortText as f, digestField as i, policyChangeField as l, verdictField as m, count as n, intervalField as o, text as p, dateField as r, jsonField as s, checkVerdictField as t, severityField as u };