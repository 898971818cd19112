import { asDeliveryError, type ColumnType, ConfigError, EvidenceError, InternalError } from '@model-delivery/core';
import {
  checkExpression,
  type Engine,
  type ParsedExpression,
  parseExpression,
  type Source,
  type TypedColumn,
  type TypedRelation,
  toCount,
  typedRelation,
} from '@model-delivery/engine';
import type { Description, ExampleRequest, ExampleRow, OpenedDataset } from '../../measurement/measurement-engine.ts';
import type { Measured, MeasurementRequest, MeasurementResult } from '../../measurement/request.ts';
import type { RowTest } from '../../measurement/row-test.ts';
import { fusedRowCounts, isFusable } from './fused-row-counts.ts';
import { measureColumn } from './measure-column.ts';
import { duplicatedKeySql, duplicatesSql, type Relation, scopeSql } from './measure-sql.ts';
import { columnConditions, type RowConditions, ruleConditions } from './row-test-sql.ts';

/** Characters of a value that an example shows; longer ones end in an ellipsis. */
const EXAMPLE_CHARACTERS = 200;

/** One data set in DuckDB: turns requests into few statements and their cells into exact numbers. */
export class DuckdbDataset implements OpenedDataset {
  readonly name: string;
  readonly columnNames: readonly string[];
  readonly #engine: Engine;
  readonly #source: Source;
  readonly #conditions = new Map<string, ParsedExpression>();
  #declared: TypedRelation | null = null;

  /** @throws EvidenceError for a column name that no document can hold. */
  constructor(name: string, engine: Engine, source: Source) {
    refuseLongNames(name, source);
    this.name = name;
    this.columnNames = source.columns.map((column) => column.name);
    this.#engine = engine;
    this.#source = source;
  }

  description(): Description {
    const { format, files, bytes, sha256, rows } = this.#source;
    const columns = this.#typed.columns.map(({ name, type }) => ({ name, type }));
    return { format, files: files.length, bytes, sha256, rows, columns };
  }

  async declare(types: ReadonlyMap<string, ColumnType>): Promise<void> {
    this.#declared = await typedRelation(this.#engine, this.#source, Object.fromEntries(types));
  }

  get #typed(): TypedRelation {
    if (this.#declared !== null) return this.#declared;
    throw new InternalError({
      code: 'TYPES_NOT_DECLARED',
      message: `Measuring ${this.name} before its types were declared.`,
    });
  }

  async columnsOfCondition(condition: string, purpose: string): Promise<readonly string[]> {
    const known = this.#conditions.get(condition);
    const parsed = known ?? (await parseExpression(this.#engine, condition, purpose));
    this.#conditions.set(condition, parsed);
    return parsed.columns;
  }

  async measure(requests: readonly MeasurementRequest[]): Promise<Measured[]> {
    const results: (Measured | undefined)[] = requests.map(() => undefined);
    const fusable = requests.flatMap((request, index) => (isFusable(request) ? [{ request, index }] : []));
    const tests = fusable.map(({ request }) => columnConditions(request.test, this.#column(request.test.column)));
    const fused = await fusedRowCounts(this.#engine, this.#typed.relation, tests, this.name);
    fusable.forEach(({ index }, position) => {
      results[index] = { value: fused[position]! };
    });
    for (const [index, request] of requests.entries()) results[index] ??= await this.#measureAlone(request);
    return results as Measured[];
  }

  async examples(request: ExampleRequest): Promise<ExampleRow[]> {
    const relation = await this.#relation(request.where);
    const columns = request.columns.map((name) => this.#column(name));
    const failing = await this.#failing(request.test, relation);
    const shown = columns.map((column) => `left(${column.rawSql}, ${EXAMPLE_CHARACTERS + 1})`);
    const order = columns.flatMap((column) => [column.sql, column.rawSql]);
    const conditions = [...(relation.where === null ? [] : [relation.where]), failing];
    const { rows } = await this.#engine.query(
      `SELECT ${shown.join(', ')} FROM ${relation.from} WHERE ${conditions.join(' AND ')} ORDER BY ${order.join(', ')} LIMIT ${request.limit}`,
      [],
      { purpose: `showing failing rows of ${this.name}`, ...userExpression(request) },
    );
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, shortened(row[index] as string | null)])),
    );
  }

  async #measureAlone(request: MeasurementRequest): Promise<Measured> {
    const user = userExpression(request);
    try {
      return { value: await this.#measureOne(request) };
    } catch (thrown) {
      const error = asDeliveryError(thrown);
      // Only what the user's own expression did wrong is that check's problem alone.
      if (user.userExpression === undefined || !(error instanceof ConfigError || error instanceof EvidenceError))
        throw error;
      return { failure: error };
    }
  }

  async #measureOne(request: MeasurementRequest): Promise<MeasurementResult> {
    const relation = await this.#relation(request.where);
    const options = { purpose: `measuring ${this.name}`, ...userExpression(request) };
    if (request.measure === 'row_count') return { scope: await this.#engine.count(scopeSql(relation), [], options) };
    if (request.measure !== 'rows')
      return measureColumn(this.#engine, relation, this.#column(request.column), request, options);
    const { test } = request;
    if (test.kind === 'unique') {
      const keys = test.columns.map((name) => this.#column(name).sql);
      const scope = await this.#engine.count(scopeSql(relation), [], options);
      const { rows } = await this.#engine.query(duplicatesSql(relation, keys), [], options);
      return { scope, evaluated: toCount(rows[0]![0]), failed: toCount(rows[0]![1]) };
    }
    const conditions =
      test.kind === 'rule'
        ? await this.#ruleConditions(test.condition)
        : columnConditions(test, this.#column(test.column));
    return this.#countRows(relation, conditions, options);
  }

  async #countRows(relation: Relation, { evaluated, failed }: RowConditions, options: { purpose: string }) {
    const from = relation.where === null ? relation.from : `${relation.from} WHERE ${relation.where}`;
    const sql = `SELECT count(*), count(*) FILTER (${evaluated}), count(*) FILTER (${failed}) FROM ${from}`;
    const { rows } = await this.#engine.query(sql, [], options);
    return { scope: toCount(rows[0]![0]), evaluated: toCount(rows[0]![1]), failed: toCount(rows[0]![2]) };
  }

  async #failing(test: RowTest, relation: Relation): Promise<string> {
    if (test.kind === 'unique') {
      return duplicatedKeySql(
        relation,
        test.columns.map((name) => this.#column(name).sql),
      );
    }
    if (test.kind === 'rule') return (await this.#ruleConditions(test.condition)).failed;
    return columnConditions(test, this.#column(test.column)).failed;
  }

  async #relation(where: string | null): Promise<Relation> {
    const from = this.#typed.relation;
    return { from, where: where === null ? null : `(${await this.#condition(where)} IS TRUE)` };
  }

  async #ruleConditions(condition: string): Promise<RowConditions> {
    return ruleConditions(await this.#condition(condition));
  }

  /** SQL of a user's condition, bound to these columns and found to be true or false. */
  async #condition(text: string): Promise<string> {
    await this.columnsOfCondition(text, 'condition');
    const parsed = this.#conditions.get(text)!;
    const type = await checkExpression(this.#engine, parsed, this.#typed, 'condition');
    if (type !== 'BOOLEAN') {
      throw new ConfigError({
        code: 'RULE_INVALID',
        message: `Evaluating \`${text.slice(0, 200)}\` on ${this.name}: expected a condition that is true or false, found a value of type ${type}.`,
        hint: 'Compare the value with something, for example `arrival >= departure`.',
      });
    }
    return parsed.sql;
  }

  #column(name: string): TypedColumn {
    const column = this.#typed.columns.find((candidate) => candidate.name === name);
    if (column) return column;
    throw new InternalError({
      code: 'UNPLANNED_COLUMN',
      message: `Measuring ${this.name}: the plan names a column ${name} that does not exist.`,
    });
  }
}

function userExpression(request: { where: string | null; test?: RowTest }): { userExpression?: string } {
  const text = request.test?.kind === 'rule' ? request.test.condition : request.where;
  return text === null || text === undefined ? {} : { userExpression: text };
}

function shortened(text: string | null): string | null {
  if (text === null) return null;
  const characters = [...text];
  return characters.length > EXAMPLE_CHARACTERS ? `${characters.slice(0, EXAMPLE_CHARACTERS).join('')}…` : text;
}

/** Longer than a document can name. */
function refuseLongNames(dataset: string, source: Source): void {
  const long = source.columns.find((column) => column.name.length > 256);
  if (long === undefined) return;
  throw new EvidenceError({
    code: 'COLUMN_NAME_TOO_LONG',
    message: `Reading ${dataset}: the column name ${JSON.stringify(long.name.slice(0, 60))}… has ${long.name.length} characters; at most 256 fit into a document.`,
    hint: 'Check that the file has a header (`header: false` says it has none), or rename the column.',
  });
}
