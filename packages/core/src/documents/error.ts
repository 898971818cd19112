import * as z from 'zod';
import type { DeliveryError } from '../errors.ts';
import { type DocumentError, digestField, errorField, metaField, shortText } from './fields.ts';

/**
 * An error as a document: of a stage that could not fill its own (`schema` of the stage), or of a command (`error/1`). A
 * registration or a move of an alias that was refused leaves one, too.
 */
export const errorDocumentSchema = z.strictObject({
  schema: shortText,
  model: shortText.optional(),
  /** The version that was refused, where one was identified. */
  version: digestField.optional(),
  /** `fail` and `inconclusive`: a policy refused, nothing was wrong with the call. */
  verdict: z.enum(['error', 'fail', 'inconclusive']),
  error: errorField,
  meta: metaField.optional(),
});
export type ErrorDocument = z.infer<typeof errorDocumentSchema>;

/** The error's fields as a document carries them. */
export function documentError(error: DeliveryError): DocumentError {
  const field: DocumentError = { code: error.code, message: error.message.slice(0, 4096) };
  if (error.hint !== undefined) field.hint = error.hint.slice(0, 4096);
  return field;
}
