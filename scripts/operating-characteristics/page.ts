import type { Table } from './table.ts';

/** Name of the command in messages and in the page. */
const COMMAND = 'npm run operating-characteristics -- --write';

/** The page with every table set between its markers. A table without markers, or markers without a table, is an error. */
export function withTables(page: string, tables: readonly Table[]): string {
  const marked = [...page.matchAll(/<!-- begin:(\S+) -->/g)].map((match) => match[1]!);
  const unknown = marked.filter((id) => !tables.some((table) => table.id === id));
  if (unknown.length > 0)
    throw new Error(`the page has markers for ${unknown.join(', ')}, but no such table is generated`);
  return tables.reduce(withTable, page);
}

function withTable(page: string, { id, markdown }: Table): string {
  const [begin, end] = [`<!-- begin:${id} -->`, `<!-- end:${id} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`the page needs the markers ${begin} and ${end} where the table goes; add them and run ${COMMAND}`);
  }
  return `${page.slice(0, from + begin.length)}\n${markdown}\n${page.slice(to)}`;
}
