/** Controls, format and other invisible characters: they could hide or reorder what a reader sees. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const MAX_LENGTH = 300;

/**
 * A value as one line of Markdown that renders as itself: breaks become spaces, invisible characters `⟨U+202E⟩`, and
 * everything but letters, digits and harmless marks a numeric entity, so that no name can become a link, a table or HTML.
 */
export function cellText(value: string | number | boolean | null): string {
  if (value === null) return '–';
  const line = String(value)
    .toWellFormed()
    .replace(/[\t\n\v\f\r\x85\u2028\u2029]+/g, ' ');
  const shown = line.replace(
    HIDDEN,
    (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
  const short = [...shown].length > MAX_LENGTH ? `${[...shown].slice(0, MAX_LENGTH - 1).join('')}…` : shown;
  return [...short].map(escaped).join('');
}

function escaped(character: string): string {
  if (/[\p{L}\p{M}\p{N} ,;%?/⟨⟩…–]/u.test(character)) return character;
  const entity = `&#${character.codePointAt(0)};`;
  // GitHub makes links of names behind `@` and of addresses, whatever Markdown escapes say.
  return character === '@' || character === '.' || character === ':' ? `${entity}&#8203;` : entity;
}

/** A digest or identifier of our own as inline code. */
export function codeText(value: string): string {
  return /^[A-Za-z0-9:._/-]+$/.test(value) ? `\`${value}\`` : cellText(value);
}
