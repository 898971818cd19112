import { p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, f as shortText, i as digestField } from "./core-fields.js";

// packages/core/src/documents/error.ts
/**
* An error as a document: of a stage that could not fill its own (`schema` of the stage), or of a command (`error/1`). A
* registration or a move of an alias that was refused leaves one, too.
*/
const errorDocumentSchema = strictObject({
	schema: shortText,
	model: shortText.optional(),
	/** The version that was refused, where one was identified. */
	version: digestField.optional(),
	/** `fail` and `inconclusive`: a policy refused, nothing was wrong with the call. */
	verdict: _enum([
		"error",
		"fail",
		"inconclusive"
	]),
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

export { errorDocumentSchema as n, documentError as t };