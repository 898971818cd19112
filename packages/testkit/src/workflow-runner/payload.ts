/** Reads a nested value of an event payload; undefined where anything on the way is absent. */
export function payloadValue(payload: unknown, path: string): unknown {
  let value: unknown = payload;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** As {@link payloadValue}, for text. */
export function payloadText(payload: unknown, path: string): string | undefined {
  const value = payloadValue(payload, path);
  return typeof value === 'string' ? value : undefined;
}
