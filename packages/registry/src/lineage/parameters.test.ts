import { expect, test } from 'vitest';
import { parseParameterInput, parseParameters } from './parameters.ts';

test('values are JSON where they can be, else text', () => {
  expect(parseParameters(['depth=3', 'rate=0.1', 'name=a=b', 'on=true', 'list=[1,2]', 'empty='])).toEqual({
    depth: 3,
    rate: 0.1,
    name: 'a=b',
    on: true,
    list: [1, 2],
    empty: '',
  });
});

test('the input takes lines or an object', () => {
  expect(parseParameterInput('depth=3\n\n  name = x \n')).toEqual({ depth: 3, name: 'x' });
  expect(parseParameterInput(' {"depth": 3}')).toEqual({ depth: 3 });
});

test.each([['depth'], ['=3'], ['a=1 a=2']])('%s is refused', (text) => {
  expect(() => parseParameters(text.split(' '))).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }));
});

test('a broken object is refused', () => {
  expect(() => parseParameterInput('{depth: 3}')).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }));
});
