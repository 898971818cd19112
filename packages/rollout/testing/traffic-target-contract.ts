import { describe, expect, it } from 'vitest';
import type { TrafficTarget, Weights } from '../src/ports.ts';

/** A target to test, standing at 100:0, and a way to change it behind its back. */
export interface TargetScene {
  target: TrafficTarget;
  /** Another adapter on the same target: another process. */
  other: TrafficTarget;
  setByHand(weights: Weights): Promise<void>;
}

/** What every target that splits traffic must do. `open` makes a fresh one for each test. */
export function describeTrafficTarget(name: string, open: () => Promise<TargetScene>): void {
  describe(`${name} keeps the contract of traffic targets`, () => {
    it('reads what stands there, without changing it', async () => {
      const { target } = await open();
      expect(target.canSplit).toBe(true);
      const first = await target.read();
      expect(first.weights).toEqual({ stable: 100, candidate: 0 });
      expect(first.version).not.toBe('');
      expect(await target.read()).toEqual(first);
    });

    it('sets whole splits: in, up, to 100 and back to 0', async () => {
      const { target, other } = await open();
      for (const candidate of [5, 25, 12.5, 50, 100, 0]) {
        const weights = { stable: 100 - candidate, candidate };
        const { version } = await target.read();
        const outcome = await target.apply(weights, version, `key-${candidate}`);
        expect(outcome).toMatchObject({ ok: true, state: { weights, converged: true } });
        expect((await other.read()).weights).toEqual(weights);
        expect((await other.read()).version).toBe(outcome.state.version);
      }
    });

    it('changes nothing when a write is repeated, with the version before it or after it', async () => {
      const { target } = await open();
      const before = await target.read();
      const weights = { stable: 75, candidate: 25 };
      const first = await target.apply(weights, before.version, 'one-intent');
      const late = await target.apply(weights, before.version, 'one-intent');
      expect(late).toMatchObject({ ok: true, state: { weights } });
      expect(await target.apply(weights, first.state.version, 'one-intent')).toMatchObject({
        ok: true,
        state: { weights },
      });
    });

    it('refuses a write based on a state that is gone, as a value, and leaves the target alone', async () => {
      const { target, setByHand } = await open();
      const stale = await target.read();
      await setByHand({ stable: 60, candidate: 40 });
      const outcome = await target.apply({ stable: 95, candidate: 5 }, stale.version, 'late');
      expect(outcome).toMatchObject({ ok: false, state: { weights: { stable: 60, candidate: 40 } } });
      expect((await target.read()).weights).toEqual({ stable: 60, candidate: 40 });
    });

    it('lets exactly one of many concurrent writers win', async () => {
      const { target, other } = await open();
      const { version } = await target.read();
      const outcomes = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((candidate) =>
          (candidate % 2 === 0 ? target : other).apply(
            { stable: 100 - candidate, candidate },
            version,
            `writer-${candidate}`,
          ),
        ),
      );
      const winners = outcomes.flatMap((outcome, i) => (outcome.ok ? [i + 1] : []));
      expect(winners).toHaveLength(1);
      expect((await target.read()).weights.candidate).toBe(winners[0]);
    });
  });
}
