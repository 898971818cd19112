/*
 * Numbers as people read them. Everything is formatted by us: no exponent, no NaN, no locale of the machine.
 */
import type { Interval } from './content.ts';

/** Digits after the point so that `value` is shown with about `significant` significant digits, 0 to 10. */
function decimalsFor(value: number, significant: number): number {
  if (value === 0) return 0;
  return Math.min(10, Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** A number with four significant digits (or the digits asked for), thousands grouped; beyond 1e15 in words of powers. */
export function formatNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  if (Math.abs(value) >= 1e15) return value.toExponential(3);
  const fixed = value.toFixed(decimals ?? (Number.isInteger(value) ? 0 : decimalsFor(value, 4)));
  const plain = decimals === undefined && fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  const shown = /^-0(\.0+)?$/.test(plain) ? plain.slice(1) : plain;
  const [whole = '', fraction] = shown.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A number of the configuration, as it was written: every digit, no exponent. */
export function formatBound(value: number): string {
  const written = String(value);
  return written.includes('e') ? formatNumber(value) : written;
}

/** A change: always with its sign, `0` where there is none. */
export function formatChange(value: number, decimals?: number): string {
  const shown = formatNumber(value, decimals);
  return value > 0 && !shown.startsWith('+') ? `+${shown}` : shown;
}

/** Both ends of an interval in the precision of the number it belongs to; an end that cannot be stated is `no limit`. */
export function formatInterval(interval: Interval, decimals: number | undefined, signed = false): string {
  const format = signed ? formatChange : formatNumber;
  const end = (value: number | null) => (value === null ? 'no limit' : format(value, decimals));
  return `${end(interval[0])} to ${end(interval[1])}`;
}

/** A share as percent with two significant digits; never 0 % or 100 % unless it is exactly that. */
export function formatShare(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.01) return 'under 0.01 %';
  if (percent > 99.9) return 'over 99.9 %';
  return `${formatNumber(Number(percent.toPrecision(percent >= 10 ? 3 : 2)))} %`;
}

/** A size in bytes with a unit of 1,000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : Number(size.toPrecision(3))} ${units[unit]}`;
}

/** `1 row`, `2,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/**
 * Digits after the point that a measurement deserves: two significant ones of the smallest difference that matters
 * (width of the interval, distance to the bound, change), so that a value just below its bound is not rounded onto it.
 */
export function measurementDecimals(value: number, differences: readonly (number | null)[]): number {
  const sizes = differences
    .filter((each) => each !== null && each !== 0 && Number.isFinite(each))
    .map((each) => Math.abs(each!));
  const fine = sizes.length === 0 ? decimalsFor(value, 4) : decimalsFor(Math.min(...sizes), 2);
  const size = Math.abs(value);
  const least = size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  return Math.min(8, Math.max(fine, least));
}
