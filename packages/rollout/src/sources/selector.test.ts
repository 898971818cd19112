import { describe, expect, it } from 'vitest';
import { parseSelector, promQl, selects } from './selector.ts';

const labels = (record: Record<string, string>) => new Map(Object.entries(record));

describe('selectors', () => {
  it.each([
    ['m', {}, true],
    ['m{}', {}, true],
    ['m{code="500"}', { code: '500' }, true],
    ['m{code="500"}', { code: '5000' }, false],
    ['m{code=~"5.."}', { code: '503' }, true],
    ['m{code=~"5.."}', { code: '1503' }, false],
    ['m{code=~"4..|5.."}', { code: '404x' }, false],
    ['m{code!="500"}', { code: '200' }, true],
    ['m{code!~"5.."}', { code: '503' }, false],
    ['m{code=""}', {}, true],
    ['m{code!=""}', {}, false],
    ['m{path=\'a"b\' , code="x",}', { path: 'a"b', code: 'x' }, true],
    ['m{path="a\\\\b\\n\\""}', { path: 'a\\b\n"' }, true],
    ['m{path="a{b}=\\"c\\",d"}', { path: 'a{b}="c",d' }, true],
  ])('%s on %j: %s', (text, series, expected) => {
    expect(selects(parseSelector(text, 'key'), labels(series))).toBe(expected);
  });

  it('prints itself as PromQL', () => {
    expect(promQl(parseSelector(`requests_total{ code=~'5..' , path="a\\"b" }`, 'key'))).toBe(
      'requests_total{code=~"5..",path="a\\"b"}',
    );
  });

  it.each([
    'rate(requests_total[5m])',
    'sum(requests_total)',
    'requests_total[5m]',
    'requests_total{code}',
    'requests_total{code=500}',
    'requests_total{code="a" path="b"}',
    'requests_total{code=~"("}',
    'a / b',
    '{code="a"}',
    '',
    'm{a="b"',
  ])('refuses %j, which is no raw counter', (text) => {
    expect(() => parseSelector(text, 'rollout.guardrails errors: events')).toThrow('rollout.guardrails errors: events');
  });
});
