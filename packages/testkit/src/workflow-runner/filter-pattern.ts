/**
 * Filter patterns of `on.*.branches`, `tags` and `paths` (GitHub documentation, "Filter pattern cheat sheet"):
 * `*` stops at `/`, `**` does not, `?` and `+` repeat the preceding character, `[]` is a set, a leading `!` excludes.
 */
export function patternToRegExp(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? '';
    if (character === '*' && pattern[index + 1] === '*') {
      index += 1;
      // `**/x` also matches `x` at the root.
      if (pattern[index + 1] === '/' && (index === 1 || pattern[index - 2] === '/')) {
        source += '(?:.*/)?';
        index += 1;
      } else source += '.*';
    } else if (character === '*') source += '[^/]*';
    else if (character === '?' || character === '+') source += character;
    else if (character === '[') {
      const end = pattern.indexOf(']', index);
      if (end < 0) throw new SyntaxError(`filter pattern ${pattern} has no closing ]`);
      source += pattern.slice(index, end + 1);
      index = end;
    } else if (character === '\\') {
      index += 1;
      source += escapeCharacter(pattern[index] ?? '');
    } else source += escapeCharacter(character);
  }
  return new RegExp(`^${source}$`, 's');
}

function escapeCharacter(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether the patterns select `value`; a later pattern overrides an earlier one. */
export function matchesPatterns(patterns: readonly string[], value: string): boolean {
  let selected = false;
  for (const pattern of patterns) {
    const excludes = pattern.startsWith('!');
    if (patternToRegExp(excludes ? pattern.slice(1) : pattern).test(value)) selected = !excludes;
  }
  return selected;
}
