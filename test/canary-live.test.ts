import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gitRefLog } from '@model-delivery/git';
import { afterEach, expect, test } from 'vitest';
import { type LiveService, startLiveService } from './rollout/live-service.ts';
import { GOLDEN_TEXT } from './rollout/live-traffic.ts';

let service: LiveService;
afterEach(() => service.close());

/** A champion serves, and a second model is registered. */
async function withChampion(more = ''): Promise<{ champion: string; candidate: string }> {
  service = await startLiveService(more);
  const champion = await service.register('one');
  expect((await service.cli(['promote', champion, '--to', 'champion', '--reason', 'first'])).code).toBe(0);
  return { champion, candidate: await service.register('two') };
}

const championNow = async () => JSON.parse((await service.cli(['show', 'champion', '--json'])).stdout).version;

test('an equal model is carried to 100 % and becomes champion', async () => {
  const { champion, candidate } = await withChampion();
  const run = await service.cli(['canary', 'run']);
  expect(run.code, run.stdout + run.stderr).toBe(0);
  const document = service.document();
  expect(document).toMatchObject({
    state: 'Completed',
    weight: 100,
    verdict: 'pass',
    promoted: true,
    candidate,
    champion,
  });
  expect(document.decisions.map(({ to }) => to)).toEqual([
    'Locked',
    'Deployed',
    'Smoked',
    'Canary',
    'Canary',
    'Promoting',
    'Soaking',
    'Completed',
  ]);
  expect(service.weights()).toEqual({ stable: 0, candidate: 100 });
  expect(await championNow()).toBe(candidate);
});

test('a model that errs in serving is taken back, and the champion stays', async () => {
  const { champion } = await withChampion();
  service.candidate.failing = 0.3;
  const run = await service.cli(['canary', 'run']);
  expect(run.code, run.stdout + run.stderr).toBe(1);
  expect(service.document()).toMatchObject({ state: 'RolledBack', weight: 0, verdict: 'fail', promoted: false });
  expect(service.weights()).toEqual({ stable: 100, candidate: 0 });
  expect(await championNow()).toBe(champion);
});

test('wrong answers to golden requests end it before any traffic', async () => {
  await withChampion();
  service.candidate.answer = 2;
  const run = await service.cli(['canary', 'run']);
  expect(run.code, run.stdout + run.stderr).toBe(1);
  const document = service.document();
  expect(document).toMatchObject({ state: 'RolledBack', smoke: { fixtures: 1, passed: 0 } });
  expect(document.decisions.some(({ weight }) => weight > 0)).toBe(false);
});

test('a run that is told to stop gives the traffic back in time', async () => {
  await withChampion('  alpha: 1.0e-9\n');
  service.candidate.failing = 0.05;
  service.stable.failing = 0.05;
  const stop = new AbortController();
  const running = service.cli(['canary', 'run'], stop.signal);
  await expect.poll(() => service.weights().candidate, { timeout: 15_000 }).toBe(20);
  const from = performance.now();
  stop.abort();
  const { code, stderr } = await running;
  expect(performance.now() - from).toBeLessThan(7500);
  expect(code, stderr).toBe(3);
  expect(service.weights()).toEqual({ stable: 100, candidate: 0 });
  expect(service.document()).toMatchObject({ state: 'RolledBack', verdict: 'inconclusive' });
});

test('tick by tick: status reads only, a second rollout is refused, abort takes it back', async () => {
  const { candidate } = await withChampion();
  expect((await service.cli(['canary', 'start'])).code).toBe(0);
  expect(service.document()).toMatchObject({ state: 'Canary', step: 0, weight: 20 });
  const status = await service.cli(['canary', 'status', '--json']);
  expect([status.code, JSON.parse(status.stdout).state]).toEqual([0, 'Canary']);
  const other = await service.register('three');
  const refused = await service.cli(['canary', 'start', other, '--json']);
  expect(refused.code).toBe(5);
  expect(JSON.parse(refused.stdout).error.code).toBe('ROLLOUT_OPEN');
  expect((await service.cli(['canary', 'tick'])).code).toBe(0);
  expect((await service.cli(['canary', 'reconcile'])).code).toBe(0);
  const abort = await service.cli(['canary', 'abort', '--reason', 'not today']);
  expect(abort.code, abort.stderr).toBe(3);
  expect(service.document()).toMatchObject({ state: 'RolledBack', candidate, reason: 'not today' });
  expect(service.weights()).toEqual({ stable: 100, candidate: 0 });
  expect((await service.cli(['canary', 'tick'])).code).toBe(3);
});

test('an open rollout is carried on by the policy it began with', async () => {
  await withChampion();
  expect((await service.cli(['canary', 'start'])).code).toBe(0);
  const path = `${service.directory}/model-delivery.yaml`;
  const changed = readFileSync(path, 'utf8')
    .replace('{ weight: 20 }, { weight: 50 }, { weight: 100 }', '{ weight: 90 }')
    .replace('max_rate: 0.05', 'max_rate: 0.5');
  writeFileSync(path, changed);
  await expect.poll(() => service.gateway.weights().candidate).toBe(20);
  const tick = await service.cli(['canary', 'tick', '--json']);
  const { state, policy, warnings } = JSON.parse(tick.stdout);
  expect([tick.code, state], tick.stderr).toEqual([0, 'Canary']);
  expect(policy).toMatchObject({ steps: [{ weight: 20 }, { weight: 50 }, { weight: 100 }] });
  expect(warnings.join(' ')).toContain('rollout.steps, rollout.guardrails was changed while this rollout is open');
  expect([20, 50]).toContain(service.weights().candidate);
  expect((await service.cli(['canary', 'abort'])).code).toBe(3);
});

test('somebody else changes the split: nothing more is written, exit 5', async () => {
  await withChampion();
  await service.cli(['canary', 'start']);
  writeFileSync(`${service.directory}/weights.json`, '{"stable":40,"candidate":60}');
  const tick = await service.cli(['canary', 'tick', '--json']);
  expect([tick.code, JSON.parse(tick.stdout).state]).toEqual([5, 'Foreign']);
  expect(service.weights().candidate).toBe(60);
  expect((await service.cli(['canary', 'abort'])).code).toBe(3);
  expect(service.weights().candidate).toBe(0);
});

test('an archived version, an unknown one and a malformed journal are refused', async () => {
  const { candidate } = await withChampion();
  const unknown = await service.cli(['canary', 'run', `sha256:${'0'.repeat(64)}`, '--json']);
  expect(unknown.code).toBe(4);
  // The alias has to leave a version before it can be archived.
  await service.register('three');
  expect((await service.cli(['archive', candidate, '--reason', 'old'])).code).toBe(0);
  const archived = await service.cli(['canary', 'run', candidate, '--json']);
  expect([archived.code, JSON.parse(archived.stdout).error.code]).toEqual([4, 'PROOF_REFUSED']);
  await gitRefLog({ directory: service.directory, env: process.env }).append('refs/model-delivery/rollout/live', null, {
    files: { 'journal.json': '{"schema":"rollout-journal/1"}' },
    message: 'forged',
  });
  for (const word of ['run', 'tick', 'status', 'abort']) {
    const refused = await service.cli(['canary', word, '--json']);
    expect([word, refused.code, JSON.parse(refused.stdout).error.code]).toEqual([word, 4, 'JOURNAL_MALFORMED']);
  }
  expect(service.weights()).toEqual({ stable: 100, candidate: 0 });
});

test('what cannot be asked never gets traffic: no golden requests, a closed port', async () => {
  const { champion } = await withChampion();
  rmSync(`${service.directory}/golden.json`);
  const bare = await service.cli(['canary', 'run', '--json']);
  expect([bare.code, JSON.parse(bare.stdout).verdict]).toEqual([4, 'error']);
  writeFileSync(`${service.directory}/golden.json`, GOLDEN_TEXT);
  await service.candidate.close();
  const closed = await service.cli(['canary', 'start', '--json']);
  expect(closed.code, closed.stderr).toBe(5);
  expect(JSON.parse(closed.stdout)).toMatchObject({
    state: 'RolledBack',
    error: { code: 'ROLLOUT_CANDIDATE_UNREACHABLE' },
  });
  expect(service.weights()).toEqual({ stable: 100, candidate: 0 });
  const already = await service.cli(['canary', 'run', champion, '--json']);
  expect([already.code, JSON.parse(already.stdout).state]).toEqual([0, 'Idle']);
});

test('a first model is smoke-tested and served at once', async () => {
  service = await startLiveService();
  const version = await service.register('one');
  const plan = await service.cli(['canary', 'plan', '--json']);
  expect([plan.code, JSON.parse(plan.stdout).state]).toEqual([0, 'Idle']);
  const run = await service.cli(['canary', 'run']);
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(service.document()).toMatchObject({ state: 'Completed', champion: null, candidate: version });
  expect(await championNow()).toBe(version);
});
