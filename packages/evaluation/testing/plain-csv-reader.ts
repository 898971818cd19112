import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EvidenceError } from '@model-delivery/core';
import type { ColumnValues, PredictionReader } from '../src/index.ts';

/** Reads unquoted comma-separated files without an engine: a column is a number column when every value is a number. */
export const plainCsvReader: PredictionReader = {
  async read({ path, baseDirectory }, wanted) {
    let text: string;
    try {
      text = readFileSync(resolve(baseDirectory, path), 'utf8');
    } catch (cause) {
      throw new EvidenceError({ code: 'DATA_NOT_FOUND', message: `Reading ${path}: there is no such file.`, cause });
    }
    const [header, ...lines] = text.trimEnd().split('\n');
    const columnNames = header!.split(',');
    const rows = lines.map((line) => line.split(','));
    const columns = new Map<string, ColumnValues>();
    columnNames.forEach((name, index) => {
      const natural = wanted.natural.includes(name) || wanted.prefixes.some((prefix) => name.startsWith(prefix));
      if (!natural && !wanted.text.includes(name)) return;
      const cells = rows.map((row) => (row[index] === '' ? null : row[index]!));
      columns.set(name, natural ? naturalColumn(cells) : { kind: 'text', values: cells });
    });
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { table: { path, rows: rows.length, columnNames, columns }, sha256, bytes: Buffer.byteLength(text) };
  },
};

function naturalColumn(cells: (string | null)[]): ColumnValues {
  const numeric = cells.every((cell) => cell === null || cell === 'NaN' || Number.isFinite(Number(cell)));
  if (!numeric) return { kind: 'text', values: cells };
  const values = Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
  return {
    kind: 'number',
    values,
    missing: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)),
    scoreType: 'float64',
  };
}
