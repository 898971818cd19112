import { InternalError } from '@model-delivery/core';

/** The rational number `numerator / denominator`, exact; the denominator is positive. */
export interface ExactNumber {
  numerator: bigint;
  denominator: bigint;
}

export const EXACT_ZERO: ExactNumber = { numerator: 0n, denominator: 1n };

/** `integer * 2^exponent`. */
export function exactDyadic(integer: bigint, exponent: number): ExactNumber {
  return exponent >= 0
    ? { numerator: integer << BigInt(exponent), denominator: 1n }
    : { numerator: integer, denominator: 1n << BigInt(-exponent) };
}

export function addExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** The mean of `count` values with this sum: the double nearest to the true quotient. `count` > 0. */
export function exactMean(sum: ExactNumber, count: number): number {
  return nearestDouble({ numerator: sum.numerator, denominator: sum.denominator * BigInt(count) });
}

/** The double nearest to a rational number, ties to even. */
export function nearestDouble({ numerator, denominator }: ExactNumber): number {
  if (numerator === 0n) return 0;
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  // A quotient of 64 to 66 bits whose last bit is set when anything was cut off: rounding it to 53 bits rounds the true value.
  let shift = 65 - (bitLength(magnitude) - bitLength(denominator));
  // Subnormal results have fewer bits: never keep more than the last bit of a double, 2^-1074, and two guard bits.
  shift = Math.min(shift, 1074 + 2);
  const [top, bottom] =
    shift >= 0 ? [magnitude << BigInt(shift), denominator] : [magnitude, denominator << BigInt(-shift)];
  let quotient = top / bottom;
  if (quotient * bottom !== top) quotient |= 1n;
  const value = scale(quotient, -shift);
  return negative ? -value : value;
}

/** `quotient * 2^exponent` rounded once. Number(bigint) rounds to nearest; the power of two must then be exact. */
function scale(quotient: bigint, exponent: number): number {
  if (exponent < -1010) {
    // The result may be subnormal: cut to the bits it can hold (with guard bits) before the conversion rounds.
    const kept = roundToEven(quotient, BigInt(Math.max(0, -1074 - exponent)));
    return Number(kept) * 2 ** Math.max(exponent, -1074);
  }
  return exponent > 960 ? Number(quotient) * 2 ** 900 * 2 ** (exponent - 900) : Number(quotient) * 2 ** exponent;
}

function roundToEven(value: bigint, drop: bigint): bigint {
  if (drop === 0n) return value;
  // Bits that a double cannot hold anyway are rounded here, once.
  const half = 1n << (drop - 1n);
  const rest = value & ((1n << drop) - 1n);
  const floor = value >> drop;
  return rest > half || (rest === half && (floor & 1n) === 1n) ? floor + 1n : floor;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** The exact decimal expansion. @throws InternalError where it does not end (the denominator has a factor besides 2 and 5). */
export function exactDecimalText({ numerator, denominator }: ExactNumber): string {
  let [rest, twos, fives] = [denominator, 0, 0];
  while (rest % 2n === 0n) [rest, twos] = [rest / 2n, twos + 1];
  while (rest % 5n === 0n) [rest, fives] = [rest / 5n, fives + 1];
  if (rest !== 1n) {
    throw new InternalError({
      code: 'DECIMAL_DOES_NOT_END',
      message: `1/${denominator} has no finite decimal expansion.`,
    });
  }
  const places = Math.max(twos, fives);
  const scaled = numerator * 2n ** BigInt(places - twos) * 5n ** BigInt(places - fives);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Reads what {@link exactDecimalText} wrote. */
export function parseExactDecimal(text: string): ExactNumber {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null)
    throw new InternalError({ code: 'NOT_A_DECIMAL', message: `Expected a decimal number, found ${text}.` });
  const fraction = match[2] ?? '';
  return { numerator: BigInt(`${match[1]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** A double as an exact rational. @throws InternalError for NaN and infinities. */
export function exactDouble(value: number): ExactNumber {
  if (!Number.isFinite(value))
    throw new InternalError({ code: 'NOT_FINITE', message: `${value} is no rational number.` });
  let [mantissa, exponent] = [value, 0];
  while (!Number.isInteger(mantissa)) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  return exactDyadic(BigInt(mantissa), exponent);
}
