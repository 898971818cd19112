/** Patterns of an input, one a line. */
export function patternLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * A glob as in a workflow's `paths`: `*` stays inside a folder, `**` crosses folders (hidden ones too, or a change under
 * `.github` would count for nothing), `?` is one character.
 */
function globExpression(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

/** Whether a path is included by the patterns: the last one that matches decides, as in a workflow's `paths`. */
export function included(path: string, patterns: readonly string[]): boolean {
  let result = false;
  for (const pattern of patterns) {
    const exclude = pattern.startsWith('!');
    if (globExpression(exclude ? pattern.slice(1) : pattern).test(path)) result = !exclude;
  }
  return result;
}

/** Whether any of the changed files counts. */
export function touches(files: readonly string[], patterns: readonly string[]): boolean {
  return files.some((file) => included(file, patterns));
}
