import * as z from 'zod';
import type { DeliveryError } from '../errors.ts';
import { type DocumentError, errorField, metaField, shortText } from './fields.ts';

/** An error as a document: of a stage that could not fill its own (`schema` of the stage), or of a command (`error/1`). */
export const errorDocumentSchema = z.strictObject({
  schema: shortText,
  model: shortText.optional(),
  verdict: z.literal('error'),
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
