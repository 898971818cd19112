import { ConfigError } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { COMMON_INPUTS, COMMON_OUTPUTS, listInput, textInput, wholeNumberInput } from './action-spec.ts';
import { inputVariable, readInputs } from './read-inputs.ts';

const spec = {
  name: 'evaluate-gate',
  title: 'Evaluate gate',
  description: 'd',
  branding: { icon: 'check', color: 'blue' },
  inputs: {
    ...COMMON_INPUTS,
    model: { description: 'Model file.', required: true, parse: textInput },
    'data-report': { description: 'Report.', parse: textInput },
    'run-id': { description: 'Run.', parse: wholeNumberInput },
    dataset: { description: 'Datasets.', parse: listInput },
  },
  outputs: COMMON_OUTPUTS,
  permissions: {},
} as const;

const read = (inputs: Record<string, string>, env: Record<string, string> = {}) =>
  readInputs(spec, {
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value])),
    ...env,
  });

function problem(inputs: Record<string, string>): string {
  try {
    read(inputs);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      code: 'INPUT_INVALID',
      exitCode: 2,
      hint: 'The inputs are described in actions/evaluate-gate/README.md.',
    });
    return (error as Error).message;
  }
  throw new Error('the inputs were accepted');
}

test('the runner’s names: upper case, blanks become _, hyphens stay', () => {
  expect(inputVariable('data-report')).toBe('INPUT_DATA-REPORT');
  expect(inputVariable('my input')).toBe('INPUT_MY_INPUT');
});

describe('values', () => {
  test('given ones, trimmed; defaults; absent ones', () => {
    expect(read({ model: ' m.json ', 'run-id': '7', dataset: 'train, serving\n\n test' })).toEqual({
      model: 'm.json',
      'run-id': 7,
      dataset: ['train', 'serving', 'test'],
      config: 'model-delivery.yaml',
      'working-directory': '.',
      'fail-on': 'policy',
    });
  });

  test('an empty or blank input is an absent one: the default, or undefined', () => {
    const values = read({ model: 'm', config: '', 'fail-on': '  ', 'run-id': '', 'data-report': '' });
    expect(values).toMatchObject({ config: 'model-delivery.yaml', 'fail-on': 'policy' });
    expect(values['run-id']).toBeUndefined();
    expect(values['data-report']).toBeUndefined();
  });

  test('the token: input, then GITHUB_TOKEN, never the expression of the default', () => {
    expect(read({ model: 'm', 'github-token': 'a' }, { GITHUB_TOKEN: 'b' })['github-token']).toBe('a');
    expect(read({ model: 'm' }, { GITHUB_TOKEN: 'b' })['github-token']).toBe('b');
    expect(read({ model: 'm' })['github-token']).toBeUndefined();
  });
});

describe('problems', () => {
  test.each(['0x10', '1e3', '1.5', '-1', '+1', '12 ', ' 3', 'seven', '1_000', '9'.repeat(16), '٣', 'NaN'])(
    'run-id %j',
    (text) => {
      const given = text.trim();
      if (/^\d{1,15}$/.test(given)) expect(read({ model: 'm', 'run-id': text })['run-id']).toBe(Number(given));
      else
        expect(problem({ model: 'm', 'run-id': text })).toContain(
          `run-id: expected a whole number; found ${JSON.stringify(given)}`,
        );
    },
  );

  test('a required input that is empty', () => {
    expect(problem({ model: '' })).toContain('model: required, but empty (Model file.)');
  });

  test('a word that is none of the known ones', () => {
    expect(problem({ model: 'm', 'fail-on': 'Policy' })).toMatch(
      /fail-on: .*"policy"\|"fail"\|"inconclusive"\|"never"; found "Policy"/,
    );
  });

  test('an artifact suffix that would leave the name', () => {
    expect(problem({ model: 'm', name: '../x' })).toContain('name: expected letters, digits');
  });

  test.each([
    ['data_report', 'data-report'],
    ['datareport', 'data-report'],
    ['modle', 'model'],
    ['fail_on', 'fail-on'],
  ])('a misspelt input %s: did you mean %s?', (given, meant) => {
    expect(problem({ model: 'm', [given]: 'x' })).toContain(`${given}: no such input; did you mean ${meant}?`);
  });

  test('an input without any likeness', () => {
    expect(problem({ model: 'm', zzzzzz: 'x' })).toContain('zzzzzz: no such input');
  });

  test('all at once', () => {
    const message = problem({ 'run-id': 'x', 'fail-on': 'y', modle: 'm' });
    expect(message).toContain('have 4 problems');
    for (const part of ['model: required', 'run-id: ', 'fail-on: ', 'modle: no such input'])
      expect(message).toContain(part);
  });

  test('a long value is shortened', () => {
    expect(problem({ model: 'm', 'run-id': 'x'.repeat(5000) }).length).toBeLessThan(400);
  });
});
