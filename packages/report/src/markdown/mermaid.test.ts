import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../testing/hostile-strings.ts';
import { barChart, mermaidLabel, mermaidNumber, pairChart } from './mermaid.ts';

const number = String.raw`-?\d+(?:\.\d{1,6})?`;
const label = '"[A-Za-z0-9 _.-]+"';
const list = (item: string) => String.raw`\[${item}(?:, ${item})*\]`;
const CHART = new RegExp(
  String.raw`^%%\{init: [^\n]*\}%%\nxychart-beta\n  x-axis ${list(label)}\n  y-axis ${number} --> ${number}\n  bar ${list(number)}(?:\n  line ${list(number)})?$`,
);

describe('mermaid', () => {
  it('labels keep to the alphabet its parser takes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (value) => {
        expect(mermaidLabel(value)).toMatch(/^[A-Za-z0-9 _.-]{1,20}$/);
      }),
    );
  });

  it('numbers are plain decimals', () => {
    expect([1e-7, -1e-9, 0.1 + 0.2, 5, -0].map(mermaidNumber)).toEqual(['0', '0', '0.3', '5', '0']);
  });

  it('a chart holds nothing but labels and numbers, whatever the data are called', () => {
    const bar = fc.record({
      label: fc.constantFrom(...HOSTILE),
      value: fc.double(),
      interval: fc.constant(null),
      limit: fc.constantFrom(0.1, null),
      mark: fc.constant('pass' as const),
    });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 30 }), (bars) => {
        const chart = barChart({ kind: 'bar-plot', title: 't', unit: 'PSI', bars });
        if (chart !== null) expect(chart.source).toMatch(CHART);
      }),
    );
    const pair = { label: 'a"] click', candidate: 0.5, champion: 0.4, mark: 'pass' as const };
    expect(pairChart({ kind: 'pair-plot', title: 't', pairs: [pair, pair] })?.source).toMatch(CHART);
  });

  it('bars start at zero', () => {
    const pair = { label: 'a', candidate: 0.92, champion: 0.91, mark: 'pass' as const };
    const chart = pairChart({ kind: 'pair-plot', title: '', pairs: [pair, { ...pair, candidate: 0.93 }] });
    expect(chart?.source).toContain('y-axis 0 --> 0.93');
  });

  it('draws nothing that is no number or that one bar says', () => {
    const bar = { label: 'a', interval: null, limit: 0.1, mark: 'pass' as const };
    const chart = (values: number[]) =>
      barChart({ kind: 'bar-plot', title: '', unit: '', bars: values.map((value) => ({ ...bar, value })) });
    expect(chart([0.1, Number.NaN])).toBeNull();
    expect(chart([0.1, 1e300])).toBeNull();
    expect(chart([0.1])).toBeNull();
    expect(chart([0.1, 0.2])).not.toBeNull();
  });
});
