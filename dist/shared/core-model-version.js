import { d as number, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, i as digestField, m as verdictField, n as count, p as text, r as dateField } from "./core-fields.js";

// packages/core/src/documents/alias-event.ts
const ALIAS_ACTIONS = [
	"register",
	"promote",
	"rollback",
	"archive"
];
const aliasEventSchema = strictObject({
	schema: literal("alias-event/1"),
	seq: number().int().positive(),
	action: _enum(ALIAS_ACTIONS),
	model: shortText,
	alias: shortText.nullable(),
	from: digestField.nullable(),
	to: digestField,
	reason: text,
	previous: digestField.nullable(),
	lineage: digestField.nullable().optional(),
	evidence: digestField.nullable().optional(),
	meta: strictObject({
		time: string().max(64),
		actor: shortText.nullable(),
		run: string().max(1024).nullable(),
		digest: digestField.optional()
	})
});

// packages/core/src/documents/model-version.ts
const STORE_KINDS = ["oci_layout", "oci"];
const VERSION_STATUSES = [
	"registered",
	"approved",
	"archived"
];
const EVIDENCE_ROLES = [
	"evaluation",
	"data-report",
	"predictions",
	"metrics",
	"profile",
	"golden",
	"card",
	"card-json"
];
const approvalField = strictObject({
	by: shortText,
	environment: shortText.nullable(),
	run: string().max(1024).nullable(),
	at: string().max(64).nullable(),
	comment: text.nullable()
});
const modelVersionSchema = strictObject({
	schema: literal("model-version/1"),
	model: shortText,
	version: digestField,
	files: array(strictObject({
		path: string().max(1024),
		size: count,
		sha256: sha256HexField
	})).max(1e5),
	store: strictObject({
		kind: _enum(STORE_KINDS),
		reference: string().max(2048)
	}),
	evaluation: strictObject({
		digest: digestField,
		verdict: verdictField,
		as_of: dateField.nullable()
	}).nullable(),
	data: strictObject({
		digest: digestField,
		verdict: verdictField,
		as_of: dateField.nullable()
	}).nullable(),
	lineage: strictObject({ digest: digestField }),
	approval: approvalField.nullable(),
	adopted: strictObject({ reason: text }).nullable(),
	evidence: strictObject({
		digest: digestField,
		files: array(strictObject({
			role: _enum(EVIDENCE_ROLES),
			path: string().max(1024),
			size: count,
			sha256: sha256HexField
		})).max(100)
	}).nullable(),
	status: _enum(VERSION_STATUSES),
	verdict: verdictField,
	warnings: array(text).max(1e3).optional(),
	error: errorField.optional(),
	meta: metaField.optional()
});

export { aliasEventSchema as n, modelVersionSchema as t };