import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document' | 'exitCode'>;

const SOUND = `listen: 127.0.0.1:0
arms: { stable: "http://127.0.0.1:65532", candidate: "http://127.0.0.1:65533" }
weights: weights.json
`;

/** A gateway that must not start. */
function gateway(name: string, config: string | null, expected: Expectation, files: ProjectFiles = {}): BadInputCase {
  return {
    name: `gateway: ${name}`,
    run: (world) =>
      runCommand(world, {
        files: { 'gateway.yaml': config, 'weights.json': '{"stable":100,"candidate":0}', ...files },
        args: ['dev-gateway', '--gateway-config', 'gateway.yaml'],
      }),
    expect: { exitCode: 2, document: null, ...expected },
  };
}

/** A port that somebody else listens on. */
function taken(name: string, config: (address: string) => string, key: RegExp): BadInputCase {
  return {
    name: `gateway: ${name}`,
    run: async (world) => {
      const busy = createServer();
      await new Promise<void>((ready) => busy.listen(0, '127.0.0.1', ready));
      const address = `127.0.0.1:${(busy.address() as AddressInfo).port}`;
      try {
        return await runCommand(world, {
          files: { 'gateway.yaml': config(address), 'weights.json': '{"stable":100,"candidate":0}' },
          args: ['dev-gateway', '--gateway-config', 'gateway.yaml'],
        });
      } finally {
        busy.close();
      }
    },
    expect: {
      exitCode: 2,
      code: 'GATEWAY_LISTEN_FAILED',
      message: key,
      fix: /another address, or port 0/,
      document: null,
    },
  };
}

const invalid = (message: RegExp): Expectation => ({
  code: 'GATEWAY_CONFIG_INVALID',
  message,
  fix: /Expected listen, arms/,
});
const weights = (found: RegExp): Expectation => ({
  code: 'GATEWAY_WEIGHTS_INVALID',
  message: found,
  fix: /\{"stable":100,"candidate":0\}/,
});
const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...['ab', 'bc', 'cd', 'de'].map(([from, to]) => `${to}: &${to} [${Array(9).fill(`*${from}`).join()}]`),
];

export const GATEWAY: BadInputCase[] = [
  {
    name: 'gateway: no configuration named',
    run: (world) => runCommand(world, { args: ['dev-gateway'] }),
    expect: {
      exitCode: 2,
      code: 'USAGE',
      message: /needs its configuration/,
      fix: /--gateway-config FILE/,
      document: null,
    },
  },
  gateway('no configuration', null, {
    code: 'GATEWAY_CONFIG_NOT_FOUND',
    message: /gateway\.yaml failed: ENOENT/,
    fix: /working directory/,
  }),
  gateway('malformed YAML', 'listen: [\n', {
    code: 'GATEWAY_CONFIG_UNREADABLE',
    message: /gateway\.yaml:\d/,
    fix: /YAML/,
  }),
  gateway('a YAML alias bomb', `${BOMB.join('\n')}\n`, {
    code: 'GATEWAY_CONFIG_UNREADABLE',
    message: /aliases expand too far/,
    fix: /100/,
  }),
  gateway('an unknown key', `${SOUND}wieghts: x\n`, invalid(/unknown key `wieghts`; did you mean `weights`/)),
  gateway('an arm that is missing', SOUND.replace(/, candidate: "[^"]*"/, ''), invalid(/arms\.candidate/)),
  gateway(
    'an arm that is not HTTP',
    SOUND.replace('http://127.0.0.1:65533', 'file:///etc/passwd'),
    invalid(/arms\.candidate/),
  ),
  gateway('an address that is none', SOUND.replace('127.0.0.1:0', '127.0.0.1:99999'), invalid(/HOST:PORT/)),
  gateway(
    'a token whose variable is not set',
    `${SOUND}admin: { listen: "127.0.0.1:0", token: "\${NOT_SET}" }\n`,
    invalid(/NOT_SET is not set/),
  ),
  taken('a port in use', (address) => SOUND.replace('127.0.0.1:0', address), /\(listen\): the port is in use/),
  taken(
    'an admin port in use',
    (address) => `${SOUND}admin: { listen: "${address}", token: abcdefgh }\n`,
    /\(admin\.listen\): the port is in use/,
  ),
  gateway('half a weights file', SOUND, weights(/weights\.json cannot be used/), { 'weights.json': '{' }),
  gateway('weights that are NaN', SOUND, weights(/not valid JSON/), { 'weights.json': '{"stable":NaN,"candidate":0}' }),
  gateway('weights without an arm', SOUND, weights(/candidate/), { 'weights.json': '{"stable":100}' }),
  gateway('negative weights', SOUND, weights(/0 to 100/), { 'weights.json': '{"stable":110,"candidate":-10}' }),
  gateway(
    'a folder in place of the weights',
    SOUND.replace('weights.json', 'data'),
    weights(/data cannot be used: .*EISDIR/),
  ),
];
