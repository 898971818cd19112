import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseAction } from './official-parser.ts';
import { invalidWorkflow, notSupported, type Place } from './problems.ts';
import { readStep } from './read-job.ts';
import { throwFirstFinding } from './read-workflow.ts';
import type { Step } from './workflow-model.ts';
import { readYaml } from './yaml-source.ts';

type Mapping = Record<string, unknown>;

export interface ActionInput {
  default: unknown;
  deprecationMessage: string | undefined;
}

interface BaseAction {
  place: Place;
  name: string;
  directory: string;
  inputs: Record<string, ActionInput>;
}

export interface NodeAction extends BaseAction {
  using: 'node24';
  main: string;
  pre: string | undefined;
  preIf: string | undefined;
  post: string | undefined;
  postIf: string | undefined;
}

export interface CompositeAction extends BaseAction {
  using: 'composite';
  outputs: Record<string, unknown>;
  steps: Step[];
}

export type Action = NodeAction | CompositeAction;

/** The metadata file of an action in `directory`, or undefined when there is none. */
export function actionFile(directory: string): string | undefined {
  return ['action.yml', 'action.yaml'].map((name) => join(directory, name)).find((file) => existsSync(file));
}

function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/**
 * Reads the action in `directory`; `label` names it in messages (`./actions/x/action.yml`).
 * @throws ConfigError for Docker and for Node versions other than 24 (`not supported: runs.using … at file:line`)
 */
export function readAction(file: string, directory: string, label: string): Action {
  const source = readYaml(label, readFileSync(file, 'utf8'));
  const parsed = parseAction({ name: label, content: source.content }, new NoOperationTraceWriter());
  throwFirstFinding(label, parsed.context.errors.getErrors());
  const root = (source.value ?? {}) as Mapping;
  const runs = (root.runs ?? {}) as Mapping;
  const inputs = Object.entries((root.inputs as Record<string, Mapping | null> | undefined) ?? {}).map(
    ([name, input]) => [name, { default: input?.default, deprecationMessage: optionalText(input?.deprecationMessage) }],
  );
  const place = { file: label, line: source.lineOf(['runs', 'using']) };
  const base = { place, name: String(root.name ?? label), directory, inputs: Object.fromEntries(inputs) };
  if (runs.using === 'composite') {
    const outputs = Object.entries((root.outputs as Record<string, Mapping> | undefined) ?? {}).map(
      ([name, output]) => [name, output.value],
    );
    const steps = ((runs.steps as Mapping[] | undefined) ?? []).map((step, index) =>
      readStep(source, ['runs', 'steps', index], step),
    );
    return { ...base, using: 'composite', outputs: Object.fromEntries(outputs), steps };
  }
  if (runs.using !== 'node24') throw notSupported(`runs.using ${String(runs.using)}`, place);
  if (typeof runs.main !== 'string') throw invalidWorkflow('a node24 action without `main`', place);
  return {
    ...base,
    using: 'node24',
    main: runs.main,
    pre: optionalText(runs.pre),
    preIf: optionalText(runs['pre-if']),
    post: optionalText(runs.post),
    postIf: optionalText(runs['post-if']),
  };
}
