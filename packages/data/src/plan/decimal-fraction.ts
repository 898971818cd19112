import type { QuantileFraction } from '../measurement/request.ts';

/** The decimal number that a double prints as, as a fraction of whole numbers: 0.99 is 99/100. For values from 0 to 1. */
export function decimalFraction(value: number): QuantileFraction {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  let [numerator, denominator] = [BigInt(whole + fraction), 10n ** BigInt(Math.max(0, places))];
  const divisor = greatestCommonDivisor(numerator, denominator);
  if (divisor > 0n) [numerator, denominator] = [numerator / divisor, denominator / divisor];
  return { numerator: Number(numerator), denominator: Number(denominator) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
