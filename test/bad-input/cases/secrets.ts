import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../../scripts/root.ts';
import type { BadInputCase, World } from '../bad-input-case.ts';
import { CONFIG, evaluationConfig, SOUND } from '../project-files.ts';
import { runCommand } from '../run-command.ts';
import { runStep, step } from '../run-step.ts';

/** Planted secrets; the runner of the table looks for them raw and encoded in everything visible. */
const CANARY = 'canary-Zq8+x/Wf7=9dK3';
const TOKEN = `ghp_${'Canary0123456789'.repeat(2)}`;

/** A server that answers every request with the credentials it got. */
async function echo<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ message: `refused ${request.headers.authorization}`, error: request.headers.authorization }),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

/** The command line without node_modules beside it: it has to fetch the engine. */
function installedAlone(world: World): string {
  const directory = world.directory();
  cpSync(join(root, 'dist'), join(directory, 'dist'), { recursive: true });
  return join(directory, 'dist/cli/index.js');
}

export const SECRETS: BadInputCase[] = [
  {
    name: 'secret: npm credentials that the registry sends back',
    hostile: [37],
    run: (world) =>
      echo((url) =>
        runCommand(world, {
          args: ['validate'],
          main: installedAlone(world),
          env: { npm_config_registry: `${url}/`, [`npm_config_${url.slice('http:'.length)}/:_authToken`]: CANARY },
          forbidden: [CANARY],
        }),
      ),
    expect: { exitCode: 5, code: 'REGISTRY_DENIED', message: /401/, fix: /\S/, document: 'error' },
  },
  {
    name: 'secret: credentials in the address of the registry',
    hostile: [37],
    run: (world) =>
      echo((url) =>
        runCommand(world, {
          args: ['validate'],
          main: installedAlone(world),
          env: { npm_config_registry: url.replace('//', `//user:${encodeURIComponent(CANARY)}@`) },
          forbidden: [CANARY],
        }),
      ),
    expect: { exitCode: 5, code: /^REGISTRY_/, message: /\S/, fix: /\S/, document: 'error' },
  },
  {
    name: 'secret: credentials in the address of the data',
    hostile: [37],
    run: (world) => {
      const config = CONFIG.replace(
        'data/train.csv',
        `https://user:${encodeURIComponent(CANARY)}@example.org/train.csv`,
      );
      return runCommand(world, { args: ['validate'], files: { 'model-delivery.yaml': config }, forbidden: [CANARY] });
    },
    expect: { exitCode: 2, code: 'DATA_REMOTE_SOURCE', message: /example\.org/, fix: /\S/, document: 'error' },
  },
  {
    name: 'secret: the token, sent back by the API',
    hostile: [37],
    run: ({ scene }) =>
      echo((url) => {
        const project = scene.repository(SOUND as never);
        const job = project.pullJob(project.pull({ 'README.md': 'changed\n' }));
        return runStep('evaluate-gate', job, { env: { GITHUB_API_URL: url, MODEL_DELIVERY_DEBUG: '1' } });
      }),
    expect: { exitCode: 5, code: 'TOKEN_REFUSED', message: /refused token \*\*\*/, fix: /\S/, document: 'error' },
  },
  {
    name: 'secret: parameters of the policy and rows of data',
    hostile: [37],
    run: async ({ scene }) => {
      const config = evaluationConfig(
        `  candidate: { metrics: out/metrics.json }
  champion: { alias: champion, rescore: [node, score.js, --token, ${TOKEN}] }
  notify_on_fail: [ { slack: "https://user:${encodeURIComponent(CANARY)}@hooks.example.org/x" } ]
  checks: [ { metric: f1, min: 0.5 } ]`,
      ).replace('type: integer, range: [0, 120]', 'type: string, values: [fine]');
      const project = scene.repository({
        ...SOUND,
        'model-delivery.yaml': config,
        'out/metrics.json': '{"f1": 0.4}',
      } as never);
      const pull = project.pull({ 'README.md': 'changed\n' });
      const job = project.pullJob(pull);
      const basic = Buffer.from(`x-access-token:${job.token}`).toString('base64');
      const cells = [job.token, basic, encodeURIComponent(job.token), Buffer.from(job.token).toString('base64'), TOKEN];
      job.write('data/train.csv', `id,age\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`);
      const data = await step(job, 'validate-data');
      const gate = await step(job, 'evaluate-gate');
      const seen = await runStep('post-report', job, { forbidden: [TOKEN, CANARY] });
      const files = ['data-report.json', 'evaluation.json', 'report.html'].map((name) =>
        readFileSync(join(job.workspace, '.model-delivery', name), 'utf8'),
      );
      const steps = [data, gate].map(
        (step) => `${step.log}\n${step.summary}\n${JSON.stringify([step.outputs, step.annotations])}`,
      );
      return { ...seen, visible: [seen.visible, ...files, ...steps].join('\n') };
    },
    expect: { exitCode: 1, code: null, message: /"rescore":\["node","score\.js","--token","\*\*\*"\]/, document: null },
  },
];
