/*
 * What a report says, before it is known where it is shown. Every string that reaches a reader is a leaf of this tree,
 * and a renderer escapes every leaf: no text of a document can become markup, whoever wrote it.
 */
import type { CheckVerdict } from '@model-delivery/core';
import { safeHref } from './links.ts';

/** How a check or a document is marked: its verdict, or `warn` for a finding that does not count. */
export type Mark = CheckVerdict | 'warn';

export type Inline =
  | { kind: 'text'; value: string }
  /** A sentence that another stage or a person wrote: shown as text, shortened to what the surface allows. */
  | { kind: 'quote'; value: string }
  /** A name or a value taken from data, configuration or a document. */
  | { kind: 'code'; value: string }
  /** A digest or commit, which must stay whole. */
  | { kind: 'digest'; value: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'mark'; mark: Mark; word: boolean };

export interface TableColumn {
  header: Inline[];
  align: 'left' | 'right';
}

/** A table; every row has one cell per column. Surfaces show the first rows (rows are sorted worst first) and count the rest. */
export interface TableBlock {
  kind: 'table';
  /** Names the table to a screen reader. */
  caption: string;
  columns: TableColumn[];
  rows: Inline[][][];
}

/** One bar per label, with an interval and the limit it is held against. */
export interface BarPlot {
  kind: 'bar-plot';
  title: string;
  unit: string;
  bars: { label: string; value: number; interval: Interval | null; limit: number | null; mark: Mark }[];
}

/** Candidate and champion side by side, one pair per label. */
export interface PairPlot {
  kind: 'pair-plot';
  title: string;
  pairs: { label: string; candidate: number; champion: number | null; mark: Mark }[];
}

/** One row per check: where the contrast and its interval lie relative to zero, the bound. Every row has its own scale. */
export interface BoundPlot {
  kind: 'bound-plot';
  title: string;
  rows: { label: string; value: number; interval: Interval | null; mark: Mark; note: string }[];
}

/** A confusion matrix; rows are the truth. */
export interface MatrixPlot {
  kind: 'matrix-plot';
  title: string;
  labels: string[];
  cells: number[][];
}

export type Plot = BarPlot | PairPlot | BoundPlot | MatrixPlot;
/** Lower and upper end; null where none can be stated. */
export type Interval = readonly [number | null, number | null];

export type Block =
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; items: Inline[][] }
  | { kind: 'caption'; content: Inline[] }
  | TableBlock
  | Plot
  /** Markdown that the repository's own trusted run asked to append; never used for a fork. */
  | { kind: 'appendix'; markdown: string };

/** A part of the report that is shown or left out as a whole. */
export interface Section {
  id: string;
  title: string;
  /** Folded away in Markdown. */
  folded: boolean;
  /** What is left out first when space is short: the lowest. */
  priority: number;
  blocks: Block[];
}

export const text = (value: string): Inline => ({ kind: 'text', value });
export const quote = (value: string): Inline => ({ kind: 'quote', value });
export const code = (value: string): Inline => ({ kind: 'code', value });
export const digest = (value: string): Inline => ({ kind: 'digest', value });
/** A digest that names something in running text: the algorithm and 12 digits; it stands in full among the evidence. */
export const shortDigest = (value: string): Inline =>
  code(value.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]+$/, '$1$2'));
export const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
export const mark = (of: Mark, word = true): Inline => ({ kind: 'mark', mark: of, word });

/** A link, or only its text where the address is not a plain http(s) address. */
export function link(href: string | undefined, ...children: Inline[]): Inline[] {
  const safe = href === undefined ? null : safeHref(href);
  return safe === null ? children : [{ kind: 'link', href: safe, children }];
}

type Part = Inline | readonly Inline[] | string | number;

/** Builds a line of text: the words of the template and plain strings become text leaves, neighbours one leaf. */
export function line(words: TemplateStringsArray, ...parts: Part[]): Inline[] {
  const result: Inline[] = [];
  words.forEach((word, i) => {
    addText(result, word);
    const part = parts[i];
    if (part === undefined) return;
    if (typeof part === 'string' || typeof part === 'number') addText(result, String(part));
    else addLeaves(result, isList(part) ? part : [part]);
  });
  return result;
}

function addLeaves(content: Inline[], leaves: readonly Inline[]): void {
  for (const leaf of leaves) {
    if (leaf.kind === 'text') addText(content, leaf.value);
    else content.push(leaf);
  }
}

function addText(content: Inline[], value: string): void {
  if (value === '') return;
  const last = content.at(-1);
  if (last?.kind === 'text') content[content.length - 1] = text(last.value + value);
  else content.push(text(value));
}

function isList(part: Inline | readonly Inline[]): part is readonly Inline[] {
  return Array.isArray(part);
}

/** Joins lines with a separator of ours. */
export function joined(lines: readonly (readonly Inline[])[], separator: string): Inline[] {
  const parts = lines.filter((each) => each.length > 0);
  return parts.reduce<Inline[]>((all, each, i) => (i === 0 ? [...each] : line`${all}${separator}${each}`), []);
}

export const paragraph = (content: Inline[]): Block => ({ kind: 'paragraph', content });
export const list = (items: Inline[][]): Block => ({ kind: 'list', items });
export const caption = (content: Inline[]): Block => ({ kind: 'caption', content });
export const left = (header: string): TableColumn => ({ header: header === '' ? [] : [text(header)], align: 'left' });
export const right = (header: string): TableColumn => ({ header: header === '' ? [] : [text(header)], align: 'right' });

/** A table without the columns that no row fills: an unmeasured number disappears instead of looking like a zero. */
export function table(name: string, columns: TableColumn[], rows: Inline[][][]): TableBlock {
  const kept = columns.map((_, i) => i === 0 || rows.some((row) => (row[i] ?? []).length > 0));
  return {
    kind: 'table',
    caption: name,
    columns: columns.filter((_, i) => kept[i]),
    rows: rows.map((row) => columns.map((_, i) => row[i] ?? []).filter((_, i) => kept[i])),
  };
}
