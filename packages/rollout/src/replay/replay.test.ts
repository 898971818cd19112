import type { RolloutConfig } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { replayWindows } from './replay.ts';
import { replayPolicy } from './replay-policy.ts';

const ERRORS = { id: 'errors', kind: 'count', events: 'e', total: 'n', non_inferiority: 1.5, max_rate: 0.01 } as const;
const config = (more: Partial<RolloutConfig> = {}) => ({ guardrails: [ERRORS], ...more }) as RolloutConfig;

type Counts = [candidate: [number, number], stable: [number, number]];
const line = (t: number, [[n, x], [ns, xs]]: Counts, series = 'a') =>
  JSON.stringify({ series, t, arms: { stable: { n: ns, errors: xs }, candidate: { n, errors: x } } });
const constant = (counts: Counts, windows = 60) =>
  Array.from({ length: windows }, (_, i) => line(60 * i, counts)).join('\n');
const decide = (text: string, more?: Partial<RolloutConfig>) => {
  const [series] = replayWindows(text, replayPolicy(config(more)));
  return `${series!.decision}@${series!.at}${series!.decision === 'inconclusive' ? ` ${series!.reason}` : ''}`;
};

describe('published series', () => {
  const down = { guardrails: [{ ...ERRORS, harm_if: 'down', non_inferiority: 0.9, max_rate: undefined }] } as never;
  const breaker = { breakers: [{ id: 'meltdown', max_share: 0.5, min_requests: 20 }] };
  const slow = { steps: [{ weight: 5, min_requests: 2000 }] };
  it.each<[string, Counts, Partial<RolloutConfig>, number, string]>([
    [
      'no error',
      [
        [300, 0],
        [5700, 0],
      ],
      {},
      60,
      'promote@60',
    ],
    [
      'no error, little traffic',
      [
        [30, 0],
        [570, 0],
      ],
      {},
      60,
      'promote@840',
    ],
    [
      'too few requests',
      [
        [30, 0],
        [570, 0],
      ],
      slow,
      30,
      'inconclusive@1740 end',
    ],
    [
      'only errors',
      [
        [300, 300],
        [5700, 0],
      ],
      {},
      60,
      'rollback@480',
    ],
    [
      'only errors, a breaker',
      [
        [300, 300],
        [5700, 0],
      ],
      breaker,
      60,
      'rollback@0',
    ],
    [
      'twice as many errors',
      [
        [300, 3],
        [5700, 28],
      ],
      {},
      60,
      'rollback@480',
    ],
    [
      'equal',
      [
        [300, 3],
        [5700, 57],
      ],
      {},
      60,
      'promote@1020',
    ],
    [
      'equal, too little time',
      [
        [300, 3],
        [5700, 57],
      ],
      { horizon: '120s' },
      60,
      'inconclusive@60 horizon',
    ],
    [
      'no traffic',
      [
        [0, 0],
        [0, 0],
      ],
      {},
      60,
      'inconclusive@3540 end',
    ],
    [
      'fewer approvals',
      [
        [300, 200],
        [5700, 4000],
      ],
      down,
      60,
      'rollback@480',
    ],
    [
      'more approvals',
      [
        [300, 240],
        [5700, 4000],
      ],
      down,
      60,
      'promote@480',
    ],
  ])('%s', (_, counts, more, windows, expected) => {
    expect(decide(constant(counts, windows), more)).toBe(expected);
  });

  it('one bad window, then silence', () => {
    const silence = Array.from({ length: 20 }, (_, i) =>
      line(60 * (i + 1), [
        [0, 0],
        [0, 0],
      ]),
    );
    expect(
      decide(
        [
          line(0, [
            [300, 40],
            [5700, 28],
          ]),
          ...silence,
        ].join('\n'),
      ),
    ).toBe('inconclusive@1200 hold');
  });
});

describe('series', () => {
  it('are judged apart, in order of first appearance and of time', () => {
    const rows = [
      line(
        60,
        [
          [300, 0],
          [5700, 0],
        ],
        'b',
      ),
      line(
        0,
        [
          [300, 0],
          [5700, 0],
        ],
        'a',
      ),
    ];
    const more = [
      line(
        0,
        [
          [300, 0],
          [5700, 0],
        ],
        'b',
      ),
      line(
        60,
        [
          [0, 0],
          [0, 0],
        ],
        'a',
      ),
    ];
    expect(replayWindows([...rows, '', ...more].join('\r\n'), replayPolicy(config()))).toMatchObject([
      { series: 'b', decision: 'promote', at: 60 },
      { series: 'a', decision: 'inconclusive', at: 60, reason: 'end' },
    ]);
  });

  it('refuse a time that occurs twice', () => {
    const twice = [
      line(0, [
        [1, 0],
        [1, 0],
      ]),
      line(0, [
        [1, 0],
        [1, 0],
      ]),
    ].join('\n');
    expect(() => decide(twice)).toThrow('lines 1 and 2');
  });
});

describe('lines', () => {
  it.each([
    ['{', 'Line 2'],
    ['[]', 'no object'],
    ['{"t":60,"arms":{}}', '`series`'],
    ['{"series":"a","arms":{}}', '`t`'],
    ['{"series":"a","t":"60","arms":{}}', '`t`'],
  ])('%s is malformed', (bad, message) => {
    expect(() =>
      decide(
        `${line(0, [
          [1, 0],
          [1, 0],
        ])}\n${bad}`,
      ),
    ).toThrow(message);
  });

  it('a guardrail cannot be called n', () => {
    expect(() => replayPolicy(config({ guardrails: [{ ...ERRORS, id: 'n' }] }))).toThrow('the id n');
  });

  it('an empty recording is no evidence', () => {
    expect(() => decide('\n\n')).toThrow('no window');
  });

  it.each([
    ['no arms', '{"series":"a","t":60}'],
    ['an arm is missing', '{"series":"a","t":60,"arms":{"stable":{"n":1,"errors":0}}}'],
    ['a bare NaN', '{"series":"a","t":60,"arms":{"stable":{"n":1,"errors":0},"candidate":{"n":900,"errors":NaN}}}'],
    ['a text', '{"series":"a","t":60,"arms":{"stable":{"n":1,"errors":0},"candidate":{"n":"900","errors":0}}}'],
    ['negative', '{"series":"a","t":60,"arms":{"stable":{"n":1,"errors":-1},"candidate":{"n":900,"errors":0}}}'],
    [
      'more events than requests',
      '{"series":"a","t":60,"arms":{"stable":{"n":1,"errors":2},"candidate":{"n":900,"errors":0}}}',
    ],
    ['no count', '{"series":"a","t":60,"arms":{"stable":{"n":1},"candidate":{"n":900,"errors":0}}}'],
  ])('%s: unknown, adds nothing and promotes nothing', (_, unknown) => {
    expect(
      decide(
        `${line(0, [
          [430, 0],
          [8170, 0],
        ])}\n${unknown}`,
      ),
    ).toBe('inconclusive@60 end');
    expect(
      decide(
        `${line(0, [
          [431, 0],
          [8170, 0],
        ])}\n${unknown}`,
      ),
    ).toBe('promote@0');
  });

  it('an unknown window does not promote what was met before', () => {
    const slow = { steps: [{ weight: 5, min_requests: 500 }] };
    const text = [
      line(0, [
        [450, 0],
        [9000, 0],
      ]),
      '{"series":"a","t":60}',
      line(120, [
        [50, 0],
        [950, 0],
      ]),
    ].join('\n');
    expect(decide(text, slow)).toBe('promote@120');
  });
});

describe('means', () => {
  const approvals = { id: 'approvals', kind: 'mean', value: 'v', total: 'n', harm_if: 'down', non_inferiority: 0.9 };
  const policy = replayPolicy({ guardrails: [approvals] } as never);
  const windows = (candidate: number[]) =>
    candidate
      .map((mean, i) => {
        const arm = (n: number, value: number) => ({
          n,
          approvals: { n, sum: n * value, sum_sq: n * value * value + 1 },
        });
        return JSON.stringify({ series: 'm', t: 60 * i, arms: { stable: arm(900, 0.6), candidate: arm(100, mean) } });
      })
      .join('\n');

  it('promote a better and roll back a worse candidate', () => {
    const wave = Array.from({ length: 30 }, (_, i) => 0.01 * (i % 3));
    expect(replayWindows(windows(wave.map((shift) => 0.65 + shift)), policy)[0]!.decision).toBe('promote');
    expect(replayWindows(windows(wave.map((shift) => 0.45 + shift)), policy)[0]!.decision).toBe('rollback');
  });
});
