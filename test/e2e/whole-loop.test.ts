import { pushEvent, type RunResult } from '@model-delivery/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DeliveryProject,
  deliveryFiles,
  monitorWorkflow,
  people,
  quality,
  retrainWorkflow,
  reviewWorkflow,
} from '../support/delivery-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull, runPush } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const FILES = {
  ...deliveryFiles(),
  '.github/workflows/model.yml': reviewWorkflow,
  '.github/workflows/monitor.yml': monitorWorkflow,
  '.github/workflows/retrain.yml': retrainWorkflow,
};
const NIGHT = { name: 'schedule', payload: { schedule: '17 5 * * *' } };

/** Merges an open pull request; what the push then starts. */
function merge(delivery: DeliveryProject, number: number): Promise<RunResult[]> {
  const { repository, tree } = delivery.project;
  const before = tree.git.resolveCommit('main')!;
  repository.pulls.merge(number, { by: 'ann', method: 'squash' });
  const merged = { ref: 'refs/heads/main', before, after: tree.git.resolveCommit('main')!, pusher: 'ann' };
  return delivery.run({ name: 'push', payload: pushEvent(scene.github, repository, merged) });
}

describe('the whole loop', { timeout: 600_000 }, () => {
  it('ml-ci, merge, ml-cd, drift, ml-monitor, ml-retrain, ml-cd, and back again by hand', async () => {
    const delivery = new DeliveryProject(scene, FILES);
    const { project, settings } = delivery;
    expect(delivery.champion()).toBeNull();
    const [started] = await runPush(project, settings);
    expect(started!.conclusion, logOf(started)).toBe('success');
    const first = delivery.champion();

    // A pull request is judged against the champion, and changes nothing.
    const pull = project.pull({ 'quality.json': quality(0.93) });
    const [review] = await runPull(project, pull, settings);
    expect(review!.conclusion, logOf(review)).toBe('success');
    expect(review!.jobs['model / gate']!.outputs.verdict).toBe('pass');
    expect(project.comments(pull)).toHaveLength(1);
    expect(delivery.champion()).toBe(first);

    // Its merge is trained again on main, registered and carried to all of the traffic; the comment is the same one.
    const [delivered] = await merge(delivery, pull.number);
    expect(delivered!.conclusion, logOf(delivered)).toBe('success');
    expect(delivered!.jobs['deliver / gate']!.outputs.champion).toBe(first);
    const better = delivery.champion();
    expect(better).toBe(delivered!.jobs['deliver / register']!.outputs.version);
    expect(better).not.toBe(first);
    expect(project.comments(pull)).toHaveLength(1);

    // A night on which nothing has changed.
    const [calm, ...nothing] = await delivery.run(NIGHT);
    expect(calm!.conclusion, logOf(calm)).toBe('success');
    expect(calm!.jobs['monitor / monitor']!.outputs).toMatchObject({ triggered: 'false', 'run-id': '' });
    expect(nothing).toEqual([]);

    // Another population: the monitor starts the retraining, whose run makes the next champion.
    project.tree.commit({ 'data/serving.csv': people(60) }, { message: 'Older people' });
    const [alarmed, retrained, ...more] = await delivery.run(NIGHT);
    expect(alarmed!.jobs['monitor / monitor']!.outputs, logOf(alarmed)).toMatchObject({ triggered: 'true' });
    expect(alarmed!.jobs['monitor / monitor']!.outputs['run-id']).toBe(String(retrained!.run.id));
    expect(retrained!.event).toBe('workflow_dispatch');
    expect(retrained!.conclusion, logOf(retrained)).toBe('success');
    expect(more).toEqual([]);
    expect(retrained!.jobs['retrain / deliver / train']!.log).toMatch(
      /training for promotion on full, because .*drift/,
    );
    expect(retrained!.jobs['retrain / deliver / gate']!.outputs.champion).toBe(better);
    const newest = delivery.champion();
    expect(newest).toBe(retrained!.jobs['retrain / deliver / register']!.outputs.version);
    expect([first, better]).not.toContain(newest);

    // Taken back from GitHub, by a person, with a reason.
    const [back] = await delivery.dispatch({ command: 'rollback', version: '', reason: 'complaints about fares' });
    expect(back!.conclusion, logOf(back)).toBe('success');
    expect(results(back!)).toMatchObject({ data: 'skipped', canary: 'skipped', move: 'success' });
    expect(delivery.champion()).toBe(better);

    // And promoted again, by its version.
    const again = { command: 'promote', version: newest!, reason: 'the fares were right' };
    const [forth] = await delivery.dispatch(again);
    expect(forth!.conclusion, logOf(forth)).toBe('success');
    expect(delivery.champion()).toBe(newest);

    expect(delivery.ledger().map(({ action, alias, from, to }) => [action, alias, from, to])).toEqual([
      ['register', 'candidate', null, first],
      ['promote', 'champion', null, first],
      ['register', 'candidate', first, better],
      ['promote', 'champion', first, better],
      ['register', 'candidate', better, newest],
      ['promote', 'champion', better, newest],
      ['rollback', 'champion', newest, better],
      ['promote', 'champion', better, newest],
    ]);
    expect(delivery.ledger().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(delivery.ledger().at(-2)).toMatchObject({ reason: 'complaints about fares' });
    scene.github.assertClean();
  });
});
