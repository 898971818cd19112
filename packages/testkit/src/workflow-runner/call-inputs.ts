import { evaluateValue, type Scope } from './expressions.ts';
import { invalidWorkflow, type Place } from './problems.ts';
import type { InputDefinition } from './workflow-model.ts';

const EMPTY: Record<InputDefinition['type'], unknown> = {
  string: '',
  choice: '',
  environment: '',
  boolean: false,
  number: 0,
};

function typed(name: string, definition: InputDefinition, value: unknown, place: Place): unknown {
  if (definition.type === 'boolean' || definition.type === 'number') {
    if (typeof value === definition.type) return value;
    throw invalidWorkflow(`input '${name}' is ${JSON.stringify(value)}, expected a ${definition.type}`, place);
  }
  if (value === null || value === undefined) return '';
  if (typeof value === 'object')
    throw invalidWorkflow(`input '${name}' is a list or mapping, expected a string`, place);
  return String(value);
}

/**
 * The `inputs` context of a called workflow: each value has its declared type.
 * @param given evaluated `with:`
 * @throws ConfigError for unknown, missing and wrongly typed inputs, as GitHub refuses the run
 */
export function callInputs(
  definitions: Record<string, InputDefinition>,
  given: Record<string, unknown>,
  defaultsScope: Scope,
  place: Place,
): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (!(name in definitions)) throw invalidWorkflow(`input '${name}' is not defined in the called workflow`, place);
  }
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      if (name in given) return [name, typed(name, definition, given[name], place)];
      if (definition.required) throw invalidWorkflow(`input '${name}' is required and not given`, place);
      if (definition.default === undefined) return [name, EMPTY[definition.type]];
      return [name, typed(name, definition, evaluateValue(definition.default, defaultsScope), place)];
    }),
  );
}

/**
 * Inputs of `workflow_dispatch`: strings in the payload, typed in the `inputs` context.
 * @returns `inputs` for the context and `strings` for `github.event.inputs`
 */
export function dispatchInputs(
  definitions: Record<string, InputDefinition>,
  given: Record<string, unknown>,
  place: Place,
): { inputs: Record<string, unknown>; strings: Record<string, string> } {
  const unknown = Object.keys(given).find((name) => !(name in definitions));
  if (unknown !== undefined) throw invalidWorkflow(`Unexpected inputs provided: ["${unknown}"]`, place);
  const inputs: Record<string, unknown> = {};
  const strings: Record<string, string> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = given[name] ?? definition.default;
    if (definition.required && (value === undefined || value === '')) {
      throw invalidWorkflow(`Required input '${name}' not provided`, place);
    }
    const text = value === undefined ? '' : String(value);
    if (definition.type === 'choice' && text !== '' && !definition.options.includes(text)) {
      throw invalidWorkflow(`Provided value '${text}' for input '${name}' not in the list of allowed values`, place);
    }
    strings[name] = text;
    inputs[name] = typedDispatchInput(name, definition, text, place);
  }
  return { inputs, strings };
}

function typedDispatchInput(name: string, definition: InputDefinition, text: string, place: Place): unknown {
  if (definition.type === 'boolean') {
    if (text !== '' && text !== 'true' && text !== 'false')
      throw invalidWorkflow(`input '${name}' is '${text}', expected true or false`, place);
    return text === 'true';
  }
  if (definition.type !== 'number') return text;
  if (text.trim() === '' || Number.isNaN(Number(text)))
    throw invalidWorkflow(`input '${name}' is '${text}', expected a number`, place);
  return Number(text);
}
