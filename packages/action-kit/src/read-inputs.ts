import { ConfigError, nearestNames } from '@model-delivery/core';
import type { ActionSpec, InputValues } from './action-spec.ts';

/** The environment variable a runner hands an input over in: spaces become `_`, letters upper case, `-` stays. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** The token for the API: the input, else the variable (for steps of other CI systems). Empty when there is none. */
export function givenToken(env: Record<string, string | undefined>): string {
  return env[inputVariable('github-token')]?.trim() || env.GITHUB_TOKEN?.trim() || '';
}

/**
 * Reads all inputs of an action at once. The runner gives '' for an absent input and enforces nothing, so absence, defaults
 * and required inputs are settled here, and every problem is reported with input, received value and expected form.
 */
export function readInputs<S extends ActionSpec>(spec: S, env: Record<string, string | undefined>): InputValues<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(spec.inputs)) {
    const given = name === 'github-token' ? givenToken(env) : env[inputVariable(name)]?.trim() || input.default || '';
    if (given === '') {
      if (input.required) problems.push(`${name}: required, but empty (${input.description})`);
      continue;
    }
    const parsed = input.parse.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push(
        `${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}; found ${JSON.stringify(given.slice(0, 80))}`,
      );
  }
  problems.push(...misspelt(spec, env));
  if (problems.length > 0) {
    throw new ConfigError({
      code: 'INPUT_INVALID',
      message: `The inputs of ${spec.name} have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems.join('; ')}`,
      hint: `The inputs are described in actions/${spec.name}/README.md.`,
    });
  }
  return values as InputValues<S>;
}

/** The runner only warns about inputs an action does not have; a misspelt threshold must not be a warning. */
function misspelt(spec: ActionSpec, env: Record<string, string | undefined>): string[] {
  const known = new Set(Object.keys(spec.inputs).map(inputVariable));
  return Object.keys(env)
    .filter((name) => name.startsWith('INPUT_') && env[name] !== '' && !known.has(name))
    .map((name) => name.slice('INPUT_'.length).toLowerCase())
    .map((name) => {
      const near = nearestNames(name, Object.keys(spec.inputs), 1)[0];
      return `${name}: no such input${near ? `; did you mean ${near}?` : ''}`;
    });
}
