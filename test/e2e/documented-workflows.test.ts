import { join } from 'node:path';
import { loadConfig } from '@model-delivery/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { churnFiles } from '../support/churn-project.ts';
import { isWorkflow, type MarkdownBlock, markdownFiles, yamlBlocks } from '../support/markdown-blocks.ts';
import { Scene } from '../support/scene.ts';
import { logOf, runPull, runPush } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const blocks = markdownFiles().flatMap(yamlBlocks);
const workflows = blocks.filter(({ tested }) => tested === 'e2e');
const where = ({ file, line }: MarkdownBlock) => `${file}:${line}`;
const triggers = ({ text }: MarkdownBlock) => Object.keys((parse(text) as { on: object }).on);

/** A repository in which `npm run train` writes what the gate reads, whose servers poll a store on this machine. */
function repositoryFiles(): Record<string, string> {
  stores += 1;
  const more = `report: { html: false }
registry: { store: { oci_layout: ${join(scene.directory, `documented-store-${stores}`)} } }
rollout: { endpoint: churn, target: { registry_alias: {} }, soak: { for: 0s }, window: 1s }
`;
  return {
    ...(churnFiles({ more }) as Record<string, string>),
    'package.json': '{"private":true,"scripts":{"train":"mkdir -p out/model && echo w > out/model/weights.txt"}}',
  };
}
let stores = 0;

/** What `deploy-canary` rightly says of a repository without a model server. */
const WITHOUT_SERVER = /^No smoke test is configured/;

/** The workflow that registers what the one under test rolls out. */
const registers = workflows.find(({ file }) => file === 'actions/register-model/README.md')!;

/** The workflow that a `workflow_run` block of the same file follows. */
function followed(block: MarkdownBlock): MarkdownBlock {
  const { workflows: names } = (parse(block.text) as { on: { workflow_run: { workflows: string[] } } }).on.workflow_run;
  const found = blocks.find(
    ({ text, file }) => file === block.file && names.includes((parse(text) as { name?: string }).name ?? ''),
  );
  if (found === undefined)
    throw new Error(`${where(block)} follows ${names.join(', ')}, which ${block.file} does not show`);
  return found;
}

describe('workflows of the documentation', { timeout: 60_000 }, () => {
  it('of the README files are all executed here', () => {
    const untested = blocks.filter(
      (block) => /README\.md$/.test(block.file) && isWorkflow(block) && block.tested !== 'e2e',
    );
    expect(untested.map(where)).toEqual([]);
    expect(workflows.length).toBeGreaterThanOrEqual(8);
  });

  const standalone = workflows.filter((block) => !triggers(block).includes('workflow_run'));
  it.each(standalone.map((block) => [where(block), block] as const))('%s', async (_, block) => {
    const before = block.text.includes('/actions/deploy-canary@') ? registers : block;
    const project = scene.repository({ ...repositoryFiles(), '.github/workflows/ml.yml': before.text });
    if (before !== block) {
      const [registered] = await runPush(project);
      expect(registered?.conclusion, logOf(registered)).toBe('success');
      project.tree.commit({ '.github/workflows/ml.yml': block.text });
    }
    const onPull = triggers(block).includes('pull_request');
    const pull = project.pull({ 'README.md': '# better\n' });
    const [run, ...more] = onPull ? await runPull(project, pull) : await runPush(project);
    expect(run?.conclusion, logOf(run)).toBe('success');
    expect(more).toEqual([]);
    const annotations = Object.values(run!.jobs).flatMap((job) => job.annotations);
    expect(annotations.filter(({ message }) => !WITHOUT_SERVER.test(message))).toEqual([]);
    if (onPull)
      expect(project.comments(pull)).toHaveLength(
        block.text.includes('post-report') || block.text.includes('ml-ci.yml') ? 1 : 0,
      );
  });

  const chained = workflows.filter((block) => triggers(block).includes('workflow_run'));
  it.each(chained.map((block) => [where(block), block] as const))(
    '%s, after the workflow it follows',
    async (_, block) => {
      const project = scene.repository({
        ...repositoryFiles(),
        '.github/workflows/ml.yml': followed(block).text,
        '.github/workflows/report.yml': block.text,
      });
      const pull = project.pullFromFork({ 'README.md': '# better\n' });
      const runs = await runPull(project, pull);
      expect(
        runs.map(({ conclusion }) => conclusion),
        logOf(runs.at(-1)),
      ).toEqual(['success', 'success']);
      expect(project.comments(pull)).toHaveLength(1);
      expect(project.comments(pull)[0]).toContain('self-reported by fork code');
    },
  );
});

describe('configurations of the documentation', { timeout: 60_000 }, () => {
  const configurations = blocks.filter(({ tested }) => tested === 'config');
  it.each(configurations.map((block) => [where(block), block] as const))('%s is accepted', (_, block) => {
    expect(loadConfig(block.text, block.file).config.model).toMatch(/./);
  });
});
