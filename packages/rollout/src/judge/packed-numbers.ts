import { Buffer } from 'node:buffer';

/*
 * Documents round numbers to 12 digits; a judge continued from rounded numbers would not be the same judge. So its state travels as text:
 * the bits of the doubles, little-endian, in base64.
 */

/** The exact bits of doubles as text. */
export function packNumbers(numbers: Iterable<number>): string {
  const values = [...numbers];
  const view = new DataView(new ArrayBuffer(values.length * 8));
  for (const [index, value] of values.entries()) view.setFloat64(index * 8, value, true);
  return Buffer.from(view.buffer).toString('base64');
}

/** The doubles of {@link packNumbers}; null when the text is no such thing. */
export function unpackNumbers(text: unknown): Float64Array | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 8 !== 0 || bytes.toString('base64') !== text) return null;
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}
