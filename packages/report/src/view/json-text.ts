import { formatBound } from '../number-format.ts';

/**
 * Observed and expected values in a form people read: `min 17, max 5500`, `AA, DL, UA`. What `null` stands for is
 * nothing: an absent bound is left out.
 */
export function jsonText(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return depth === 0 ? '' : 'none';
  if (typeof value === 'number') return formatBound(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const shown = value.slice(0, 12).map((each) => jsonText(each, depth + 1));
    if (value.length > 12) shown.push(`and ${value.length - 12} more`);
    return depth === 0 ? shown.join(', ') : `[${shown.join(', ')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => `${key} ${jsonText(member, depth + 1)}`);
  return depth === 0 ? members.join(', ') : `(${members.join(', ')})`;
}
