const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Whether a text is a date or a time in ISO 8601 that exists: `2026-02-28`, `2026-02-28T12:00:00Z`. */
export function isInstant(text: string): boolean {
  const date = INSTANT.exec(text)?.[1];
  if (date === undefined) return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
