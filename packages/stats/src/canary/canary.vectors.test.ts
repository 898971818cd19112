import { describe, expect, it } from 'vitest';
import { AbsoluteRate, ExactRateRatio, RobustMean, RobustRateRatio } from '../index.ts';

type Row = [counts: [number, number, number, number], expected: (number | null)[]];

/** n_c, x_c, n_s, x_s; then ln E_x harm, ln E_x at margin 1.5, ln E_r harm, ln E_r at margin 1.5, ln E_a at 1 %; null is E = 0. */
const CLEAN_CANDIDATE: Row[] = [
  [
    [300, 0, 5700, 19],
    [-0.862718535686, 0.475228111855, null, null, 2.5077798732],
  ],
  [
    [310, 1, 5650, 25],
    [-1.16073184169, 0.708961184304, null, null, 2.65525499859],
  ],
  [
    [305, 0, 5700, 22],
    [-1.55480096309, 1.37147696679, null, null, 5.2190844843],
  ],
  [
    [300, 1, 5600, 28],
    [-1.73184325084, 1.70451346657, null, null, 5.62132126795],
  ],
  [
    [300, 0, 5700, 20],
    [-1.96535366887, 2.38845796527, null, 1.49791135362, 8.14513072455],
  ],
  [
    [300, 1, 5700, 24],
    [-2.04377228475, 2.58083751326, null, 1.76363713977, 8.66033896864],
  ],
  [
    [300, 0, 5700, 31],
    [-2.32416913822, 3.75150764862, null, 2.15856606023, 11.1829372522],
  ],
];

const CHANGING_SHARE: Row[] = [
  [
    [300, 5, 5700, 19],
    [2.64890475263, -1.06228864292, null, null, -2.29777434797],
  ],
  [
    [310, 4, 5650, 20],
    [4.44554668614, -1.51264173448, null, null, -2.65459798845],
  ],
  [
    [1500, 9, 4500, 60],
    [-1.81533380883, 1.62044838024, null, null, -1.82661925401],
  ],
  [
    [1500, 0, 4500, 0],
    [-1.81533380883, 1.62044838024, null, null, 3.74095346903],
  ],
  [
    [1500, 14, 4500, 30],
    [-1.47402945349, 1.05243581839, null, null, 2.006624983],
  ],
  [
    [1500, 12, 4500, 21],
    [-0.891736788175, 0.38233222625, -0.056692583768, 0.00399158222287, 1.92213661167],
  ],
  [
    [3000, 20, 3000, 17],
    [-0.84953006145, 0.569597130934, 0.0315330223583, 0.100706532693, 3.64285612677],
  ],
];

function evidence() {
  return {
    exactHarm: new ExactRateRatio(1, 'harm'),
    exactGood: new ExactRateRatio(1.5, 'non_inferiority'),
    robustHarm: new RobustRateRatio(1, 'harm'),
    robustGood: new RobustRateRatio(1.5, 'non_inferiority'),
    absolute: new AbsoluteRate(0.01),
  };
}

describe('e-values of published windows', () => {
  it.each([
    ['few candidate errors', CLEAN_CANDIDATE],
    ['a changing share and a window without events', CHANGING_SHARE],
  ])('%s', (_, rows) => {
    const { exactHarm, exactGood, robustHarm, robustGood, absolute } = evidence();
    for (const [[n, x, ns, xs], expected] of rows) {
      const window = { candidate: { n, x }, stable: { n: ns, x: xs } };
      const found = [
        ...[exactHarm.update(window), exactGood.update(window)],
        ...[robustHarm.update(window), robustGood.update(window), absolute.update(window.candidate)],
      ];
      for (const [i, value] of expected.entries()) {
        if (value === null) expect(found[i]).toBe(Number.NEGATIVE_INFINITY);
        else expect(Math.abs(found[i]! - value), `${window} ${i}`).toBeLessThan(1e-9);
      }
    }
  });

  it('clean requests prove less than 1 % after 355 (1/alpha) and 431 (2/alpha)', () => {
    const absolute = new AbsoluteRate(0.01);
    const crossed = new Map<number, number>();
    for (let n = 1; n <= 431; n++) {
      const ln = absolute.update({ n: 1, x: 0 });
      for (const threshold of [20, 40])
        if (!crossed.has(threshold) && ln >= Math.log(threshold)) crossed.set(threshold, n);
    }
    expect([...crossed]).toEqual([
      [20, 355],
      [40, 431],
    ]);
    expect(Math.exp(absolute.ln)).toBeCloseTo(40.1596089, 6);
  });

  it('means', () => {
    const good = new RobustMean(1.02, 'non_inferiority');
    const windows = [
      [10, 6, 4.4, 90, 58, 44],
      [12, 7, 5, 100, 66, 50],
      [11, 7, 5.2, 95, 61, 46],
      [10, 5, 3.5, 90, 60, 46],
      [9, 5, 3.4, 92, 60, 45.5],
      [10, 6, 4.2, 95, 64, 49],
    ] as const;
    const found = windows.map(([n, sum, sum_sq, ns, sums, sqs]) =>
      good.update({ candidate: { n, sum, sum_sq }, stable: { n: ns, sum: sums, sum_sq: sqs } }),
    );
    expect(found.slice(0, 4)).toEqual(new Array(4).fill(Number.NEGATIVE_INFINITY));
    expect(Math.abs(found[4]! - 1.195239334368895)).toBeLessThan(1e-9);
    expect(Math.abs(found[5]! - 1.497276329268303)).toBeLessThan(1e-9);
  });
});

describe('continuing from a state', () => {
  it('gives the same bits as not having stopped', () => {
    const whole = evidence();
    let parts = evidence();
    for (const [[n, x, ns, xs]] of [...CLEAN_CANDIDATE, ...CHANGING_SHARE]) {
      const window = { candidate: { n, x }, stable: { n: ns, x: xs } };
      parts = {
        exactHarm: new ExactRateRatio(1, 'harm', parts.exactHarm.state),
        exactGood: new ExactRateRatio(1.5, 'non_inferiority', parts.exactGood.state),
        robustHarm: new RobustRateRatio(1, 'harm', parts.robustHarm.state),
        robustGood: new RobustRateRatio(1.5, 'non_inferiority', parts.robustGood.state),
        absolute: new AbsoluteRate(0.01, parts.absolute.state),
      };
      for (const key of ['exactHarm', 'exactGood', 'robustHarm', 'robustGood'] as const)
        expect(parts[key].update(window)).toBe(whole[key].update(window));
      expect(parts.absolute.update(window.candidate)).toBe(whole.absolute.update(window.candidate));
    }
  });
});

describe('windows that say nothing', () => {
  it('leave the e-values alone', () => {
    const { exactHarm, robustHarm, absolute } = evidence();
    exactHarm.update({ candidate: { n: 0, x: 0 }, stable: { n: 100, x: 5 } });
    robustHarm.update({ candidate: { n: 10, x: 0 }, stable: { n: 0, x: 0 } });
    absolute.update({ n: 0, x: 0 });
    expect([exactHarm.ln, robustHarm.state.windows, absolute.ln]).toEqual([0, 0, 0]);
    const mean = new RobustMean(1, 'harm');
    mean.update({ candidate: { n: 1, sum: 5, sum_sq: 25 }, stable: { n: 9, sum: 5, sum_sq: 25 } });
    expect(mean.state.windows).toBe(0);
  });

  it('wait for a spread before the robust test starts', () => {
    const mean = new RobustMean(1, 'harm');
    const same = { n: 10, sum: 10, sum_sq: 10 };
    for (let i = 0; i < 7; i++) mean.update({ candidate: same, stable: same });
    expect(mean.state).toEqual({ windows: 7, sum: 0, squares: 0, rho: 0 });
    mean.update({ candidate: { n: 10, sum: 12, sum_sq: 16 }, stable: same });
    expect(mean.state.rho).toBeCloseTo(1, 12);
    expect(mean.ln).toBeGreaterThan(0);
  });
});
