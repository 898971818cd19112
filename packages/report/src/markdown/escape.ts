/*
 * The one escaping rule for Markdown. Two strengths, both for a single line:
 * - code: `<code>`, and every character outside [A-Za-z0-9 ] as a numeric entity;
 * - text: the same, but a little punctuation stays readable where it cannot start or end any construct.
 * GitHub turns names behind `@`, numbers behind `#` and `GH-`, and addresses into links even in text that Markdown has
 * already escaped, so an invisible zero-width space separates them.
 */
import { visibleText } from '../visible-text.ts';

const ZERO_WIDTH_SPACE = '&#8203;';
/** Characters of our own sentences that mean nothing to Markdown, HTML and GitHub. */
const PLAIN_SYMBOLS = /[A-Za-z0-9 ,;%?(/Δ≥≤·…→−±×–—✅❌❓🛑🔕➖]/u;

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** A name or value as `<code>`, at most `max` code points. */
export function codeMarkdown(value: string, max: number): string {
  if (value === '') return '<code>(empty)</code>';
  let escaped = '';
  for (const character of visibleText(value, max)) {
    escaped += /[A-Za-z0-9 ]/.test(character) ? character : entity(character);
    if (character === '@') escaped += ZERO_WIDTH_SPACE;
  }
  return `<code>${escaped}</code>`;
}

/** Where a character stands: the two before it, whether a letter came before, the one after it. */
interface Place {
  before: string;
  inText: boolean;
  after: string;
}

/** Text that renders as exactly itself (plus zero-width spaces), at most `max` code points. */
export function textMarkdown(value: string, max: number): string {
  const characters = [...visibleText(value, max).replace(/ {2,}/g, ' ')];
  let escaped = '';
  let inText = false;
  characters.forEach((character, i) => {
    const before = (characters[i - 2] ?? '') + (characters[i - 1] ?? '');
    const place = { before, inText, after: characters[i + 1] ?? '' };
    escaped += isPlain(character, place) ? character : entity(character);
    if (needsSeparator(character, place)) escaped += ZERO_WIDTH_SPACE;
    inText ||= /[A-Za-z]/.test(character);
  });
  return escaped;
}

/**
 * Whether a character can stand as it is: it must not be able to begin or end a construct of Markdown at this place. A
 * letter before it on the line means that it is no list marker, no underline of a heading and no table delimiter.
 */
function isPlain(character: string, { before, inText, after }: Place): boolean {
  if (PLAIN_SYMBOLS.test(character)) return true;
  switch (character) {
    case '.':
      return (inText || /\d/.test(after)) && !/[wW]$/.test(before);
    case ')':
    case '=':
      return inText;
    case ':':
      return inText && (after === '' || /[ \d]/.test(after));
    case '-':
      return (inText || /\d/.test(after)) && !/GH$/i.test(before);
    case '+':
      return inText || /\d/.test(after);
    case '_':
      return /[A-Za-z0-9]$/.test(before) && /[A-Za-z0-9]/.test(after);
    default:
      return false;
  }
}

/** Where GitHub would see a mention, an issue, an address or an emoji short code. */
function needsSeparator(character: string, { before, after }: Place): boolean {
  if (character === '@' || character === '#') return true;
  if (character === '-') return /GH$/i.test(before);
  if (character === '.') return /[wW]$/.test(before);
  return character === ':' && after !== '' && !/[ \d]/.test(after);
}
