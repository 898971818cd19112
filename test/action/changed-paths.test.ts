import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { churnFiles } from '../support/churn-project.ts';
import { Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const paths = '**\n!**/*.md\n!docs/**\n';

describe('changed-paths', () => {
  it.each<[string, Record<string, string | null>, string]>([
    ['data', { 'data/train.csv': 'id,age\n' }, 'true'],
    ['documentation', { 'README.md': 'x', 'docs/a.csv': 'x' }, 'false'],
    ['a file moved out of the documentation', { 'docs/a.csv': null, 'data/a.csv': 'a long enough text\n' }, 'true'],
    ['a file moved into the documentation', { 'data/b.csv': null, 'docs/b.csv': 'another text that moves\n' }, 'true'],
  ])('%s: %#', async (_, files, changed) => {
    const moving = { 'docs/a.csv': 'a long enough text\n', 'data/b.csv': 'another text that moves\n' };
    const project = scene.repository({ ...churnFiles(), ...moving });
    const step = await project.pullJob(project.pull(files)).step('changed-paths', { paths });
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs).toEqual({ changed });
    expect(Object.keys(actionMetadata('changed-paths').outputs)).toEqual(['changed']);
  });

  it('everything but a pull request counts as changed, and so does `always`', async () => {
    const project = scene.repository(churnFiles());
    expect((await project.pushJob().step('changed-paths', { paths })).outputs.changed).toBe('true');
    const job = project.pullJob(project.pull({ 'README.md': 'x' }));
    expect((await job.step('changed-paths', { paths, always: 'true' })).outputs.changed).toBe('true');
  });

  it('says which permission it lacks', async () => {
    const project = scene.repository(churnFiles(), { private: true });
    const job = project.pullJob(project.pull({ 'README.md': 'x' }), { permissions: { contents: 'read' } });
    const step = await job.step('changed-paths', { paths });
    expect(step.exitCode).toBe(5);
    expect(step.annotations.at(-1)?.message).toContain('pull-requests: read');
  });
});
