/*
 * Text from documents can hold characters that hide, reorder or break what a reader sees. Every renderer passes its
 * leaves through here before it escapes them for its own format.
 */

/** Line breaks and tabs of every kind; a leaf is always one line. */
const BREAKS = /[\t\n\v\f\r\x85\u2028\u2029]+/g;
/** Controls, format and invisible characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
/** Scripts written from right to left, whose letters would also reorder the text around them. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * The text as one line of at most `max` code points (the middle is left out) in which everything invisible is shown as
 * `⟨U+202E⟩`, lone surrogates are U+FFFD and right-to-left text is isolated from its neighbours.
 */
export function visibleText(value: string, max: number): string {
  const clean = value
    .toWellFormed()
    .replace(BREAKS, ' ')
    .replace(HIDDEN, (character, offset: number, whole: string) =>
      isEmojiPart(character, whole, offset) ? character : codePointName(character),
    );
  const short = shortened(clean, max);
  return RIGHT_TO_LEFT.test(short) ? `${FIRST_STRONG_ISOLATE}${short}${POP_ISOLATE}` : short;
}

/** Whether a variation selector or joiner continues an emoji. */
function isEmojiPart(character: string, whole: string, offset: number): boolean {
  const before = whole.slice(Math.max(0, offset - 3), offset);
  if (character === '\uFE0F' || character === '\uFE0E') return /\p{Emoji}$/u.test(before);
  if (character !== '\u200D') return false;
  return (
    /\p{Extended_Pictographic}\uFE0F?$/u.test(before) && /^\p{Extended_Pictographic}/u.test(whole.slice(offset + 1))
  );
}

function codePointName(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** At most `max` code points: the first two thirds, an ellipsis, and the end. */
function shortened(value: string, max: number): string {
  if (value.length <= max) return value;
  const points = [...value];
  if (points.length <= max) return value;
  const head = Math.ceil(((max - 1) * 2) / 3);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (max - 1 - head)).join('')}`;
}
