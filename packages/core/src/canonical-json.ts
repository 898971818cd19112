import { InternalError } from './errors.ts';

/** A value that canonical JSON can hold. `undefined` properties are left out, as `JSON.stringify` does. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Significant digits of a non-integer in a document. */
export const SIGNIFICANT_DIGITS = 12;

/**
 * A number as a document carries it: integers as they are (-0 becomes 0), anything else rounded to 12 significant
 * digits the way ECMAScript `toPrecision` does it (ties away from zero).
 * @throws InternalError for NaN and infinities: JSON has no word for them, and a verdict must never rest on them.
 */
export function canonicalNumber(value: number): number {
  if (!Number.isFinite(value)) {
    throw new InternalError({
      code: 'NOT_A_NUMBER_IN_DOCUMENT',
      message: `A document was about to carry ${value}, which JSON cannot express.`,
    });
  }
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded === 0 ? 0 : rounded;
}

/** A count as a document carries it. @throws InternalError beyond 2^53, where doubles skip integers. */
export function exactCount(value: number | bigint): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count)) {
    throw new InternalError({ code: 'COUNT_TOO_LARGE', message: `The count ${value} is beyond 2^53 and not exact.` });
  }
  return count;
}

/** Canonical text of a value (RFC 8785: keys in UTF-16 order, no white space), numbers as {@link canonicalNumber}. */
export function canonicalJson(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      return JSON.stringify(canonicalNumber(value));
    case 'bigint':
      return String(exactCount(value));
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new InternalError({ code: 'NOT_JSON', message: `A ${typeof value} cannot stand in a document.` });
  }
}

function canonicalArray(values: readonly unknown[]): string {
  return `[${values.map((value) => canonicalJson(value === undefined ? null : value)).join(',')}]`;
}

function canonicalObject(object: Record<string, unknown>): string {
  const members = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  return `{${members.join(',')}}`;
}

/** The bytes of a document file: canonical text and one LF. */
export function canonicalFile(value: unknown): string {
  return `${canonicalJson(value)}\n`;
}
