import { type ChampionState, EvidenceError } from '@model-delivery/core';
import type { SideNumbers } from '../checks/evidence-numbers.ts';
import { type LoadedSide, nameTwice, sideNumbers } from '../evidence/load-side.ts';
import { type Decision, type JoinedModels, joinModels } from '../predictions/join-models.ts';
import type { Scope } from '../predictions/scope.ts';
import type { LocatedChampion } from './locate-champion.ts';

/** What was found about the champion. */
export interface ChampionEvidence {
  configured: boolean;
  state: ChampionState;
  version: `sha256:${string}` | null;
  source: string | null;
  reason: string | null;
  numbers: SideNumbers | null;
  /** The rows its own metrics are measured on; the candidate's scope where both are joined. */
  scope: Scope | null;
}

/** Everything the champion's state is decided from. */
export interface ChampionFindings {
  configured: boolean;
  located: LocatedChampion;
  loaded: LoadedSide;
  /** The candidate joined with it; null where the candidate has no usable predictions. */
  joined: JoinedModels | null;
  decision: Decision;
  /** Metrics that checks ask for. */
  asked: readonly string[];
}

/** The state of the champion, and its numbers where it is ready. */
export function championEvidence(findings: ChampionFindings): ChampionEvidence {
  const { located, loaded, joined, configured } = findings;
  const { version, source, reason } = located;
  const known = { configured, version, source, numbers: null, scope: null };
  if (located.state !== 'ready') return { ...known, state: located.state, reason };
  if (loaded.error !== null) return { ...known, state: stateOf(loaded.error), reason: sentence(loaded.error) };
  if (joined?.problem != null) return { ...known, ...joined.problem };
  try {
    return { ...known, state: 'ready', reason: null, ...measuredOn(findings) };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { ...known, state: 'incomparable', reason: sentence(error) };
  }
}

/** Files that cannot be had make it unreachable, what stands in them incomparable. */
function stateOf({ code }: { code: string }): 'unreachable' | 'incomparable' {
  return /^(?:DATA|EVIDENCE)_/.test(code) ? 'unreachable' : 'incomparable';
}

const sentence = (error: Error) => error.message.replace(/\.$/, '');

/** Joined rows are the candidate's; a champion that stands beside it is measured on its own. */
function measuredOn({ loaded, joined, decision, asked }: ChampionFindings) {
  const paired = joined?.scope.paired === true;
  const alone = paired || loaded.columns === null ? null : joinModels(loaded.columns, null, decision).scope;
  const scope = paired ? joined.scope : alone;
  const numbers = sideNumbers('champion', loaded, paired ? joined.scope.champion : (alone?.candidate ?? null));
  const twice = nameTwice(numbers, scope, asked);
  if (twice !== null) throw twice;
  return { numbers, scope };
}
