import type { IncomingMessage, ServerResponse } from 'node:http';
import { CLOSED, flood, page, withServer } from '../answering-server.ts';
import type { BadInputCase, Expected, World } from '../bad-input-case.ts';
import { delivered, ROLLOUT } from '../delivered-project.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Expectation = Omit<Expected, 'document'> & Partial<Expected>;

/** The configuration with this source, and more lines in its rollout block. */
const config = (url: string, more = '') =>
  delivered(`${ROLLOUT.replace(`http://${CLOSED}/metrics`, `${url}/metrics`)}${more}`);

/** Metrics that cannot be read: `start` gives nobody traffic whose effect nobody sees, `plan` says what it could not watch. */
function unreadable(name: string, answer: Answer, expected: Omit<Expectation, 'exitCode'>): BadInputCase[] {
  const run = (word: string) => (world: World) =>
    withServer(answer, ({ url }) =>
      runCommand(world, { delivered: true, files: { 'model-delivery.yaml': config(url) }, args: ['canary', word] }),
    );
  return unreadableRows(name, run, expected);
}

function unreadableRows(
  name: string,
  run: (word: string) => BadInputCase['run'],
  expected: Omit<Expectation, 'exitCode'>,
): BadInputCase[] {
  const warning = new RegExp(`warning: The traffic could not be watched: .*(?:${expected.message.source})`);
  return [
    { name: `metrics: ${name} (start)`, run: run('start'), expect: { exitCode: 5, document: 'error', ...expected } },
    {
      name: `metrics: ${name} (plan)`,
      run: run('plan'),
      expect: { exitCode: 0, code: null, message: warning, document: 'pass' },
    },
  ];
}

const QUICK = `  steps: [ { weight: 5 }, { weight: 100 } ]
  unknown: { max_consecutive: 2 }
  horizon: 3s
`;

/** A whole canary under metrics that say nothing: it never advances, and ends with all traffic at the stable arm. */
function silent(name: string, answer: Answer, message: RegExp): BadInputCase {
  return {
    name: `metrics: ${name} promotes nothing`,
    run: (world) =>
      withServer(answer, async ({ url }) => {
        const seen = await runCommand(world, {
          delivered: true,
          files: { 'model-delivery.yaml': config(url, QUICK) },
          args: ['canary', 'run'],
          mayChange: /^\.git\//,
        });
        const decisions = (seen.document?.decisions ?? []) as { weight: number; to: string }[];
        const most = Math.max(...decisions.map(({ weight }) => weight));
        if (most > 5 || decisions.at(-1)?.to !== 'RolledBack') throw new Error(JSON.stringify(decisions));
        return seen;
      }),
    expect: { exitCode: 3, code: null, message, document: 'inconclusive' },
  };
}

const metrics = (stable: string, candidate: string, errors = '0') =>
  `requests_total{version="stable"} ${stable}\nrequests_total{version="candidate"} ${candidate}\n` +
  `errors_total{version="stable"} 0\nerrors_total{version="candidate"} ${errors}\n`;
/** Counters that are lower at every look while the canary lasts, as after restarts. */
function resetting(): Answer {
  let look = 0;
  return (request, response) => {
    look = Math.min(look + 1, 5);
    page(metrics(String(1e6 - 1000 * look), String(1e5 - 100 * look)))(request, response);
  };
}

const GOLDEN = JSON.stringify([
  {
    id: 'one',
    request: { inputs: [{ name: 'x', shape: [1], datatype: 'FP64', data: [1] }] },
    response: { outputs: [{ name: 'y', shape: [1], datatype: 'FP64', data: [1] }] },
  },
]);
const SMOKE = (url: string) => `  smoke: { protocol: oip-v2, candidate: "${url}", fixtures: golden.json, wait: 1s }\n`;

/** `canary start` whose golden requests are wrong; no server is needed to see it. */
function golden(name: string, files: ProjectFiles, code: string, message: RegExp): BadInputCase {
  return {
    name: `smoke: ${name}`,
    run: (world) =>
      runCommand(world, {
        delivered: true,
        files: { 'model-delivery.yaml': delivered(`${ROLLOUT}${SMOKE(`http://${CLOSED}`)}`), ...files },
        args: ['canary', 'start'],
      }),
    expect: { exitCode: 4, code, message, fix: /record it with the model you trained/, document: 'error' },
  };
}

/** A candidate server that is not what it should be: rolled back before any traffic. */
function candidate(name: string, answer: Answer, expected: Expectation): BadInputCase {
  return {
    name: `smoke: ${name}`,
    run: (world) =>
      withServer(answer, ({ url }) =>
        runCommand(world, {
          delivered: true,
          files: { 'model-delivery.yaml': config(url, SMOKE(url)), 'golden.json': GOLDEN },
          args: ['canary', 'run'],
          mayChange: /^\.git\//,
        }),
      ),
    expect: { document: 'error', ...expected },
  };
}

/** Metrics that are sound; everything else is answered as told. */
const beside =
  (answer: Answer): Answer =>
  (request, response) =>
    request.url === '/metrics' ? page(metrics('1', '0'))(request, response) : answer(request, response);

export const METRICS: BadInputCase[] = [
  ...unreadableRows(
    'a port that is closed',
    (word) => (world) => runCommand(world, { delivered: true, args: ['canary', word] }),
    { code: 'METRICS_UNREACHABLE', message: /65533\/metrics failed: ECONNREFUSED/, fix: /rollout\.source/ },
  ),
  ...unreadable('a page of HTML', page('<!doctype html><html><body>Please log in</body></html>'), {
    code: 'METRICS_TEXT_UNREADABLE',
    message: /line 1: expected the name of a metric; found <!doctype html>/,
    fix: /Prometheus text format/,
  }),
  ...unreadable('100 MB', flood(100), { code: 'METRICS_TOO_LARGE', message: /larger than 10 MB/, fix: /own endpoint/ }),
  ...unreadable('a token is asked for', page('who are you?', 401), {
    code: 'METRICS_REFUSED',
    message: /answered 401/,
    fix: /token_env/,
  }),
  ...unreadable('a server that fails', page('boom', 500), {
    code: 'METRICS_FAILED',
    message: /answered 500: boom/,
    fix: /by hand/,
  }),
  silent('NaN', page(metrics('NaN', '5')), /unknown|NaN/),
  silent('negative counters', page(metrics('-5', '5')), /unknown|negative/),
  silent('more errors than requests', page(metrics('5', '5', '9')), /unknown/),
  silent('counters that begin anew', resetting(), /unknown|reset/),
  silent('no arm of the candidate', page('requests_total{version="stable"} 5\n'), /unknown|candidate/),
  golden('no golden requests', {}, 'SMOKE_FIXTURES_MISSING', /golden\.json: no such file/),
  golden('an empty list', { 'golden.json': '[]' }, 'SMOKE_FIXTURES_EMPTY', /no fixture/),
  golden('no JSON', { 'golden.json': '[{' }, 'SMOKE_FIXTURES_MALFORMED', /not JSON/),
  golden('no inputs', { 'golden.json': '[{"id":"one"}]' }, 'SMOKE_FIXTURES_MALFORMED', /request\.inputs/),
  {
    name: 'smoke: a candidate whose port is closed',
    run: (world) =>
      withServer(page(metrics('1', '0')), ({ url }) =>
        runCommand(world, {
          delivered: true,
          files: { 'model-delivery.yaml': config(url, SMOKE(`http://${CLOSED}`)), 'golden.json': GOLDEN },
          args: ['canary', 'run'],
          mayChange: /^\.git\//,
        }),
      ),
    expect: {
      exitCode: 5,
      code: 'ROLLOUT_CANDIDATE_UNREACHABLE',
      message: /Rolled back without any traffic.*65533 is not ready/,
      fix: /Start the candidate server/,
      document: 'error',
    },
  },
  candidate('a candidate that is a web page', beside(page('<html>hello</html>')), {
    exitCode: 1,
    code: null,
    message: /0 of 1 golden requests/,
    document: 'fail',
  }),
  candidate(
    'a candidate that answers something else',
    beside(page('{"outputs":[{"name":"y","shape":[1],"datatype":"FP64","data":[2]}]}')),
    {
      exitCode: 1,
      code: null,
      message: /0 of 1 golden requests/,
      document: 'fail',
    },
  ),
  candidate('a candidate that answers 100 MB', beside(flood(100)), {
    exitCode: 5,
    code: 'ROLLOUT_CANDIDATE_UNREACHABLE',
    message: /Rolled back without any traffic/,
    fix: /candidate server/,
  }),
];
