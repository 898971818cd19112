import { ConfigError, type JsonValue } from '@model-delivery/core';

/**
 * Training parameters from `k=v` texts. A value that is JSON (number, true, list, …) is taken as such, everything else is text.
 * @throws ConfigError for a text without `=` and for a name that comes twice
 */
export function parseParameters(texts: readonly string[]): Record<string, JsonValue> {
  const params: Record<string, JsonValue> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at)).trim();
    if (name === '' || name.length > 256)
      throw invalid(`expected NAME=VALUE, found ${JSON.stringify(text.slice(0, 80))}`);
    if (name === '__proto__') throw invalid('__proto__ is no name of a parameter');
    if (Object.hasOwn(params, name)) throw invalid(`${name} is given twice`);
    params[name] = parameterValue(text.slice(at + 1).trim());
  }
  return params;
}

/** The input `params`: a JSON object, or one `k=v` a line. */
export function parseParameterInput(text: string): Record<string, JsonValue> {
  if (!text.trimStart().startsWith('{')) {
    return parseParameters(
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
  }
  try {
    return JSON.parse(text) as Record<string, JsonValue>;
  } catch (cause) {
    throw invalid(`it begins with { and is not JSON (${(cause as Error).message.slice(0, 200)})`);
  }
}

function parameterValue(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'number' && !Number.isFinite(value) ? text : value;
  } catch {
    return text;
  }
}

function invalid(found: string): ConfigError {
  return new ConfigError({
    code: 'PARAMETER_INVALID',
    message: `Reading the parameters: ${found}.`,
    hint: 'Write for example `--param depth=6 --param learning_rate=0.1`; the input `params` takes one a line, or a JSON object.',
  });
}
