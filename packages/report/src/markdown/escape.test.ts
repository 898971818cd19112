import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../testing/hostile-strings.ts';
import {
  elements,
  GITHUB_REFERENCE,
  linkableTexts,
  rendered,
  skeleton,
  textOf,
} from '../../testing/rendered-markdown.ts';
import { visibleText } from '../visible-text.ts';
import { codeMarkdown, textMarkdown } from './escape.ts';

/** A string in every place where the report puts one. */
const PLACES: Readonly<Record<string, (leaf: string) => string>> = {
  paragraph: (leaf) => leaf,
  'paragraph after words': (leaf) => `words ${leaf} words`,
  heading: (leaf) => `### ${leaf}`,
  'list item': (leaf) => `- ${leaf}\n- ${leaf}`,
  'numbered item': (leaf) => `1. ${leaf}`,
  alert: (leaf) => `> [!WARNING]\n> ${leaf}`,
  cell: (leaf) => `| a | b |\n| --- | --: |\n| ${leaf} | ${leaf} |`,
  'header cell': (leaf) => `| ${leaf} | b |\n| --- | --- |\n| 1 | 2 |`,
  summary: (leaf) => `<details><summary>${leaf}</summary>\n\nx\n\n</details>`,
  bold: (leaf) => `<b>${leaf}</b>`,
  link: (leaf) => `<a href="https://x.example/">${leaf}</a>`,
  'after a paragraph': (leaf) => `words\n\n${leaf}`,
};

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...'<>&`*_~[]()!|#@:-+=.1aGHw/\\"\'$ \n\t'), { maxLength: 30 })
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map(([a, b]) => a + b),
);
const plain = (value: string) => value.replaceAll('\u200B', '');
const squeezed = (value: string) => value.replace(/\s+/g, ' ').trim();

describe.each(Object.entries(PLACES))('in a %s', (_place, put) => {
  it('a name stays the text of one <code>, whatever it holds', () => {
    const expected = skeleton(rendered(put(codeMarkdown('x', 100))));
    fc.assert(
      fc.property(hostile, (value) => {
        const dom = rendered(put(codeMarkdown(value, 100)));
        expect(skeleton(dom)).toEqual(expected);
        const shown = plain(textOf(elements(dom, 'code')[0]!));
        expect(squeezed(shown)).toBe(squeezed(value === '' ? '(empty)' : plain(visibleText(value, 100))));
      }),
      { numRuns: 80 },
    );
  });

  it('a sentence stays text, without any link or mention', () => {
    const expected = skeleton(rendered(put(textMarkdown('x', 100))));
    fc.assert(
      fc.property(hostile, (value) => {
        const content = textMarkdown(value, 100);
        fc.pre(content.trim() !== '');
        const dom = rendered(put(content.trim()));
        expect(skeleton(dom)).toEqual(expected);
        for (const text of linkableTexts(dom)) expect(text).not.toMatch(GITHUB_REFERENCE);
        expect(squeezed(plain(textOf(dom)))).toContain(squeezed(plain(visibleText(value, 100))));
      }),
      { numRuns: 80 },
    );
  });
});

it('sentences of ours stay readable in the raw text', () => {
  const sentence = 'roc_auc fell by 0.2242 (90 % interval -0.238 to -0.2104, n = 5,000), limit 0.01; at least +0.3.';
  expect(textMarkdown(sentence, 500)).toBe(sentence);
});

it('separates what GitHub would link', () => {
  expect(textMarkdown('by @ann, see #12 and GH-3', 100)).toBe(
    'by &#64;&#8203;ann, see &#35;&#8203;12 and GH&#45;&#8203;3',
  );
  expect(codeMarkdown('a@b', 100)).toBe('<code>a&#64;&#8203;b</code>');
});
