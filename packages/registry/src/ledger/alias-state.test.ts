import { canonicalJson } from '@model-delivery/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LedgerScene, MODEL, REF, versionOf } from '../../testing/ledger-scene.ts';
import { parseLedger } from './ledger-lines.ts';
import { LedgerView } from './ledger-view.ts';
import type { LedgerOutcome } from './requests.ts';
import { verifyLedger } from './verify-ledger.ts';

/** The rules in their shortest form, kept apart from the ledger: what every alias goes back to, what is archived. */
class Rules {
  readonly stacks: Record<string, string[]> = {};
  readonly held: Record<string, Set<string>> = {};
  readonly served = new Set<string>();
  readonly known = new Set<string>();
  readonly archived = new Set<string>();

  at(alias: string): string | undefined {
    return this.stacks[alias]?.at(-1);
  }

  put(alias: string, word: string): void {
    this.stacks[alias] ??= [];
    this.held[alias] ??= new Set();
    this.held[alias].add(word);
    if (this.at(alias) !== word) this.stacks[alias].push(word);
  }

  back(alias: string, to: string): void {
    const stack = this.stacks[alias]!;
    stack.pop();
    const below = stack.lastIndexOf(to);
    if (below >= 0) stack.length = below + 1;
    else stack.push(to);
    this.served.add(alias);
  }
}

type Step =
  | { kind: 'register'; word: string }
  | { kind: 'promote'; word: string; alias: string }
  | { kind: 'rollback'; alias: string; to: string | undefined }
  | { kind: 'archive'; word: string };

const word = fc.constantFrom('a', 'b', 'c', 'd');
const alias = fc.constantFrom('champion', 'staging');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('register' as const), word }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('promote' as const), word, alias }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rollback' as const), alias, to: fc.option(word, { nil: undefined }) }),
  },
  fc.record({ kind: fc.constant('archive' as const), word }),
);

/** What the rules say about a step: done (and then it is), refused, or an error because the version is unknown. */
function expected(rules: Rules, step: Step): 'done' | 'refused' | 'unknown' {
  switch (step.kind) {
    case 'register':
      if (rules.archived.has(step.word)) return 'refused';
      rules.known.add(step.word);
      rules.put('candidate', step.word);
      return 'done';
    case 'promote':
      if (!rules.known.has(step.word)) return 'unknown';
      if (rules.archived.has(step.word)) return 'refused';
      rules.put(step.alias, step.word);
      rules.served.add(step.alias);
      return 'done';
    case 'rollback': {
      if (step.to !== undefined && !rules.known.has(step.to)) return 'unknown';
      const below = (rules.stacks[step.alias] ?? []).slice(0, -1).filter((version) => !rules.archived.has(version));
      const to = step.to ?? below.at(-1);
      if (to === undefined || to === rules.at(step.alias) || rules.archived.has(to)) return 'refused';
      if (!rules.held[step.alias]?.has(to)) return 'refused';
      rules.back(step.alias, to);
      return 'done';
    }
    case 'archive':
      if (!rules.known.has(step.word)) return 'unknown';
      if (rules.archived.has(step.word)) return 'refused';
      if ([...rules.served].some((name) => rules.at(name) === step.word)) return 'refused';
      rules.archived.add(step.word);
      return 'done';
  }
}

async function perform(scene: LedgerScene, step: Step): Promise<'done' | 'refused' | 'unknown'> {
  const told = (outcome: LedgerOutcome) => (outcome.ok ? 'done' : 'refused');
  try {
    if (step.kind === 'register') {
      await scene.register(step.word);
      return 'done';
    }
    if (step.kind === 'promote') return told(await scene.promote(step.word, step.alias));
    if (step.kind === 'rollback') return told(await scene.rollback(step.to, step.alias));
    return told(await scene.archive(step.word));
  } catch (error) {
    if ((error as { code?: string }).code === 'VERSION_UNKNOWN') return 'unknown';
    if (/^refused: /.test((error as Error).message)) return 'refused';
    throw error;
  }
}

test('whatever is done in whatever order, the ledger stands where the rules say, and verifies', async () => {
  const seen = { done: 0, refused: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const scene = new LedgerScene();
      const rules = new Rules();
      let events = 0;
      for (const one of steps) {
        const result = await perform(scene, one);
        expect(result).toBe(expected(rules, one));
        seen[result] += 1;
        if (result === 'done') events += 1;
      }
      const view = await scene.ledger.read();
      expect(view.events).toHaveLength(events);
      for (const name of ['candidate', 'champion', 'staging']) {
        expect(view.stack(MODEL, name)).toEqual((rules.stacks[name] ?? []).map(versionOf));
      }
      for (const one of rules.known) expect(view.isArchived(MODEL, versionOf(one))).toBe(rules.archived.has(one));
      if (events === 0) return;
      expect(view.intact).toBe(true);
      expect(await verifyLedger(scene.refLog, REF)).toEqual([]);
      // Read from its bytes by somebody who was not there, it says the same.
      const fresh = new LedgerView(scene.refLog, view.commit, parseLedger(Buffer.from(await scene.text())));
      expect(canonicalJson(fresh.events)).toBe(canonicalJson(view.events));
      expect(fresh.aliases(MODEL)).toEqual(view.aliases(MODEL));
    }),
    { numRuns: 150 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});
