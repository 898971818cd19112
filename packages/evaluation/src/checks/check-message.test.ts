import { describe, expect, test } from 'vitest';
import { plainNumber } from './check-message.ts';

describe('numbers for people', () => {
  test.each([
    [0, '0'],
    [0.9, '0.9'],
    [0.90370491, '0.9037'],
    [0.99996, '1'],
    [100, '100'],
    [1546, '1,546'],
    [1234567.8, '1,234,567.8'],
    [990.01, '990'],
    [-0.0123456, '-0.01235'],
    [0.00012346, '0.0001235'],
    [0.000012345, '1.23e-5'],
    [-12345678, '-12,345,678'],
  ])('%d is %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });
});
