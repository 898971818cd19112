import { describe, expect, test } from 'vitest';
import { parseMetrics } from './metrics-file.ts';

const numbers = (text: string) => Object.fromEntries(parseMetrics(text, 'm.json').values);

describe('metrics files', () => {
  test('JSON and YAML, nested keys joined with a dot', () => {
    expect(numbers('{"f1": 0.9, "test": {"auc": 1, "deep": {"x": -2e-3}}}')).toEqual({
      f1: 0.9,
      'test.auc': 1,
      'test.deep.x': -0.002,
    });
    expect(numbers('f1: 0.9\ntest:\n  auc: 1\n')).toEqual({ f1: 0.9, 'test.auc': 1 });
    expect(numbers('{\n\t"f1": 0.9,\n\t"test": {\n\t\t"auc": 1\n\t}\n}\n')).toEqual({ f1: 0.9, 'test.auc': 1 });
  });

  test('-0 is 0; texts, lists and nothing are remembered as what they are', () => {
    const { values, notNumbers } = parseMetrics(
      '{"a": -0, "model": "xgb", "v": "1.2.3", "cm": [[1, 2]], "n": null, "ok": true}',
      'm.json',
    );
    expect(Object.is(values.get('a'), 0)).toBe(true);
    expect(Object.fromEntries(notNumbers)).toEqual({
      model: 'the text "xgb"',
      v: 'the text "1.2.3"',
      cm: 'a list',
      n: 'nothing',
      ok: 'true',
    });
  });

  test.each([
    ['a quoted number', '{"f1": "0.99"}', 'without quotes'],
    ['a quoted exponent', '{"f1": "1e-3"}', 'without quotes'],
    ['a percentage', 'f1: 99%', 'without quotes'],
    ['NaN of Python', '{"f1": NaN}', 'is NaN'],
    ['Infinity of Python', '{"f1": -Infinity}', 'is -Infinity'],
    ['NaN of YAML', 'f1: .nan', 'NaN'],
    ['infinity of YAML', 'f1: -.inf', '-Infinity'],
    ['an overflow', '{"f1": 1e400}', 'Infinity'],
    ['duplicate keys', '{"f1": 0.1, "f1": 0.9}', 'unique'],
    ['duplicate nested keys', '{"a": {"b": 1}, "a.b": 2}', 'twice'],
    ['__proto__', '{"__proto__": {"f1": 1}}', '__proto__'],
    ['constructor', 'constructor: {f1: 1}', 'constructor'],
    ['a Python tag', 'f1: !!python/object/apply:numpy.core.multiarray.scalar [1]', 'tag'],
    ['a custom tag', 'f1: !secret 0.9', 'tag'],
    [
      'an alias bomb',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      'alias',
    ],
    ['a scalar of more than 1 MB', `f1: ${'9'.repeat(1 << 21)}`, 'larger'],
    ['a list', '[0.9]', 'found a list'],
    ['nothing', '', 'found nothing'],
    ['broken JSON', '{"f1": 0.9', ''],
  ])('%s is an evidence error', (_name, text, named) => {
    let caught: unknown;
    try {
      parseMetrics(text, 'm.json');
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ name: 'EvidenceError', exitCode: 4 });
    expect((caught as Error).message).toContain(named);
    expect((caught as Error).message).toContain('m.json');
  });
});
