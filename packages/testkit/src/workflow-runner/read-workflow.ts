import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from './official-parser.ts';
import { readPermissions } from './permissions.ts';
import { invalidWorkflow, notSupported } from './problems.ts';
import { readDefaults, readJob } from './read-job.ts';
import type { InputDefinition, Origin, Triggers, Workflow, WorkflowCall } from './workflow-model.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

type Mapping = Record<string, unknown>;

/** Throws for the first finding of the official parser: an unknown key is "not supported", the rest "invalid". */
export function throwFirstFinding(
  file: string,
  errors: readonly { rawMessage: string; range?: { start: { line: number } } | undefined }[],
): void {
  const first = errors[0];
  if (!first) return;
  const place = { file, line: first.range?.start.line ?? 1 };
  const unexpected = /^Unexpected value '(.*)'$/.exec(first.rawMessage);
  if (unexpected) throw notSupported(unexpected[1] ?? '', place);
  throw invalidWorkflow(first.rawMessage.replace(/^.*\(Line: \d+, Col: \d+\): /, ''), place);
}

function asMapping(value: unknown): Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : {};
}

function readInput(value: unknown): InputDefinition {
  const input = asMapping(value);
  return {
    type: (input.type as InputDefinition['type'] | undefined) ?? 'string',
    required: input.required === true,
    default: input.default,
    options: ((input.options as unknown[] | undefined) ?? []).map(String),
  };
}

function readInputs(value: unknown): Record<string, InputDefinition> {
  return Object.fromEntries(Object.entries(asMapping(value)).map(([name, input]) => [name, readInput(input)]));
}

function readCall(value: unknown): WorkflowCall {
  const call = asMapping(value);
  const secrets = Object.entries(asMapping(call.secrets)).map(([name, secret]) => [
    name,
    { required: asMapping(secret).required === true },
  ]);
  const outputs = Object.entries(asMapping(call.outputs)).map(([name, output]) => [name, asMapping(output).value]);
  return {
    inputs: readInputs(call.inputs),
    secrets: Object.fromEntries(secrets),
    outputs: Object.fromEntries(outputs),
  };
}

/** `on: x`, `on: [x, y]` and the mapping form, as one shape. */
function readTriggers(value: unknown): Triggers {
  if (typeof value === 'string') return { [value]: {} };
  if (Array.isArray(value)) return Object.fromEntries(value.map((event) => [String(event), {}]));
  return Object.fromEntries(
    Object.entries(asMapping(value)).map(([event, filters]) => {
      if (event !== 'schedule') return [event, asMapping(filters)];
      return [event, { schedules: (filters as Mapping[]).map((entry) => String(entry.cron)) }];
    }),
  );
}

/** Judges the file with the official parser; throws its first finding. */
async function judge(source: YamlSource): Promise<void> {
  const parsed = parseWorkflow({ name: source.file, content: source.content }, new NoOperationTraceWriter());
  throwFirstFinding(source.file, parsed.context.errors.getErrors());
  if (!parsed.value) throw invalidWorkflow('the file is empty', { file: source.file, line: 1 });
  await convertWorkflowTemplate(parsed.context, parsed.value);
  throwFirstFinding(source.file, parsed.context.errors.getErrors());
}

/**
 * Reads a workflow file.
 * @param path path inside the repository; also the file name in messages
 * @throws ConfigError `not supported: KEY at file:line` or `invalid workflow: … at file:line`
 */
export async function readWorkflow(path: string, content: string, origin: Origin): Promise<Workflow> {
  const source = readYaml(path, content);
  await judge(source);
  const root = asMapping(source.value);
  if (root.on === undefined) throw invalidWorkflow('no event triggers in `on`', { file: path, line: 1 });
  const on = readTriggers(root.on);
  const jobs = Object.entries(asMapping(root.jobs)).map(([id, job]) => readJob(source, id, asMapping(job)));
  return {
    path,
    origin,
    name: typeof root.name === 'string' && root.name !== '' ? root.name : path,
    runName: root['run-name'],
    on,
    dispatchInputs: readInputs(on.workflow_dispatch?.inputs),
    call: on.workflow_call === undefined ? undefined : readCall(on.workflow_call),
    permissions: readPermissions(root.permissions),
    env: root.env,
    defaults: readDefaults(root.defaults),
    concurrency: root.concurrency,
    jobs,
    place: { file: path, line: 1 },
  };
}
