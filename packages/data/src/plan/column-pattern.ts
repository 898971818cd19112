/** Whether a key of `data.columns` is a pattern (`*`: any characters, `?`: one) and not a plain name. */
export function isPattern(key: string): boolean {
  return /[*?]/.test(key);
}

/** The columns that a key names: itself, or what the pattern matches, in the data's order. */
export function matchingColumns(key: string, columns: readonly string[]): string[] {
  if (!isPattern(key)) return columns.filter((column) => column === key);
  const expression = new RegExp(`^${[...key].map(translate).join('')}$`, 'su');
  return columns.filter((column) => expression.test(column));
}

function translate(character: string): string {
  if (character === '*') return '.*';
  return character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}/]/u, '\\$&');
}
