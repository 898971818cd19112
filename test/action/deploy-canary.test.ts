import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GOLDEN_TEXT, type LiveTraffic, startTraffic } from '../rollout/live-traffic.ts';
import { actionMetadata } from '../support/action-step.ts';
import { type Project, Scene } from '../support/scene.ts';
import { logOf, runPush, SUITE } from '../support/workflow-run.ts';

let scene: Scene;
let directory: string;
let traffic: LiveTraffic;
let project: Project;
beforeAll(async () => {
  scene = await Scene.start();
  directory = mkdtempSync(join(tmpdir(), 'deploy-canary-'));
  traffic = await startTraffic(directory);
  project = scene.repository({ ...deliveryFiles(), 'model/weights.txt': 'the first\n' });
  const first = await deliver();
  expect(first.conclusion, logOf(first)).toBe('success');
});
beforeEach(() => {
  Object.assign(traffic.candidate, { failing: 0, answer: 1 });
  traffic.stable.failing = 0;
});
afterEach(() => scene.github.assertClean());
afterAll(async () => {
  await traffic.close();
  rmSync(directory, { recursive: true, force: true });
  await scene.end();
});

const OUTPUTS = Object.keys(actionMetadata('deploy-canary').outputs).sort();
const WORKFLOW = `name: Deploy
on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions: { contents: write, deployments: write, checks: read, actions: read }
    outputs:
${OUTPUTS.map((name) => `      ${name}: \${{ steps.canary.outputs.${name} }}`).join('\n')}
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - uses: ${SUITE}/actions/register-model@v1
        with: { model: model, adopt: true, reason: a test }
      - id: canary
        uses: ${SUITE}/actions/deploy-canary@v1
`;

/** A promotion makes the stable arm serve the new model at once: the command has nothing to do here. */
const config = (more = '') => `version: 1
model: live
registry: { store: { oci_layout: "${directory}/registry" } }
rollout:
  endpoint: live
  target: { dev_gateway: { weights: "${directory}/weights.json", promote: ["true"] } }
  smoke: { protocol: oip-v2, candidate: "${traffic.candidate.url}", fixtures: golden.json }
  source: { prometheus_text: "${traffic.gateway.adminUrl}/metrics" }
  steps: [ { weight: 20 }, { weight: 50 }, { weight: 100 } ]
  guardrails:
    - { id: errors, kind: count, events: 'requests_total{code=~"5.."}', total: requests_total, arm_label: version, non_inferiority: 1.5, max_rate: 0.05 }
  window: 250ms
  horizon: 60s
  soak: { for: 300ms }
${more}`;

const deliveryFiles = (more = '', workflow = WORKFLOW) => ({
  'model-delivery.yaml': config(more),
  'golden.json': GOLDEN_TEXT,
  '.github/workflows/deploy.yml': workflow,
});

/** Pushes what is in the repository, or another model and configuration, and runs the workflow. */
async function deliver(model?: string, more = '', settings = {}, workflow = WORKFLOW): Promise<RunResult> {
  if (model !== undefined) project.tree.commit({ ...deliveryFiles(more, workflow), 'model/weights.txt': `${model}\n` });
  const [run] = await runPush(project, settings);
  return run!;
}

const weights = () => JSON.parse(readFileSync(join(directory, 'weights.json'), 'utf8'));
const fileOf = (ref: string, path: string) =>
  project.tree.git.readFile(project.tree.git.resolveCommit(ref)!, path)!.toString();
const journal = () => JSON.parse(fileOf('refs/model-delivery/rollout/live', 'journal.json'));
const ledger = () =>
  fileOf('model-ledger', 'ledger.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const champion = () => ledger().findLast(({ alias }) => alias === 'champion').to;
const registered = () => ledger().findLast(({ action }) => action === 'register').to;
/** Statuses of the latest deployment, oldest first: `state: first words`. */
function statuses(): string[] {
  const latest = [...project.repository.deployments.values()].at(-1)!;
  return latest.statuses.map(({ state, description }) => `${state}: ${description?.split(':')[0]}`);
}

const summaryOf = (run: RunResult) => run.jobs.deploy!.summaries.join('\n');

/** A canary that can prove nothing: it stays where it is until somebody ends it. */
function undecided(): string {
  traffic.candidate.failing = 0.05;
  traffic.stable.failing = 0.05;
  return '  alpha: 1.0e-9\n';
}

async function untilCanaryOpen(): Promise<void> {
  await expect.poll(() => weights().candidate, { timeout: 60_000, interval: 50 }).toBe(20);
}

describe('deploy-canary', { timeout: 180_000 }, () => {
  it('served the first model at once: there was no second arm', () => {
    expect(journal()).toMatchObject({ state: 'Completed', mode: 'direct', champion: null, candidate: champion() });
    expect(weights()).toEqual({ stable: 100, candidate: 0 });
  });

  it('carries an equal model to 100 %, makes it champion, and leaves every output behind', async () => {
    const before = champion();
    const run = await deliver('as good');
    expect(run.conclusion, logOf(run)).toBe('success');
    const { outputs } = run.jobs.deploy!;
    expect(Object.keys(outputs).sort()).toEqual(OUTPUTS);
    expect(outputs).toMatchObject({ verdict: 'pass', state: 'Completed', weight: '100', promoted: 'true' });
    expect(outputs.document).toBe('.model-delivery/rollout.json');
    expect(outputs.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(outputs.summary).toContain('promoted');
    expect(champion()).toBe(registered());
    expect(ledger().at(-1)).toMatchObject({ action: 'promote', from: before, alias: 'champion' });
    expect(journal().decisions.map(({ to }: { to: string }) => to)).toEqual([
      'Locked',
      'Deployed',
      'Smoked',
      'Canary',
      'Canary',
      'Promoting',
      'Soaking',
      'Completed',
    ]);
    expect(summaryOf(run)).toContain('Completed');
    const shown = statuses();
    expect(shown[0]).toMatch(/^in_progress: Canary at (0|20) %/);
    expect(shown.at(-1)).toBe('success: Completed at 100 %');
    const runId = [...project.repository.actions.runs.keys()].at(-1)!;
    const artifacts = scene.github.artifacts.list(project.repository.fullName, runId).map(({ name }) => name);
    expect(artifacts).toContain('model-delivery-live-deploy-canary');
  });

  it('rolls a model back that errs in serving, fails the step, and says why where people look', async () => {
    const before = champion();
    traffic.candidate.failing = 0.3;
    const run = await deliver('errs in serving');
    expect(run.conclusion, logOf(run)).toBe('failure');
    const { outputs } = run.jobs.deploy!;
    expect(outputs).toMatchObject({ verdict: 'fail', state: 'RolledBack', weight: '0', promoted: 'false' });
    expect(outputs.summary).toContain('errors');
    expect(summaryOf(run)).toContain('RolledBack');
    expect(champion()).toBe(before);
    expect(weights()).toEqual({ stable: 100, candidate: 0 });
    expect(statuses().at(-1)).toBe('failure: RolledBack at 0 %');
  });

  it('a killed step: the post step of its job takes the canary back', async () => {
    const running = deliver('its runner step is killed', undecided());
    await untilCanaryOpen();
    const [, pid] = journal().lease.owner.split('/');
    process.kill(Number(pid), 'SIGKILL');
    const run = await running;
    expect(run.conclusion).toBe('failure');
    expect(weights(), logOf(run)).toEqual({ stable: 100, candidate: 0 });
    expect(journal()).toMatchObject({
      state: 'RolledBack',
      ending: { outcome: 'no_decision', reason: 'The job that carried this canary ended before the canary did.' },
    });
    expect(statuses().at(-1)).toBe('failure: RolledBack at 0 %');
  });

  it('a cancelled run gives the traffic back within what the runner allows', async () => {
    const cancel = new AbortController();
    const running = deliver('its run is cancelled', undecided(), { signal: cancel.signal });
    await untilCanaryOpen();
    const from = performance.now();
    cancel.abort();
    await expect.poll(() => weights().candidate, { timeout: 7500, interval: 20 }).toBe(0);
    expect(performance.now() - from).toBeLessThan(7500);
    const run = await running;
    expect(run.conclusion).toBe('cancelled');
    expect(journal(), logOf(run)).toMatchObject({ state: 'RolledBack', ending: { outcome: 'no_decision' } });
  });

  it('a stranger at the split: nothing more is written, by the post step neither', async () => {
    const running = deliver('somebody else changes the split', undecided());
    await untilCanaryOpen();
    writeFileSync(join(directory, 'weights.json'), '{"stable":40,"candidate":60}');
    const run = await running;
    expect(run.conclusion).toBe('failure');
    expect(run.jobs.deploy!.outputs, logOf(run)).toMatchObject({ verdict: 'error', state: 'Foreign' });
    expect(weights()).toEqual({ stable: 40, candidate: 60 });
    writeFileSync(join(directory, 'weights.json'), '{"stable":100,"candidate":0}');
    const abort = await project
      .pushJob({ permissions: { contents: 'write', deployments: 'write' } })
      .step('deploy-canary', { command: 'abort' });
    expect(abort, abort.log).toMatchObject({ exitCode: 3, outputs: { state: 'RolledBack', verdict: 'inconclusive' } });
  });

  it('refuses a version whose record was changed in the ledger, before anything is locked', async () => {
    const version: string = champion();
    const path = `versions/${version.slice(7)}.json`;
    const record = fileOf('model-ledger', path);
    const forged = record.replace('"reason":"a test"', '"reason":"a pest"');
    expect(forged).not.toBe(record);
    project.tree.commit({ [path]: forged }, { branch: 'model-ledger', message: 'forged' });
    const before = journal();
    const step = await project
      .pushJob({ permissions: { contents: 'write', deployments: 'write' } })
      .step('deploy-canary', { version });
    expect(step).toMatchObject({ exitCode: 4, outputs: { verdict: 'error', promoted: 'false' } });
    expect(step.annotations.map(({ message }) => message).join('\n')).toContain('record does not hold');
    expect(journal()).toEqual(before);
    project.tree.commit({ [path]: record }, { branch: 'model-ledger', message: 'mended' });
  });
});
