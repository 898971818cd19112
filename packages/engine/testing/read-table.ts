import type { DeliveryError } from '@model-delivery/core';
import { onTestFinished } from 'vitest';
import {
  type Cell,
  type ColumnType,
  type Engine,
  openSources,
  type Source,
  type SourceOptions,
  type TypedRelation,
  typedRelation,
} from '../src/index.ts';
import type { ScratchFolder } from './scratch-folder.ts';
import { developmentBinding } from './test-engine.ts';

export interface ReadTable {
  engine: Engine;
  source: Source;
  typed: TypedRelation;
  /** The typed values, row by row. */
  rows: Cell[][];
  /** The texts before the cast, row by row. */
  raw: Cell[][];
}

/** Reads a source of a scratch folder as the stages do. */
export async function readTable(
  folder: ScratchFolder,
  path: string | readonly string[],
  options: SourceOptions = {},
  types: Record<string, ColumnType> = {},
): Promise<ReadTable> {
  const { engine, sources } = await openSources(
    await developmentBinding(),
    { it: { path, baseDirectory: folder.path, containedIn: folder.path, options } },
    { tempDirectory: folder.path, threads: 2 },
  );
  onTestFinished(() => engine.close());
  if ('error' in sources.it) throw sources.it.error;
  const typed = await typedRelation(engine, sources.it, types);
  const select = async (part: 'sql' | 'rawSql'): Promise<Cell[][]> => {
    const list = typed.columns.map((column) => column[part]).join(', ');
    return (await engine.query(`SELECT ${list} FROM ${typed.relation}`)).rows;
  };
  return { engine, source: sources.it, typed, rows: await select('sql'), raw: await select('rawSql') };
}

/** The error that keeps a source from being read. */
export async function readError(
  folder: ScratchFolder,
  path: string | readonly string[],
  options: SourceOptions = {},
): Promise<DeliveryError> {
  return readTable(folder, path, options).then(
    () => {
      throw new Error(`${String(path)} was read, an error was expected`);
    },
    (error: DeliveryError) => error,
  );
}
