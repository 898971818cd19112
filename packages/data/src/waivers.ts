import { ConfigError, type DataCheck, type Waiver } from '@model-delivery/core';
import { isPositional } from './plan/check-id.ts';

/** The waivers in force on a day, by check id. */
export interface Waivers {
  active: ReadonlyMap<string, Waiver>;
  /** Valid until a day before. */
  expired: readonly Waiver[];
}

/**
 * Sorts out which waivers are in force on `asOf` (`YYYY-MM-DD`, UTC; the last day counts).
 * @throws ConfigError for a waiver of a positional id: after the next edit it would waive another check.
 */
export function waiversOn(waivers: readonly Waiver[], asOf: string): Waivers {
  const positional = waivers.find((waiver) => isPositional(waiver.check));
  if (positional) {
    throw new ConfigError({
      code: 'WAIVER_POSITIONAL',
      message: `Reading data.waivers: ${positional.check} names a rule by its position, which the next edit can change.`,
      hint: 'Give the rule a `name` and waive `<dataset>/rule/<name>`.',
    });
  }
  const inForce = waivers.filter((waiver) => asOf <= waiver.until);
  return {
    active: new Map(inForce.map((waiver) => [waiver.check, waiver])),
    expired: waivers.filter((waiver) => asOf > waiver.until),
  };
}

/** A waived check: fail and inconclusive become `waived`; an error stays an error, a pass a pass. */
export function applyWaiver(check: DataCheck, waivers: Waivers): DataCheck {
  const waiver = waivers.active.get(check.id);
  if (waiver === undefined || (check.verdict !== 'fail' && check.verdict !== 'inconclusive')) return check;
  const { reason, until, by } = waiver;
  return { ...check, verdict: 'waived', waiver: { reason, until, by } };
}

/** What the reader should know about waivers that did nothing. `isJudged` tells whether checks of an id's data set were planned. */
export function waiverWarnings(
  waivers: Waivers,
  ids: ReadonlySet<string>,
  isJudged: (id: string) => boolean,
): string[] {
  const unknown = [...waivers.active.keys()].filter((id) => !ids.has(id) && isJudged(id));
  return [
    ...unknown.map((id) => `The waiver of ${id} names no check of this configuration.`),
    ...waivers.expired.map(({ check, until }) => `The waiver of ${check} expired on ${until} and was not applied.`),
  ];
}
