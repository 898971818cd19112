const DAYS: Record<string, number> = { ms: 1 / 86_400_000, s: 1 / 86_400, m: 1 / 1440, h: 1 / 24, d: 1 };

/** Days of a duration such as `30d` or `36h`, as the configuration's schema allows it. */
export function durationDays(duration: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration)!;
  return Number(match[1]) * DAYS[match[2]!]!;
}
