import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What `kubectl` keeps: one HTTPRoute and the environment of the deployments. */
interface ClusterState {
  route: {
    metadata: { name: string; resourceVersion: string };
    spec: { rules: { backendRefs: { name: string; weight: number }[] }[] };
  };
  env: Record<string, Record<string, string>>;
}

/** A cluster behind a `kubectl` that knows four commands, and a page of metrics that follows its weights. */
export interface FakeCluster {
  metrics: string;
  state(): ClusterState;
  /** Every call of kubectl, oldest first. */
  calls(): string[];
  close(): Promise<void>;
}

/** `replace` compares resourceVersion as the API server does; without a file of credentials nothing is answered. */
const KUBECTL = (stateFile: string, logFile: string) => `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(logFile)}, args.join(' ') + '\\n');
const fail = (text) => { console.error(text); process.exit(1); };
if (!existsSync(process.env.HOME + '/.kube/config')) fail('error: no configuration has been provided');
const state = JSON.parse(readFileSync(${JSON.stringify(stateFile)}, 'utf8'));
const save = () => writeFileSync(${JSON.stringify(stateFile)}, JSON.stringify(state));
const command = args.join(' ');
if (command === 'get httproute churn -o json') console.log(JSON.stringify(state.route));
else if (command === 'replace -f -') {
  const route = JSON.parse(readFileSync(0, 'utf8'));
  if (route.metadata.resourceVersion !== state.route.metadata.resourceVersion) fail('Error from server (Conflict): the object has been modified');
  route.metadata.resourceVersion = String(Number(route.metadata.resourceVersion) + 1);
  state.route = route;
  save();
} else if (args[0] === 'set' && args[1] === 'env') {
  const [name, value] = args[3].split(/=(.*)/s);
  state.env[args[2]] = { ...state.env[args[2]], [name]: value };
  save();
} else if (args[0] === 'rollout' && args[1] === 'status') console.log(args[2] + ' successfully rolled out');
else fail('error: unknown command: ' + command);
`;

const REQUESTS_A_LOOK = 40_000;

/** @param bin folder on the PATH of the jobs, where `kubectl` is put */
export async function startFakeCluster(directory: string, bin: string): Promise<FakeCluster> {
  for (const path of [directory, bin]) mkdirSync(path, { recursive: true });
  const [stateFile, logFile] = [join(directory, 'cluster.json'), join(directory, 'kubectl.log')];
  const refs = [
    { name: 'churn-stable', weight: 100 },
    { name: 'churn-candidate', weight: 0 },
  ];
  const route = { metadata: { name: 'churn', resourceVersion: '1' }, spec: { rules: [{ backendRefs: refs }] } };
  writeFileSync(stateFile, JSON.stringify({ route, env: {} } satisfies ClusterState));
  writeFileSync(logFile, '');
  writeFileSync(join(bin, 'kubectl'), KUBECTL(stateFile, logFile));
  chmodSync(join(bin, 'kubectl'), 0o755);
  const state = () => JSON.parse(readFileSync(stateFile, 'utf8')) as ClusterState;
  const server = await metricsOf(state);
  return {
    metrics: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    state,
    calls: () => readFileSync(logFile, 'utf8').split('\n').filter(Boolean),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Counters of requests without errors, which grow with each look as the weights say. */
async function metricsOf(state: () => ClusterState): Promise<Server> {
  const totals: Record<string, number> = { stable: 0, candidate: 0 };
  const server = createServer((_, response) => {
    for (const { name, weight } of state().route.spec.rules[0]!.backendRefs) {
      totals[name.replace('churn-', '')]! += (REQUESTS_A_LOOK * weight) / 100;
    }
    const lines = Object.entries(totals).map(([arm, n]) => `requests_total{version="${arm}",code="200"} ${n}\n`);
    response.end(lines.join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
