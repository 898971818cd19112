import { cellText, codeText } from './cell-text.ts';
import type { ModelCard } from './model-card.ts';

/** Rows shown of a long table; the JSON card has all of them. */
const SHOWN = 50;

/** The card for people. Every name and value that comes from data or code is escaped. */
export function cardMarkdown(card: ModelCard): string {
  const sections = [
    heading(card),
    table(
      'Metrics',
      ['metric', 'this model', 'champion'],
      card.metrics.map((m) => [m.name, m.candidate, m.champion]),
    ),
    table(
      'Checks',
      ['check', 'verdict', 'value', 'champion', 'bound', 'interval', 'rows'],
      card.checks.map((c) => [c.id, c.verdict, c.candidate, c.champion, c.bound, interval(c), c.n]),
    ),
    dataSection(card),
    trainedFrom(card),
    list('Limits', card.limits),
    loadSection(card),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(card: ModelCard): string {
  const judged =
    card.evaluation === null
      ? 'Not evaluated.'
      : `Evaluation of ${card.evaluation.as_of}: ${card.evaluation.verdict}, ${comparedWith(card.evaluation)}.`;
  const approval =
    card.approval === null
      ? ''
      : `\n\nApproved by ${cellText(card.approval.by)}${card.approval.environment === null ? '' : ` for ${cellText(card.approval.environment)}`}.`;
  return `# ${cellText(card.model)}\n\nVersion ${codeText(card.version)}, ${card.files.length} ${card.files.length === 1 ? 'file' : 'files'}, ${card.bytes} bytes.\n\n${judged}${approval}`;
}

function comparedWith(evaluation: NonNullable<ModelCard['evaluation']>): string {
  if (evaluation.state === 'none') return 'without a champion';
  return evaluation.champion === null ? 'compared with a champion' : `compared with ${codeText(evaluation.champion)}`;
}

function interval({ interval: ends, level }: ModelCard['checks'][number]): string | null {
  if (ends === null || level === null) return null;
  return `${number(ends[0])} to ${number(ends[1])} (${Math.round(level * 100)} %)`;
}

function dataSection({ data }: ModelCard): string {
  if (data === null) return '';
  const rows = data.datasets.map(({ name, rows, columns, sha256 }) => [
    name,
    rows,
    columns,
    sha256?.slice(0, 12) ?? null,
  ]);
  return `${table('Data', ['data set', 'rows', 'columns', 'sha256'], rows)}\n\nData report: ${data.verdict}.`;
}

function trainedFrom({ trained_from: from }: ModelCard): string {
  const entries: [string, string | number | boolean | null][] = [
    ['repository', from.repository],
    ['commit', from.commit === null ? null : `${from.commit}${from.dirty ? ' with uncommitted changes' : ''}`],
    ...Object.entries(from.params).map(([name, value]): [string, string] => [`parameter ${name}`, plain(value)]),
    ...Object.entries(from.frameworks).map(([name, version]): [string, string] => [name, version]),
    ...Object.entries(from.seeds).map(([name, value]): [string, string] => [`seed ${name}`, plain(value)]),
    ['lineage', from.lineage],
  ];
  return table('Trained from', ['what', 'value'], entries);
}

const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function loadSection(card: ModelCard): string {
  return `## How to load it\n\n\`\`\`sh\n${card.load}\n\`\`\`\n\nEvery file is verified against its digest on the way.`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${cellText(line)}`).join('\n')}`;
}

function table(
  title: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  if (rows.length === 0) return '';
  const lines = rows
    .slice(0, SHOWN)
    .map((row) => `| ${row.map((value) => cellText(typeof value === 'number' ? number(value) : value)).join(' | ')} |`);
  const more = rows.length > SHOWN ? `\n\n${rows.length - SHOWN} more stand in the JSON card.` : '';
  return `## ${title}\n\n| ${header.join(' | ')} |\n|${'---|'.repeat(header.length)}\n${lines.join('\n')}${more}`;
}

function number(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
