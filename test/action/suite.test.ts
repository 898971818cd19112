import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { churnFiles } from '../support/churn-project.ts';
import { Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

describe('the root action', () => {
  it('runs the stage that `stage` names, with the outputs of that stage', async () => {
    const project = scene.repository(churnFiles());
    const pull = project.pull({ 'README.md': '# better\n' });
    const job = project.pullJob(pull);
    const names = Object.keys(actionMetadata('suite').outputs).sort();
    const set = async (stage: string) => {
      const { exitCode, outputs, log } = await job.step('suite', { stage });
      expect(exitCode, log).toBe(0);
      expect(Object.keys(outputs).sort()).toEqual(names);
      expect(outputs.verdict).toBe('pass');
      return Object.keys(outputs)
        .filter((name) => outputs[name] !== '')
        .sort();
    };
    expect(await set('validate-data')).toEqual(['digest', 'document', 'failed-checks', 'summary', 'verdict']);
    expect(await set('evaluate-gate')).toEqual(['digest', 'document', 'summary', 'verdict']);
    expect(await set('post-report')).toEqual(['check-url', 'comment-url', 'document', 'summary', 'verdict']);
    expect(project.comments(pull)).toHaveLength(1);
  });

  it.each([
    ['none', {}, 'stage: required'],
    ['an unknown stage', { stage: 'deploy' }, '"deploy"'],
    ['a misspelt input', { stage: 'validate-data', modle: 'm' }, 'did you mean model?'],
  ])('%s is a configuration error', async (_, inputs, words) => {
    const step = await scene
      .repository(churnFiles())
      .pushJob()
      .step('suite', inputs as Record<string, string>);
    expect(step.exitCode).toBe(2);
    expect(step.annotations.at(-1)?.message).toContain(words);
  });
});
