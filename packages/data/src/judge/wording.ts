import type { JsonValue, Tolerance } from '@model-delivery/core';
import type { RowTest, Scalar } from '../measurement/row-test.ts';
import type { Bounds } from '../plan/check-plan.ts';

/** 1234567 -> `1,234,567`. */
export function countText(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A measured number for a sentence: six significant digits. */
export function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(6)));
}

/** A share as a percentage: `0.1 %`. */
export function shareText(share: number): string {
  return `${numberText(Number((share * 100).toPrecision(6)))} %`;
}

export function toleranceText(tolerance: Tolerance): string {
  if (tolerance.max_share !== undefined) return `at most ${shareText(tolerance.max_share)} tolerated`;
  return tolerance.max_count === 0 ? '0 tolerated' : `at most ${countText(tolerance.max_count!)} tolerated`;
}

/** `at least 3`, `at most 5`, `between 3 and 5`. */
export function boundsText({ min, max }: Bounds, text: (value: number) => string = String): string {
  if (min !== undefined && max !== undefined) return `between ${text(min)} and ${text(max)}`;
  return min === undefined ? `at most ${text(max!)}` : `at least ${text(min)}`;
}

/** Long values must not push the numbers out of a sentence. */
export function clipped(text: string, length = 200): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : text;
}

export function whereText(where: string | null): string {
  return where === null ? '' : ` where ${clipped(where, 100)}`;
}

function listText(values: readonly Scalar[]): string {
  const shown = values.slice(0, 8).map((value) => clipped(String(value), 40));
  return values.length > shown.length
    ? `${shown.join(', ')} and ${values.length - shown.length} more`
    : shown.join(', ');
}

function intervalText(min: number | string | null, max: number | string | null): string {
  return `[${min ?? '-∞'}, ${max ?? '∞'}]`;
}

/** What the failing rows of a test have in common: `outside [17, 5500]`. */
export function failureText(test: RowTest, expected: JsonValue): string {
  switch (test.kind) {
    case 'missing':
      return 'missing';
    case 'type':
      return `not of type ${String(expected)}`;
    case 'values':
      return `not one of ${listText(test.allowed)}`;
    case 'range':
      return `outside ${intervalText(test.min, test.max)}`;
    case 'length':
      return `with a length outside ${intervalText(test.min, test.max)}`;
    case 'matches':
      return `not matching ${clipped(test.pattern)}`;
    case 'finite':
      return 'not finite';
    case 'rule':
      return `violating \`${clipped(test.condition)}\``;
    case 'unique':
      return 'sharing their key with another row';
  }
}
