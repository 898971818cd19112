import { expect, test } from 'vitest';
import { cellText, codeText } from './cell-text.ts';

test.each([
  ['plain name', 'plain name'],
  ['a|b', 'a&#124;b'],
  ['</td><img src=x onerror=alert(1)>', '&#60;/td&#62;&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62;'],
  ['[x](http:', '&#91;x&#93;&#40;http&#58;&#8203;'],
  ['@ann #1', '&#64;&#8203;ann &#35;1'],
  ['two\nlines', 'two lines'],
  ['a\u202Eb', 'a⟨U&#43;202E⟩b'],
  ['`code` *b* _i_', '&#96;code&#96; &#42;b&#42; &#95;i&#95;'],
  [null, '–'],
])('%j is shown as %j', (value, shown) => {
  expect(cellText(value)).toBe(shown);
});

test('long text is cut, never inside a character', () => {
  expect([...cellText('😀'.repeat(400)).matchAll(/&#128512;/g)]).toHaveLength(299);
});

test('only identifiers stand as code', () => {
  expect(codeText('sha256:ab')).toBe('`sha256:ab`');
  expect(codeText('a`b')).toBe('a&#96;b');
});
