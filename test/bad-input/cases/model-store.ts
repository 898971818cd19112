import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { CLOSED, flood, page, withServer } from '../answering-server.ts';
import type { BadInputCase, Expected, World } from '../bad-input-case.ts';
import { deliveredProject, ROLLOUT } from '../delivered-project.ts';
import { type CommandOptions, runCommand } from '../run-command.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Expectation = Omit<Expected, 'document'> & Partial<Expected>;

const REGISTER = ['register', '--model', 'model', '--adopt', '--reason', 'serves'];
const PULL = ['pull', 'champion', '--to', 'pulled'];
const VERIFY = ['verify', 'champion'];
const START = ['canary', 'start'];
const PASSWORD = 's3cret-of-the-registry';
const CREDENTIALS = { MODEL_DELIVERY_OCI_USERNAME: 'ci', MODEL_DELIVERY_OCI_PASSWORD: PASSWORD };
const documentOf = ([command]: readonly string[]) => (command === 'register' || command === 'canary' ? 'error' : null);

/** The delivered project with a store at a container registry. */
const at = (host: string) => ({
  'model-delivery.yaml': `model: churn\nregistry: { store: { oci: "${host}/models" } }\n${ROLLOUT}`,
});

/** A command on the layout in the project. */
function layout(
  name: string,
  args: readonly string[],
  circumstances: Omit<CommandOptions, 'args'>,
  expected: Expectation,
): BadInputCase {
  return {
    name: `store: ${name}`,
    run: (world) => runCommand(world, { delivered: true, args, ...circumstances }),
    expect: { document: documentOf(args), ...expected },
  };
}

/** Commands with a container registry that gives this answer to everything. */
function registry(
  name: string,
  answer: Answer,
  commands: readonly (readonly string[])[],
  expected: Omit<Expectation, 'document'>,
  env: Record<string, string> = {},
): BadInputCase[] {
  return commands.map((args) => ({
    name: `store: ${name} (${args[0]})`,
    run: (world) =>
      withServer(answer, ({ host }) =>
        runCommand(world, { delivered: true, args, files: at(host), env, forbidden: [PASSWORD] }),
      ),
    expect: { document: documentOf(args), ...expected },
  }));
}

/** Answers with the bytes of the project's layout; `spoil` may change those of a blob or manifest. */
async function contentServer(world: World, spoil: (bytes: Buffer, path: string) => Buffer): Promise<Answer> {
  const { directory } = await deliveredProject(world);
  return (request, response) => {
    const hex = /sha256:([0-9a-f]{64})$/.exec(request.url ?? '')?.[1] ?? 'none';
    const path = join(directory, 'registry/blobs/sha256', hex);
    if (!existsSync(path)) return page('{}', 404)(request, response);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    response.writeHead(200, { 'content-type': mediaType, 'docker-content-digest': `sha256:${hex}` });
    response.end(spoil(readFileSync(path), request.url!));
  };
}

/** `pull` from a registry whose content is not what its digest says. */
function spoiled(name: string, kind: 'blobs' | 'manifests', expected: Omit<Expectation, 'exitCode'>): BadInputCase {
  return {
    name: `store: ${name}`,
    run: async (world) => {
      const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
      const answer = await contentServer(world, (bytes, path) => (path.includes(`/${kind}/`) ? flip(bytes) : bytes));
      return withServer(answer, ({ host }) => runCommand(world, { delivered: true, args: PULL, files: at(host) }));
    },
    expect: { exitCode: 4, document: null, ...expected },
  };
}

/** A registry that sends whoever knows its password on to another host. */
const REDIRECT: BadInputCase = {
  name: 'store: a redirect to another host gets no credentials',
  run: (world) =>
    withServer(page('{}', 404), (other) =>
      withServer(
        (request, response) =>
          request.headers.authorization === undefined
            ? page('{}', 401, { 'www-authenticate': 'Basic realm="models"' })(request, response)
            : page('', 307, { location: `${other.url}${request.url}` })(request, response),
        async ({ host }) => {
          const options = { delivered: true, args: PULL, files: at(host), env: CREDENTIALS, forbidden: [PASSWORD] };
          const seen = await runCommand(world, options);
          if (other.authorizations.length === 0) throw new Error('the redirect was not followed');
          if (other.authorizations.some((sent) => sent !== null)) throw new Error('the other host got the credentials');
          return seen;
        },
      ),
    ),
  expect: {
    exitCode: 4,
    code: 'VERSION_NOT_STORED',
    message: /does not have it/,
    fix: /registry\.store/,
    document: null,
  },
};

function alter(workspace: string): void {
  const blobs = join(workspace, 'registry/blobs/sha256');
  for (const name of readdirSync(blobs))
    if (readFileSync(join(blobs, name), 'utf8') === 'first\n') writeFileSync(join(blobs, name), 'firsd\n');
}

const altered: Omit<Expectation, 'exitCode'> = {
  code: 'STORE_CONTENT_ALTERED',
  message: /Reading sha256:[0-9a-f]{64} .*found bytes with the digest sha256:[0-9a-f]{64}/,
  fix: /remove them from the store, then register/,
};
const INDEX = { files: { 'registry/index.json': '{' } };
const corrupt: Expectation = {
  exitCode: 4,
  code: 'STORE_CORRUPT',
  message: /index\.json is no index of an OCI layout/,
  fix: /from a copy/,
};
const UNREACHABLE = [REGISTER, PULL, VERIFY, START].map(
  (args): BadInputCase => ({
    name: `store: a registry whose port is closed (${args[0]})`,
    run: (world) => runCommand(world, { delivered: true, args, files: at(CLOSED) }),
    expect: {
      exitCode: 5,
      code: 'STORE_UNREACHABLE',
      message: /127\.0\.0\.1:65533\/models.*ECONNREFUSED/,
      fix: /registry\.store/,
      document: documentOf(args),
    },
  }),
);

export const MODEL_STORE: BadInputCase[] = [
  layout('a byte of the model is another (pull)', PULL, { arrange: alter }, { exitCode: 4, ...altered }),
  layout(
    'a byte of the model is another (verify)',
    VERIFY,
    { arrange: alter },
    { exitCode: 1, code: null, message: /"verdict":"fail"/, fix: /"kind":"blob","where":"weights\.txt/ },
  ),
  ...[REGISTER, PULL, VERIFY, START].map((args) => layout(`half an index (${args[0]})`, args, INDEX, corrupt)),
  layout(
    'a full disk (register)',
    REGISTER,
    {
      limit: '-f 200',
      arrange: (workspace) => writeFileSync(join(workspace, 'model/big.bin'), Buffer.alloc(400_000, 7)),
      mayChange: /^registry\/blobs\/sha256\/[0-9a-f]{64}$/,
    },
    { exitCode: 5, code: 'STORE_FULL', message: /no space left.*Nothing of the version is visible/, fix: /Free space/ },
  ),
  layout(
    'a full disk (pull)',
    PULL,
    { limit: '-f 0' },
    { exitCode: 5, code: 'PULL_NOT_WRITTEN', message: /pulled: there is no space left/, fix: /Free space/ },
  ),
  layout(
    'a folder in use',
    ['pull', 'champion', '--to', 'model'],
    {},
    { exitCode: 2, code: 'PULL_TARGET_IN_USE', message: /model: .*found files in it/, fix: /--to/ },
  ),
  layout(
    'a file in place of the folder',
    ['pull', 'champion', '--to', 'weights.json'],
    {},
    { exitCode: 2, code: 'PULL_TARGET_IN_USE', message: /weights\.json: .*something else/, fix: /--to/ },
  ),
  layout(
    'a folder below a file',
    ['pull', 'champion', '--to', 'weights.json/pulled'],
    {},
    { exitCode: 5, code: 'PULL_NOT_WRITTEN', message: /weights\.json\/pulled: .*ENOTDIR/, fix: /--to DIR/ },
  ),
  layout(
    'a store that has lost everything',
    PULL,
    { env: { MODEL_DELIVERY_STORE: 'oci_layout:nowhere' } },
    { exitCode: 4, code: 'VERSION_NOT_STORED', message: /the store does not have it/, fix: /registry\.store/ },
  ),
  layout(
    'credentials that are no Docker configuration',
    PULL,
    {
      files: { ...at(CLOSED), 'docker/config.json': `{"auths": ${PASSWORD}` },
      env: { DOCKER_CONFIG: 'docker' },
      forbidden: [PASSWORD],
    },
    { exitCode: 2, code: 'STORE_CREDENTIALS', message: /docker\/config\.json/, fix: /docker login/ },
  ),
  ...UNREACHABLE,
  layout(
    'a registry whose port is closed costs a move its tags, not the move (promote)',
    ['promote', 'candidate', '--to', 'champion', '--reason', 'better'],
    { files: at(CLOSED), mayChange: /^\.git\// },
    { exitCode: 0, code: null, message: /warning: The ledger has moved, but the tags .*ECONNREFUSED/, fix: /--repair/ },
  ),
  ...registry(
    '401 without credentials',
    page('{}', 401, { 'www-authenticate': 'Basic realm="m"' }),
    [REGISTER, PULL, VERIFY, START],
    {
      exitCode: 5,
      code: 'STORE_UNAUTHORIZED',
      message: /401/,
      fix: /MODEL_DELIVERY_OCI_USERNAME/,
    },
  ),
  ...registry(
    '401 to a wrong password',
    page('{}', 401, { 'www-authenticate': 'Basic realm="m"' }),
    [REGISTER, PULL],
    {
      exitCode: 5,
      code: 'STORE_UNAUTHORIZED',
      message: /401/,
      fix: /MODEL_DELIVERY_OCI_USERNAME/,
    },
    CREDENTIALS,
  ),
  ...registry(
    '403',
    page('{}', 403),
    [REGISTER, PULL],
    {
      exitCode: 5,
      code: 'STORE_FORBIDDEN',
      message: /403/,
      fix: /\S/,
    },
    CREDENTIALS,
  ),
  ...registry(
    'a token server of another scheme',
    page('{}', 401, { 'www-authenticate': 'Bearer realm="ftp://x/token"' }),
    [PULL],
    {
      exitCode: 5,
      code: 'STORE_TOKEN',
      message: /ftp:/,
      fix: /registry/,
    },
    CREDENTIALS,
  ),
  ...registry('a manifest of 100 MB', flood(100), [PULL], {
    exitCode: 5,
    code: /^STORE_[A-Z_]+: /,
    message: /longer|larger|more than|8/,
    fix: /\S/,
  }),
  ...registry('a web page', page('<!doctype html><html>Please log in</html>'), [REGISTER, PULL], {
    exitCode: 4,
    code: 'STORE_CONTENT_ALTERED',
    message: /found bytes with the digest/,
    fix: /\S/,
  }),
  ...registry('a server that fails', page('{}', 500), [PULL], {
    exitCode: 5,
    code: /^STORE_[A-Z_]+: /,
    message: /500/,
    fix: /\S/,
  }),
  spoiled('a registry gives other bytes of the model', 'blobs', altered),
  spoiled('a registry gives another manifest', 'manifests', altered),
  REDIRECT,
];
