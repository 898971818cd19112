import { describe, expect, it } from 'vitest';
import { bodyOf, closedAddress, serve } from '../../testing/page-server.ts';
import { nodeScript, READ_INPUT, scratchDirectory } from '../../testing/scripts.ts';
import type { MetricSource } from '../ports.ts';
import type { Guardrail } from './guardrail-counters.ts';
import { sourceFor } from './source-for.ts';

const ERRORS: Guardrail = {
  id: 'errors',
  kind: 'count',
  events: 'requests_total{code=~"5.."}',
  total: 'requests_total',
  arm_label: 'version',
};
const SLOW: Guardrail = { id: 'slow', kind: 'histogram', metric: 'request_duration_seconds', slo: 0.25 };
const APPROVALS: Guardrail = {
  id: 'approvals',
  kind: 'mean',
  value: 'approvals_sum',
  total: 'approvals_count',
  harm_if: 'down',
};
const ALL = [ERRORS, SLOW, APPROVALS];

const COMPLETE = `
requests_total{version="stable",code="200",pod="a"} 900
requests_total{version="stable",code="200",pod="b"} 50
requests_total{version="stable",code="500",pod="a"} 7
requests_total{version="stable",code="503",pod="b"} 2
requests_total{version="candidate",code="200"} 48
requests_total{version="none",code="503"} 11
request_duration_seconds_bucket{version="stable",le="0.1"} 800
request_duration_seconds_bucket{version="stable",le="0.25"} 940
request_duration_seconds_bucket{version="stable",le="+Inf"} 959
request_duration_seconds_bucket{version="candidate",le="0.1"} 40
request_duration_seconds_bucket{version="candidate",le="2.5e-01"} 45
request_duration_seconds_bucket{version="candidate",le="+Inf"} 48
approvals_sum{version="stable"} 500.5
approvals_count{version="stable"} 959
approvals_sum{version="candidate"} 25
approvals_count{version="candidate"} 48
`;
const EXPECTED = {
  errors: { stable: { n: 959, events: 9 }, candidate: { n: 48, events: 0 } },
  slow: { stable: { n: 959, events: 19 }, candidate: { n: 48, events: 3 } },
  approvals: { stable: { n: 959, sum: 500.5, sum_sq: 0 }, candidate: { n: 48, sum: 25, sum_sq: 0 } },
};
const CONTEXT = { directory: '/', env: {}, now: () => 1_700_000_000_000 };

async function textSource(text: string, guardrails: Guardrail[] = ALL, arms?: { stable: string; candidate: string }) {
  const url = await serve((_, outgoing) => outgoing.end(text));
  return sourceFor({ prometheus_text: `${url}/metrics` }, guardrails, arms, CONTEXT);
}

describe('a metrics page', () => {
  it('gives cumulative counts by guardrail and arm, summed over series', async () => {
    const reading = await (await textSource(COMPLETE)).read();
    expect(reading).toEqual({ timeMs: 1_700_000_000_000, guardrails: EXPECTED, problems: [] });
  });

  it('knows the arms by other labels', async () => {
    const text = COMPLETE.replaceAll('version="stable"', 'version="v1"').replaceAll(
      'version="candidate"',
      'version="v2"',
    );
    const arms = { stable: 'v1', candidate: 'v2' };
    expect((await (await textSource(text, ALL, arms)).read()).guardrails).toEqual(EXPECTED);
    expect((await (await textSource(text)).read()).guardrails.errors).toEqual({ stable: null, candidate: null });
  });

  it('takes a missing error series as 0 events and a missing arm as not known', async () => {
    const text = COMPLETE.split('\n')
      .filter((line) => !line.includes('version="candidate"'))
      .join('\n');
    const { guardrails } = await (await textSource(text)).read();
    expect(guardrails.errors).toEqual({ stable: { n: 959, events: 9 }, candidate: null });
    expect(guardrails.slow!.candidate).toBeNull();
    expect(guardrails.approvals!.candidate).toBeNull();
  });

  it('passes NaN on instead of hiding it', async () => {
    const { guardrails } = await (
      await textSource(COMPLETE.replace('code="500",pod="a"} 7', 'code="500",pod="a"} NaN'))
    ).read();
    expect(guardrails.errors!.stable).toEqual({ n: Number.NaN, events: Number.NaN });
  });

  it('is as old as its oldest stated time', async () => {
    const text =
      'requests_total{version="stable"} 5 1600000000000\nrequests_total{version="candidate"} 5 1600000060000\n';
    expect((await (await textSource(text, [ERRORS])).read()).timeMs).toBe(1_600_000_000_000);
  });

  it('names the bucket edges when the slo is none of them', async () => {
    const source = await textSource(COMPLETE, [{ ...SLOW, slo: 0.3 } as Guardrail]);
    await expect(source.read()).rejects.toMatchObject({
      code: 'HISTOGRAM_SLO_NOT_AN_EDGE',
      message: expect.stringContaining('its edges are 0.1, 0.25'),
    });
  });

  it.each([
    [404, 'gone', 'METRICS_FAILED'],
    [401, 'who are you', 'METRICS_REFUSED'],
    [200, '<html>', 'METRICS_TEXT_UNREADABLE'],
    [200, `x 1\n${'y'.repeat(11 * 1024 * 1024)}`, 'METRICS_TOO_LARGE'],
  ])('explains an answer %s %.20s', async (status, text, code) => {
    const url = await serve((_, outgoing) => {
      outgoing.writeHead(status);
      outgoing.end(text);
    });
    await expect(sourceFor({ prometheus_text: url }, ALL, undefined, CONTEXT).read()).rejects.toMatchObject({ code });
  });

  it('says that nothing listens there', async () => {
    const source = sourceFor({ prometheus_text: await closedAddress() }, ALL, undefined, CONTEXT);
    await expect(source.read()).rejects.toMatchObject({
      code: 'METRICS_UNREACHABLE',
      exitCode: 5,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

type Results = Record<string, { labels: Record<string, string>; value: string }[]>;

/** A server that knows the answers to exact queries, at one instant. */
async function prometheus(results: Results, more: object = {}, seen: string[] = []): Promise<MetricSource> {
  const url = await serve(async (incoming, outgoing) => {
    const form = new URLSearchParams(await bodyOf(incoming));
    const query = form.get('query')!;
    seen.push(`${query} @${form.get('time')}`);
    const rows = query === 'vector(time())' ? [{ labels: {}, value: '1700000100.25' }] : (results[query] ?? []);
    const result = rows.map(({ labels, value }) => ({ metric: labels, value: [1700000100.25, value] }));
    outgoing.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, ...more }));
  });
  return sourceFor({ prometheus: url }, [ERRORS], undefined, CONTEXT);
}

const by = (stable: string, candidate?: string) => [
  { labels: { version: 'stable' }, value: stable },
  ...(candidate === undefined ? [] : [{ labels: { version: 'candidate' }, value: candidate }]),
];
const TOTAL = 'sum by (version) (requests_total)';
const EVENTS = 'sum by (version) (requests_total{code=~"5.."})';
const TIMES = 'min by (version) (timestamp(requests_total))';

describe('a Prometheus server', () => {
  it('is asked for raw counters at one instant, and the reading is as old as its oldest sample', async () => {
    const seen: string[] = [];
    const results = { [TOTAL]: by('959', '48'), [EVENTS]: by('9'), [TIMES]: by('1700000099.5', '1700000090.5') };
    const reading = await (await prometheus(results, {}, seen)).read();
    expect(reading).toEqual({
      timeMs: 1_700_000_090_500,
      guardrails: { errors: { stable: { n: 959, events: 9 }, candidate: { n: 48, events: 0 } } },
      problems: [],
    });
    expect(seen.slice(1).every((query) => query.endsWith(' @1700000100.25'))).toBe(true);
  });

  it('makes warnings problems, passes "NaN" on, and does not know an arm without series', async () => {
    const results = { [TOTAL]: by('NaN'), [TIMES]: by('1700000099') };
    const reading = await (await prometheus(results, { warnings: ['partial response'], infos: ['fine'] })).read();
    expect(reading.problems).toEqual(['Prometheus warns: partial response']);
    expect(reading.guardrails.errors).toEqual({ stable: { n: Number.NaN, events: 0 }, candidate: null });
  });

  it.each([
    [{ data: { resultType: 'matrix', result: [] } }, 'expected a vector'],
    [{ status: 'error', error: 'query timed out' }, 'query timed out'],
  ])('refuses %j', async (more, message) => {
    await expect((await prometheus({}, more)).read()).rejects.toThrow(message);
  });
});

describe('a command', () => {
  const source = async (body: string) => {
    const directory = await scratchDirectory();
    const command = await nodeScript(directory, 'read.mjs', body);
    return sourceFor({ command }, ALL, undefined, { ...CONTEXT, directory, env: { PATH: process.env.PATH } });
  };

  it('prints cumulative counters in the form of recorded windows', async () => {
    const answer = {
      t: 1_700_000_001.5,
      arms: {
        stable: { n: 959, errors: 9, slow: { n: 900, events: 19 }, approvals: { n: 959, sum: 500.5, sum_sq: 400 } },
        candidate: { n: 48, errors: 'NaN', slow: null },
      },
      problems: ['one shard did not answer'],
    };
    const reading = await (await source(`console.log(${JSON.stringify(JSON.stringify(answer))})`)).read();
    expect(reading).toEqual({
      timeMs: 1_700_000_001_500,
      guardrails: {
        errors: { stable: { n: 959, events: 9 }, candidate: { n: 48, events: Number.NaN } },
        slow: { stable: { n: 900, events: 19 }, candidate: null },
        approvals: { stable: { n: 959, sum: 500.5, sum_sq: 400 }, candidate: null },
      },
      problems: ['one shard did not answer'],
    });
  });

  it('is told which guardrails are wanted', async () => {
    const body = `${READ_INPUT} console.log(JSON.stringify({ arms: { stable: { n: input.guardrails.length, errors: 0 } }, problems: [input.arms.candidate] }))`;
    const reading = await (await source(body)).read();
    expect(reading.guardrails.errors!.stable).toEqual({ n: 3, events: 0 });
    expect(reading.problems).toEqual(['candidate']);
    expect(reading.timeMs).toBe(1_700_000_000_000);
  });

  it.each([
    ['[]', 'expected an object'],
    ['{"arms":{"canary":{}}}', 'unknown arm "canary"'],
    ['{"t":"now","arms":{}}', '`t` is no number'],
    ['{"arms":{"stable":{"n":"5","errors":1}}}', 'arms.stable.n: expected a number'],
    ['{"arms":{},"problems":"x"}', '`problems`'],
  ])('is refused when it prints %s', async (text, message) => {
    await expect((await source(`console.log(${JSON.stringify(text)})`)).read()).rejects.toThrow(message);
  });
});

describe('sourceFor', () => {
  it('refuses arms that look alike, expressions instead of counters, and secrets that are not set', () => {
    const url = 'http://127.0.0.1:9';
    const make = (
      config: Parameters<typeof sourceFor>[0],
      guardrails = ALL,
      arms?: { stable: string; candidate: string },
    ) => sourceFor(config, guardrails, arms, CONTEXT);
    expect(() => make({ prometheus_text: url }, ALL, { stable: 'x', candidate: 'x' })).toThrow('both arms x');
    expect(() => make({ prometheus: url }, [{ ...ERRORS, events: 'rate(x[5m])' } as Guardrail])).toThrow(
      'errors: events',
    );
    expect(() => make({ prometheus: { url, token_env: 'PROM_TOKEN' } })).toThrow('PROM_TOKEN, which is not set');
  });
});
