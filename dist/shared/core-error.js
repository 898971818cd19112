import { p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, f as shortText, i as digestField } from "./core-fields.js";

// packages/core/src/documents/error.ts
const errorDocumentSchema = strictObject({
	schema: shortText,
	model: shortText.optional(),
	version: digestField.optional(),
	verdict: _enum([
		"error",
		"fail",
		"inconclusive"
	]),
	error: errorField,
	meta: metaField.optional()
});
function documentError(error) {
	const field = {
		code: error.code,
		message: error.message.slice(0, 4096)
	};
	if (error.hint !== void 0) field.hint = error.hint.slice(0, 4096);
	return field;
}

export { errorDocumentSchema as n, documentError as t };