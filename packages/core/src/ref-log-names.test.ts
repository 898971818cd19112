import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefName, refPart } from './ref-log-names.ts';

describe('a model or endpoint as part of a ref name', () => {
  test.each([
    ['flight-delay', 'flight-delay'],
    ['v1.2_x', 'v1.2_x'],
    ['a.lockable', 'a.lockable'],
    ['a..b', 'a%2e.b'],
    ['a...b', 'a%2e%2e.b'],
    ['a.', 'a%2e'],
    ['a..', 'a%2e%2e'],
    ['a.lock', 'a%2elock'],
  ])('%s is %s', (name, part) => {
    expect(refPart(name)).toBe(part);
  });

  test('whatever a model may be called is a ref name, to us and to git, and two names are two refs', () => {
    const name = fc
      .tuple(
        fc.constantFrom('a', '0'),
        fc.array(fc.constantFrom('.', '..', '.lock', 'b', '-', '_', '9'), { maxLength: 12 }),
      )
      .map(([first, rest]) => first + rest.join(''));
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(name, (model) => {
        const ref = `refs/model-delivery/retraining/${refPart(model)}`;
        expect(isRefName(ref)).toBe(true);
        expect(seen.get(ref) ?? model).toBe(model);
        seen.set(ref, model);
      }),
    );
    for (const ref of [...seen.keys()].filter((each) => each.includes('%')).slice(0, 20)) {
      expect(() => execFileSync('git', ['check-ref-format', ref])).not.toThrow();
    }
  });
});
