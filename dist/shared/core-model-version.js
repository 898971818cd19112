import { d as number, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, i as digestField, m as verdictField, n as count, p as text, r as dateField } from "./core-fields.js";

// packages/core/src/documents/alias-event.ts
const ALIAS_ACTIONS = [
	"register",
	"promote",
	"rollback",
	"archive"
];
/** One line of the ledger: an alias that moved, or a version that was archived. */
const aliasEventSchema = strictObject({
	schema: literal("alias-event/1"),
	/** Line number, from 1. */
	seq: number().int().positive(),
	action: _enum(ALIAS_ACTIONS),
	model: shortText,
	/** Null for `archive`. */
	alias: shortText.nullable(),
	/** Version the alias named before; null when it did not exist. For `archive`: null. */
	from: digestField.nullable(),
	/** Version the alias names now; for `archive` the archived version. */
	to: digestField,
	reason: text,
	/** sha256 of the bytes of the line before, without its LF; null for the first line. */
	previous: digestField.nullable(),
	/** `register` only: the lineage record of this registration and the evidence artifact in the store. */
	lineage: digestField.nullable().optional(),
	evidence: digestField.nullable().optional(),
	meta: strictObject({
		time: string().max(64),
		actor: shortText.nullable(),
		run: string().max(1024).nullable(),
		/** Digest of the event itself; the chain is `previous`. */
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
/** Documents and files that are stored with a version, so that the next gate can pair against it. */
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
/** An approval by a person, as the API of the run told it; nothing of it is taken from inputs. */
const approvalField = strictObject({
	by: shortText,
	environment: shortText.nullable(),
	run: string().max(1024).nullable(),
	at: string().max(64).nullable(),
	comment: text.nullable()
});
/** One registered version of a model: its bytes, where they are stored, and on what evidence. Status is that at registration. */
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
	/** Null only for an adopted model. */
	evaluation: strictObject({
		digest: digestField,
		verdict: verdictField,
		as_of: dateField.nullable()
	}).nullable(),
	/** Null where `registry.require.data` is `none` and no report was given, and for an adopted model. */
	data: strictObject({
		digest: digestField,
		verdict: verdictField,
		as_of: dateField.nullable()
	}).nullable(),
	lineage: strictObject({ digest: digestField }),
	approval: approvalField.nullable(),
	/** Set for a model that already served and was taken in without a gate. */
	adopted: strictObject({ reason: text }).nullable(),
	/** The evidence artifact in the store (`subject` = version), and its files. */
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