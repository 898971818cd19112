import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { spec as deployCanary } from '../../actions/deploy-canary/src/spec.ts';
import { spec as evaluateGate } from '../../actions/evaluate-gate/src/spec.ts';
import { spec as postReport } from '../../actions/post-report/src/spec.ts';
import { spec as registerModel } from '../../actions/register-model/src/spec.ts';
import { spec as triggerRetraining } from '../../actions/trigger-retraining/src/spec.ts';
import { spec as validateData } from '../../actions/validate-data/src/spec.ts';
import { main } from '../../packages/cli/src/main.ts';
import { configJsonSchema, loadConfig } from '../../packages/core/src/index.ts';
import { root } from '../../scripts/root.ts';
import { fileNamed, RECIPES, recipeBlocks } from '../support/recipe.ts';
import { anchors, codeBlocks, inlineCode, linkTargets, readPages } from './pages.ts';

const pages = readPages();
const blocks = pages.flatMap(codeBlocks);
const page = (path: string) => pages.find((candidate) => candidate.path === path)!;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

it('finds the pages and blocks it is about', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'README.md',
      'SECURITY.md',
      'docs/configuration.md',
      'docs/whole-loop.md',
      'examples/flight-delay/README.md',
    ]),
  );
  expect(blocks.filter(({ mark }) => mark === 'config').length).toBeGreaterThanOrEqual(5);
  expect(blocks.filter(({ page: path, mark }) => path === 'README.md' && mark === 'e2e')).toHaveLength(1);
});

describe('quick start of the README', () => {
  const workflow = (text: string) => parse(text) as { on: object; permissions: object; jobs: Record<string, object> };

  it('has the triggers, permissions and the model job of the example', () => {
    const own = workflow(blocks.find(({ page: path, mark }) => path === 'README.md' && mark === 'e2e')!.code);
    const example = workflow(read('examples/flight-delay/.github/workflows/ml.yml'));
    expect(own.on).toEqual(example.on);
    expect(own.permissions).toEqual(example.permissions);
    expect(own.jobs).toEqual({ model: withoutDataset(example.jobs.model!) });
  });

  /** The example also has live data, which its pull requests leave out; the configuration of the README has none. */
  function withoutDataset(job: object): object {
    const copy = structuredClone(job) as { steps: { uses?: string; with?: { dataset?: string } }[] };
    const step = copy.steps.find(({ uses }) => uses?.endsWith('/validate-data@v1'))!;
    expect(step.with).toEqual({ dataset: 'train, test' });
    delete step.with;
    return copy;
  }

  it('stands in fewer than 200 lines', () => expect(read('README.md').split('\n').length).toBeLessThan(200));
});

describe('recipes', () => {
  const tests = ['test/e2e/documented-recipes.test.ts', 'test/services/documented-python.service.test.ts'].map(read);

  it('every file of a recipe is run by a test', () => {
    const untested = blocks.filter(
      ({ page: path, mark, language }) => path === RECIPES && language !== 'mermaid' && !mark,
    );
    expect(untested.map(({ line }) => `${RECIPES}:${line}`)).toEqual([]);
    const names = [...new Set(recipeBlocks().map(({ mark }) => mark!.replace('recipe-', '')))];
    expect(names).toEqual(['hosted', 'polling', 'python']);
    expect(names.filter((name) => !tests.some((text) => text.includes(`recipeFiles('${name}')`)))).toEqual([]);
    for (const block of recipeBlocks()) expect(fileNamed(block)).toMatch(/\.(?:ya?ml|mjs|py|sh)$/);
  });

  const configurations = recipeBlocks().filter((block) => fileNamed(block) === 'model-delivery.yaml');
  it.each(configurations)('$page:$line loads', ({ page: path, line, code }) => {
    expect(() => loadConfig(code, `${path}:${line}`)).not.toThrow();
  });
  it('each has a configuration', () => expect(configurations).toHaveLength(3));
});

describe('configurations', () => {
  it.each(blocks.filter(({ mark }) => mark === 'config'))('$page:$line loads', ({ page: path, line, code }) => {
    expect(() => loadConfig(code, `${path}:${line}`)).not.toThrow();
  });

  it('every key of the blocks that have an effect is described', () => {
    const described = read('docs/configuration.md').replaceAll(/```[\s\S]*?```/g, '');
    const { properties } = configJsonSchema() as { properties: Record<string, object> };
    const { registry: _, rollout: _1, retraining: _2, ...built } = properties;
    const keys = [...new Set([...Object.keys(properties), ...propertyNames(built)])];
    expect(keys.length).toBeGreaterThan(70);
    const words = new Set([...described.matchAll(/`[^`\n]+`/g)].flatMap(([code]) => code.match(/[a-z_0-9]+/g) ?? []));
    expect(keys.filter((key) => !words.has(key))).toEqual([]);
  });
});

/** The names of all properties of a JSON Schema, at any depth. */
function propertyNames(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(propertyNames);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [...Object.keys(value), ...propertyNames(Object.values(value))] : propertyNames(value),
  );
}

describe('links and images', () => {
  const links = pages.flatMap((from) => linkTargets(from).map((target) => ({ from: from.path, target })));
  const local = links.filter(({ target }) => !/^[a-z]+:/.test(target));

  it('are found', () => expect(local.length).toBeGreaterThan(60));

  it.each(local)('$from -> $target', ({ from, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? from : posix.join(dirname(from), decodeURIComponent(path));
    expect(existsSync(join(root, file)), `${file} does not exist`).toBe(true);
    if (anchor !== undefined) expect([...anchors(page(file))]).toContain(anchor);
  });

  it('paths named in code exist, here or in the repository of a user (the example)', () => {
    const own = /^(?:(?:packages|docs|test|scripts|examples|schema|\.github|\.ci)\/|actions\/[\w-]+\/src\/)[\w./-]+$/;
    const named = pages
      .filter(({ path }) => path !== 'docs/errors.md')
      .flatMap((from) => inlineCode(from).map((code) => ({ from: from.path, code })))
      .filter(({ code }) => own.test(code) && !/[A-Z]{4}/.test(code));
    expect(named.length).toBeGreaterThan(30);
    const places = (from: string) => ['.', dirname(from), 'examples/flight-delay'];
    const absent = named.filter(({ from, code }) => !places(from).some((place) => existsSync(join(root, place, code))));
    expect(absent).toEqual([]);
  });

  it('the screenshot is a PNG below 200 kB', () => {
    const image = readFileSync(join(root, 'docs/images/comment.png'));
    expect(image.subarray(1, 4).toString()).toBe('PNG');
    expect(image.length).toBeLessThan(200_000);
  });
});

async function help(command: string): Promise<string> {
  let text = '';
  const argv = command === '' ? ['--help'] : [command, '--help'];
  const stdout = (part: string) => {
    text += part;
  };
  const code = await main({ argv, env: {}, cwd: root, stdout, stderr: stdout, now: () => 0 });
  expect(code).toBe(0);
  return text;
}

const general = await help('');
const commands = [
  ...general.slice(general.indexOf('Commands:'), general.indexOf('Flags')).matchAll(/^ {2}([a-z][a-z-]*) /gm),
];
const flags = new Map<string, Set<string>>();
for (const [, name] of commands) flags.set(name!, flagsOf(await help(name!)));

function flagsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/--([a-z-]+(?:METRIC)?)/g)].map((match) => match[1]!));
}

const known = (command: string, flag: string) =>
  flags.get(command)!.has(flag) || (command === 'evaluate' && /^threshold-[a-zA-Z-]+$/.test(flag));

/** Calls of the command line in code: the command's name and its flags. */
function callsIn(code: string): { command: string; flags: string[]; call: string }[] {
  return [...code.matchAll(/(?<![\w./-])model-delivery ([a-z][a-z-]*)([^\n#&|]*)/g)].map(([call, command, rest]) => ({
    call: call.trim(),
    command: command!,
    flags: [...rest!.matchAll(/(?<!\S)--([A-Za-z-]+)/g)].map((match) => match[1]!),
  }));
}

describe('command line', () => {
  const shell = blocks.filter(({ language }) => language === 'sh' || language === 'bash');
  const calls = [
    ...shell.flatMap(({ page: path, code }) => callsIn(code).map((call) => ({ page: path, ...call }))),
    ...pages.flatMap((from) =>
      inlineCode(from).flatMap((code) => callsIn(code).map((call) => ({ page: from.path, ...call }))),
    ),
  ];

  it('the help names commands and the pages call them', () => {
    expect([...flags.keys()]).toEqual(expect.arrayContaining(['validate', 'evaluate', 'report']));
    expect(calls.length).toBeGreaterThan(20);
  });

  it.each(calls)('$page: $call', ({ command, flags: used }) => {
    expect([...flags.keys()]).toContain(command);
    expect(used.filter((flag) => !known(command, flag))).toEqual([]);
  });

  it('every command and flag stands in docs/cli.md', () => {
    const text = read('docs/cli.md');
    expect([...flags.keys()].filter((command) => !text.includes(`model-delivery ${command}`))).toEqual([]);
    const all = new Set([...flags.values()].flatMap((set) => [...set]));
    expect([...all].filter((flag) => !text.includes(`--${flag}`))).toEqual([]);
  });

  it.each(['README.md', 'docs/cli.md', 'docs/configuration.md', 'docs/evaluation.md', 'docs/data-checks.md'])(
    'flags named alone in %s exist',
    (path) => {
      const named = inlineCode(page(path)).flatMap((code) => /^--([A-Za-z-]+)/.exec(code)?.[1] ?? []);
      expect(named.filter((flag) => ![...flags.keys()].some((command) => known(command, flag)))).toEqual([]);
    },
  );

  it('npm scripts exist', () => {
    const scripts = ['package.json', 'examples/flight-delay/package.json'].flatMap((path) =>
      Object.keys((JSON.parse(read(path)) as { scripts: object }).scripts),
    );
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/`?npm run ([a-z0-9:-]+)/g)].map((match) => ({ path, script: match[1]! })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ script }) => !scripts.includes(script))).toEqual([]);
  });
});

const inputsOfActions = new Map(
  [validateData, evaluateGate, registerModel, deployCanary, postReport, triggerRetraining].map(({ name, inputs }) => [
    name as string,
    Object.keys(inputs),
  ]),
);

/** Steps and jobs that use something of ours, at any depth of a workflow or a part of one. */
function uses(value: unknown): { uses: string; with?: object }[] {
  if (Array.isArray(value)) return value.flatMap(uses);
  if (value === null || typeof value !== 'object') return [];
  const own = value as { uses?: unknown; with?: object };
  const here = typeof own.uses === 'string' ? [own as { uses: string; with?: object }] : [];
  return [...here, ...Object.values(value).flatMap(uses)];
}

describe('workflows', () => {
  const yaml = blocks.filter(({ language }) => language === 'yaml');
  const used = yaml.flatMap((block) =>
    uses(parse(block.code))
      .filter((step) => /^(?:model-delivery\/model-delivery|OWNER\/REPO)\//.test(step.uses))
      .map((step) => ({ where: `${block.page}:${block.line}`, step: step.uses, with: Object.keys(step.with ?? {}) })),
  );

  it('are found', () => expect(used.length).toBeGreaterThan(6));

  it.each(used)('$where: $step takes these inputs', ({ step, with: given }) => {
    const path = /^[^/]+\/[^/]+\/(.+)@[\w.-]+$/.exec(step)?.[1] ?? '';
    const name = /^actions\/([\w-]+)$/.exec(path)?.[1];
    const inputs = name === undefined ? inputsOfWorkflow(path) : inputsOfActions.get(name);
    expect(inputs, `${step} does not exist`).toBeDefined();
    expect(given.filter((input) => !inputs!.includes(input))).toEqual([]);
  });

  it('docs/ci-recipes.md lists every input of ml-ci.yml and no other', () => {
    const section = read('docs/ci-recipes.md').split('## The reusable workflow')[1]!.split('**Secrets.**')[0]!;
    const listed = [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map((match) => match[1]!);
    expect(listed.toSorted()).toEqual(inputsOfWorkflow('.github/workflows/ml-ci.yml')!.toSorted());
  });
});

function inputsOfWorkflow(path: string): string[] | undefined {
  if (!existsSync(join(root, path))) return undefined;
  const workflow = parse(read(path)) as { on: { workflow_call: { inputs: object } } };
  return Object.keys(workflow.on.workflow_call.inputs);
}

it('every decision is listed', () => {
  const listed = linkTargets(page('docs/decisions/README.md'));
  const present = pages.flatMap(({ path }) => /^docs\/decisions\/(\d{4}-.+\.md)$/.exec(path)?.[1] ?? []);
  expect(listed.toSorted()).toEqual(present.toSorted());
});
