import { type CodeBlock, codeBlocks, readPages } from '../docs/pages.ts';

/** Page with the recipes: blocks after `<!-- tested: recipe-NAME -->`, whose first line names the file they are. */
export const RECIPES = 'docs/whole-loop.md';

const FIRST_LINE = /^(?:#|\/\/) ([\w./-]+)/;

/** The file a block of a recipe says it is. @throws Error when its first line names none */
export function fileNamed(block: CodeBlock): string {
  const path = FIRST_LINE.exec(block.code)?.[1];
  if (path === undefined) throw new Error(`${block.page}:${block.line}: the first line does not name the file`);
  return path;
}

/** Every block of the recipes. */
export function recipeBlocks(): CodeBlock[] {
  const page = readPages().find(({ path }) => path === RECIPES)!;
  return codeBlocks(page).filter(({ mark }) => mark?.startsWith('recipe-'));
}

/** The files of one recipe, as a reader copies them. */
export function recipeFiles(name: string): Record<string, string> {
  const blocks = recipeBlocks().filter(({ mark }) => mark === `recipe-${name}`);
  if (blocks.length === 0) throw new Error(`${RECIPES} has no recipe ${name}`);
  return Object.fromEntries(blocks.map((block) => [fileNamed(block), `${block.code}\n`]));
}

/** A text with a part replaced that must be there. */
export function replaced(text: string, from: string | RegExp, to: string): string {
  const result = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
  if (result === text) throw new Error(`nothing to replace: ${from}`);
  return result;
}
