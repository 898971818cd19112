/** A tensor of the Open Inference Protocol v2. `data` may be nested or flat, row-major. */
export interface Tensor {
  name: string;
  shape?: readonly number[];
  datatype?: string;
  data: unknown;
}

/** One number, text or truth value of a tensor; integers beyond 2^53 are kept exact. */
type Scalar = number | bigint | string | boolean | null;

/** A float passes when it differs from the expected by at most abs + rel * |expected|. */
export interface FloatTolerance {
  abs: number;
  rel: number;
}

const BARE_NUMBER_WORDS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * JSON as inference servers write it: integers beyond 2^53 stay exact, and the bare NaN and Infinity that Python servers
 * print become the texts "NaN" and "Infinity", which equal no number.
 */
export function parseInferenceJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch (error) {
    const quoted = text.replace(BARE_NUMBER_WORDS, (token) => (token.startsWith('"') ? token : `"${token}"`));
    if (quoted === text) throw error;
    return parseExact(quoted);
  }
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

function parseExact(text: string): unknown {
  const exact: Reviver = (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context!.source!)
      : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

/** The scalars of a tensor in row-major order. */
export function flatten(data: unknown): Scalar[] {
  if (!Array.isArray(data)) return [data as Scalar];
  return data.every((item) => !Array.isArray(item)) ? (data as Scalar[]) : data.flatMap(flatten);
}

/**
 * The first difference between expected and found outputs as a sentence, or null. Outputs are matched by name; integers,
 * texts and truth values exactly, floats (`FP16`, `FP32`, `FP64`, `BF16`) within the tolerance.
 */
export function firstDifference(
  expected: readonly Tensor[],
  found: readonly Tensor[],
  tolerance: FloatTolerance,
): string | null {
  for (const wanted of expected) {
    const got = found.find((tensor) => tensor.name === wanted.name);
    if (got === undefined) {
      return `output ${wanted.name} is missing; the server answered ${found.map((tensor) => tensor.name).join(', ') || 'none'}`;
    }
    const difference = tensorDifference(wanted, got, tolerance);
    if (difference !== null) return `output ${wanted.name}: ${difference}`;
  }
  return null;
}

function tensorDifference(wanted: Tensor, got: Tensor, tolerance: FloatTolerance): string | null {
  if (wanted.datatype !== undefined && got.datatype !== undefined && wanted.datatype !== got.datatype) {
    return `datatype ${got.datatype}, expected ${wanted.datatype}`;
  }
  if (wanted.shape !== undefined && got.shape !== undefined && String(wanted.shape) !== String(got.shape)) {
    return `shape [${got.shape}], expected [${wanted.shape}]`;
  }
  const [expected, found] = [flatten(wanted.data), flatten(got.data)];
  if (expected.length !== found.length) return `${found.length} values, expected ${expected.length}`;
  const datatype = wanted.datatype ?? got.datatype;
  for (const [i, value] of expected.entries()) {
    const other = found[i] ?? null;
    if (!sameScalar(value, other, datatype, tolerance)) {
      return `value ${i} is ${shown(other)}, expected ${shown(value)}${isFloat(value, datatype) ? ` within ${tolerance.abs} + ${tolerance.rel} of it` : ''}`;
    }
  }
  return null;
}

function sameScalar(expected: Scalar, found: Scalar, datatype: string | undefined, tolerance: FloatTolerance): boolean {
  if (!isFloat(expected, datatype)) return expected === found;
  if (typeof expected !== 'number' || typeof found !== 'number') return false;
  if (expected === found) return true;
  // A comparison with NaN is false: NaN passes nothing.
  return Math.abs(found - expected) <= tolerance.abs + tolerance.rel * Math.abs(expected);
}

/** Without a datatype a number with a fraction is a float; whole numbers are compared exactly. */
function isFloat(value: Scalar, datatype: string | undefined): boolean {
  if (datatype !== undefined) return /^(?:FP|BF)\d+$/.test(datatype);
  return typeof value === 'number' && !Number.isInteger(value);
}

function shown(value: Scalar): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
}
