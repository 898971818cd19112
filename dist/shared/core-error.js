import { l as literal, p as strictObject } from "./zod.js";
import { a as errorField, c as metaField, f as shortText } from "./core-fields.js";

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

export { errorDocumentSchema as n, documentError as t };