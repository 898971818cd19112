import { describe, expect, it } from 'vitest';
import {
  formatBound,
  formatBytes,
  formatChange,
  formatInterval,
  formatNumber,
  formatShare,
  measurementDecimals,
} from './number-format.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [24000, '24,000'],
    [1234567.891, '1,234,568'],
    [0.92542, '0.9254'],
    [0.9, '0.9'],
    [1e-7, '0.0000001'],
    [-0.00000000001, '0'],
    [87.3, '87.3'],
    [1e21, '1.000e+21'],
    [Number.NaN, 'not a number'],
  ])('%d is %s', (value, shown) => {
    expect(formatNumber(value)).toBe(shown);
  });

  it('keeps the sign of a change and the ends of an interval', () => {
    expect(formatChange(0.0058)).toBe('+0.0058');
    expect(formatChange(-0.2)).toBe('-0.2');
    expect(formatChange(0)).toBe('0');
    expect(formatInterval([0.1, null], 2)).toBe('0.10 to no limit');
  });

  it('writes a bound with every digit', () => {
    expect(formatBound(0.90005)).toBe('0.90005');
    expect(formatBound(1e-7)).toBe('0.0000001');
  });

  it('never rounds a share to none or all', () => {
    expect(formatShare(0, 10)).toBe('0 %');
    expect(formatShare(10, 10)).toBe('100 %');
    expect(formatShare(1, 1_000_000)).toBe('under 0.01 %');
    expect(formatShare(999_999, 1_000_000)).toBe('over 99.9 %');
    expect(formatShare(312, 24_000)).toBe('1.3 %');
  });

  it('shows a value just below its bound below it', () => {
    const decimals = measurementDecimals(0.89999, [0.0118, -0.00001]);
    expect(formatNumber(0.89999, decimals)).toBe('0.899990');
  });

  it('shows sizes', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(412345)).toBe('412 kB');
    expect(formatBytes(5e15)).toBe('5000 TB');
  });
});
