import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { delivered, ROLLOUT } from '../delivered-project.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document' | 'exitCode'> & { exitCode?: number };

/** `canary replay` over this recording. It touches nothing, so there is no document. */
function replay(
  name: string,
  recording: string | null,
  expected: Expectation,
  config = delivered(ROLLOUT),
): BadInputCase {
  return {
    name: `windows: ${name}`,
    run: (world) =>
      runCommand(world, {
        files: { 'model-delivery.yaml': config, 'windows.jsonl': recording },
        args: ['canary', 'replay', '--windows', 'windows.jsonl'],
      }),
    expect: { exitCode: 4, document: null, ...expected },
  };
}

const arm = (n: unknown, errors: unknown = 0) => `{"n":${n},"errors":${errors}}`;
const line = (t: unknown, candidate = arm(500), stable = arm(9500), series = '"a"') =>
  `{"series":${series},"t":${t},"arms":{"stable":${stable},"candidate":${candidate}}}\n`;
const malformed = (message: RegExp): Expectation => ({ code: 'WINDOWS_MALFORMED', message, fix: /A line is/ });
/** A window that says nothing promotes nothing, though without it there is enough for a promotion. */
const unknown = (name: string, candidate: string, stable?: string) =>
  replay(name, line(60, candidate, stable), {
    exitCode: 0,
    code: null,
    message: /^\{"at":60,"decision":"inconclusive","reason":"end","series":"a"\}\n/,
  });

export const RECORDED_WINDOWS: BadInputCase[] = [
  replay('no file', null, {
    code: 'WINDOWS_NOT_READABLE',
    message: /windows\.jsonl.*ENOENT/,
    fix: /working directory/,
  }),
  replay('an empty file', '\n', { code: 'WINDOWS_EMPTY', message: /no window/, fix: /one JSON object a line/ }),
  replay('no JSON', `${line(60)}t,n,x\n`, malformed(/Line 2 .*not JSON/)),
  replay('half a line', `${line(60)}${line(120).slice(0, 40)}`, malformed(/Line 2/)),
  replay('a time that is NaN', line('NaN'), malformed(/Line 1 .*`t` is no number/)),
  replay('a time that is a text', line('"60"'), malformed(/`t` is no number/)),
  replay('no series', line(60).replace('"series":"a",', ''), malformed(/`series` is no text/)),
  replay('one time twice', line(60) + line(60), {
    code: 'WINDOWS_REPEATED_TIME',
    message: /the time 60 more than once \(lines 1 and 2\)/,
    fix: /time of its own/,
  }),
  unknown('a count that is NaN', arm('NaN')),
  unknown('a negative count', arm(-500)),
  unknown('negative errors', arm(500, -1)),
  unknown('more errors than requests', arm(500, 501)),
  unknown('counts as texts', arm('"500"')),
  unknown('counts beyond all numbers', arm('1e999')),
  unknown('no candidate', 'null'),
  unknown('no stable arm', arm(500), 'null'),
  unknown('arms that would change objects', '{"__proto__":{"n":500,"errors":0}}'),
  replay('times that fall are put in order', line(120, arm(0), arm(0)) + line(60, arm(300)), {
    exitCode: 0,
    code: null,
    message: /"at":120,"decision":"inconclusive"/,
  }),
  replay(
    'a series with a line break, a workflow command and colours',
    line(60, arm(0), arm(0), '"a\\n::error::b\\u001b[31m"'),
    { exitCode: 0, code: null, message: /"series":"a\\n::error::b\\u001b\[31m"/ },
  ),
  replay(
    'no rollout block',
    line(60),
    { exitCode: 2, code: 'ROLLOUT_NOT_CONFIGURED', message: /no `rollout`/, fix: /--config FILE/ },
    'model: churn\n',
  ),
  replay(
    'no guardrails',
    line(60),
    { exitCode: 2, code: 'ROLLOUT_WITHOUT_GUARDRAILS', message: /has none/, fix: /Add one/ },
    'model: churn\nrollout: { endpoint: churn }\n',
  ),
  {
    name: 'windows: not named',
    run: (world) =>
      runCommand(world, { files: { 'model-delivery.yaml': delivered(ROLLOUT) }, args: ['canary', 'replay'] }),
    expect: { exitCode: 2, code: 'USAGE', message: /recorded windows/, fix: /--windows FILE/, document: null },
  },
];
