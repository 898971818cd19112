import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayMetrics } from '../gateway/gateway-metrics.ts';
import { parseExposition } from './exposition.ts';

const read = (text: string, ...wanted: string[]) =>
  parseExposition(text, new Set(wanted)).map(({ labels, value, timeMs }) => [
    Object.fromEntries(labels),
    value,
    timeMs,
  ]);

describe('the text exposition', () => {
  it('reads labels, escapes, special numbers, times and exemplars', () => {
    const text = [
      '# HELP m Something {odd="',
      '# TYPE m counter',
      'm 1',
      'm{} 2 ',
      '  m{a="x",b="y",} 3e2 1700000000123',
      'm { a = "quote \\" back \\\\ line \\n" , b="}" } +Inf',
      'm{a="nan"} NaN',
      'm{a="neg"} -Inf\r',
      'm{a="hex"} 0x10 1700000000.5',
      'm{le="0.5"} 7 # {trace_id="x # y"} 0.3 1700000000',
      'm_other{broken 5',
      '',
    ].join('\n');
    expect(read(text, 'm')).toEqual([
      [{}, 1, null],
      [{}, 2, null],
      [{ a: 'x', b: 'y' }, 300, 1700000000123],
      [{ a: 'quote " back \\ line \n', b: '}' }, Number.POSITIVE_INFINITY, null],
      [{ a: 'nan' }, Number.NaN, null],
      [{ a: 'neg' }, Number.NEGATIVE_INFINITY, null],
      [{ a: 'hex' }, 16, 1700000000500],
      [{ le: '0.5' }, 7, null],
    ]);
  });

  it.each([
    ['m{a="x" 1', 'line 1'],
    ['m{a="x",,b="y"} 1', 'line 1'],
    ['m{a="x",a="y"} 1', 'stands twice'],
    ['m{a="x} 1', 'line 1'],
    ['m one', 'expected a number'],
    ['m', 'expected a value'],
    ['m 1 2 3', 'expected a value'],
    ['\n<html>', 'line 2'],
    ['m{a="x"}', 'expected a value'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text, 'm')).toThrow(message);
  });

  it('never takes long, whatever the text', () => {
    const hostile = [
      'm{a="'.repeat(200_000),
      `m{${'a="b",'.repeat(1)}${'\\'.repeat(900_000)}`,
      `m ${'1'.repeat(900_000)}`,
      '{'.repeat(900_000),
    ];
    for (const text of hostile) {
      const started = performance.now();
      try {
        read(text, 'm');
      } catch {
        // Being refused is fine; being slow is not.
      }
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });

  it('reads back what the gateway prints', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ code: fc.integer({ min: 100, max: 599 }), seconds: fc.double({ min: 0, max: 20, noNaN: true }) }),
        ),
        (requests) => {
          const metrics = new GatewayMetrics([0.1, 1]);
          for (const { code, seconds } of requests) metrics.observe('candidate', code, seconds);
          const samples = parseExposition(
            metrics.text(),
            new Set(['requests_total', 'request_duration_seconds_bucket']),
          );
          const of = (metric: string, label: string, value: string) =>
            samples
              .filter(
                (s) => s.metric === metric && s.labels.get('version') === 'candidate' && s.labels.get(label) === value,
              )
              .reduce((total, s) => total + s.value, 0);
          expect(of('request_duration_seconds_bucket', 'le', '+Inf')).toBe(requests.length);
          expect(of('request_duration_seconds_bucket', 'le', '1')).toBe(requests.filter((r) => r.seconds <= 1).length);
          for (const code of [200, 503]) {
            expect(of('requests_total', 'code', String(code))).toBe(requests.filter((r) => r.code === code).length);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
