import * as z from 'zod';
import { finite, isoDate, nonEmpty, onInconclusive, severity, share, tolerance, wholeNumber } from './words.ts';

/** Types a column can declare. */
export const COLUMN_TYPES = ['integer', 'number', 'string', 'boolean', 'date', 'timestamp'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

const datasetSchema = z.strictObject({
  source: nonEmpty.describe('File or glob: CSV (also gzip), Parquet or JSON Lines. Relative to this file.'),
  profile: nonEmpty.optional().describe('Committed data-profile/1 that drift is measured against.'),
  reference: nonEmpty.optional().describe('Dataset whose profile is the reference of drift checks.'),
  key: z.array(nonEmpty).min(1).optional().describe('Columns that identify a row; examples are shown in key order.'),
  label: nonEmpty.optional(),
  time: nonEmpty.optional(),
  absent: z.array(nonEmpty).default([]).describe('Columns this dataset does not have (the label at serving time).'),
  format: z.enum(['csv', 'parquet', 'jsonl']).optional().describe('Default: by content and extension.'),
  delimiter: z.string().length(1).optional().describe('CSV only; default: detected.'),
  quote: z.string().length(1).optional().describe('CSV only; default: detected.'),
  encoding: z.enum(['utf-8', 'utf-16', 'latin-1']).optional().describe('CSV only; default: detected.'),
  header: z.boolean().optional().describe('CSV only; default: true.'),
  null_values: z.array(z.string()).optional().describe('CSV only; default: defaults.null_values.'),
});
export type DatasetConfig = z.infer<typeof datasetSchema>;

const FORMATS = ['gx', 'dbt', 'odcs', 'tfdv', 'soda', 'pandera', 'table-schema'] as const;

const missingBound = z
  .union([z.literal(0), tolerance])
  .transform((value) => (value === 0 ? { max_count: 0 } : value))
  .describe('How many values may be missing: 0, {max_count: n} or {max_share: s}.');

const rangeEnd = z.union([finite, z.string()]).nullable();

/** Everything a column can be asked. */
const columnChecksSchema = z.strictObject({
  type: z.enum(COLUMN_TYPES).optional(),
  missing: missingBound.optional(),
  values: z
    .array(z.union([z.string(), finite, z.boolean()]))
    .min(1)
    .optional()
    .describe('The allowed values.'),
  range: z.tuple([rangeEnd, rangeEnd]).optional().describe('[min, max], inclusive; null leaves an end open.'),
  length: z.tuple([wholeNumber.nullable(), wholeNumber.nullable()]).optional().describe('[min, max] in code points.'),
  matches: nonEmpty.optional().describe('RE2 pattern of the whole value.'),
  finite: z.literal(true).optional().describe('Neither NaN nor infinite.'),
  drift: z
    .strictObject({ psi: finite.nonnegative() })
    .optional()
    .describe('Population stability index against the reference profile.'),
  tolerance: tolerance.optional().describe('Failing rows tolerated by each row check of this column.'),
  severity: severity.default('fail'),
  where: nonEmpty.optional().describe('SQL condition; rows that do not match are not judged.'),
  datasets: z.array(nonEmpty).min(1).optional().describe('Default: every dataset that should have the column.'),
});
export type ColumnChecks = z.infer<typeof columnChecksSchema>;

const shared = {
  name: nonEmpty.optional().describe('Gives the check a stable id.'),
  where: nonEmpty.optional(),
  severity: severity.default('fail'),
  datasets: z.array(nonEmpty).min(1).optional(),
};
const bounded = <T extends { min?: unknown; max?: unknown }>(value: T) =>
  value.min !== undefined || value.max !== undefined;
const boundMessage = { message: 'expected `min`, `max` or both' };

const tableCheckSchemas = {
  columns: z.strictObject({
    columns: z.strictObject({
      require: z.array(nonEmpty).default([]),
      allow_extra: z.boolean().default(true),
      order: z.boolean().default(false).describe('Whether the required columns must stand in this order.'),
    }),
    ...shared,
  }),
  row_count: z.strictObject({
    row_count: z
      .strictObject({ min: wholeNumber.optional(), max: wholeNumber.optional() })
      .refine(bounded, boundMessage),
    ...shared,
  }),
  unique: z.strictObject({ unique: z.array(nonEmpty).min(1), tolerance: tolerance.optional(), ...shared }),
  mean: z.strictObject({
    mean: z
      .strictObject({ column: nonEmpty, min: finite.optional(), max: finite.optional() })
      .refine(bounded, boundMessage),
    ...shared,
  }),
  quantile: z.strictObject({
    quantile: z
      .strictObject({ column: nonEmpty, q: share, min: finite.optional(), max: finite.optional() })
      .refine(bounded, boundMessage),
    ...shared,
  }),
  rule: z.strictObject({ rule: nonEmpty, tolerance: tolerance.optional(), ...shared }),
};
/** The keys that say what kind of table check an entry of `data.checks` is. */
export const TABLE_CHECK_KINDS = Object.keys(tableCheckSchemas) as (keyof typeof tableCheckSchemas)[];

const tableCheckSchema = z.union([
  tableCheckSchemas.columns,
  tableCheckSchemas.row_count,
  tableCheckSchemas.unique,
  tableCheckSchemas.mean,
  tableCheckSchemas.quantile,
  tableCheckSchemas.rule,
]);
export type TableCheck = z.infer<typeof tableCheckSchema>;

const waiverSchema = z.strictObject({
  check: nonEmpty.describe('Exact id of one check.'),
  reason: nonEmpty,
  until: isoDate.describe('Last day (UTC) the waiver is valid.'),
  by: nonEmpty,
});
export type Waiver = z.infer<typeof waiverSchema>;

export const dataSchema = z.strictObject({
  datasets: z.record(nonEmpty, datasetSchema).default({}),
  contracts: z
    .array(z.strictObject({ import: nonEmpty, dataset: nonEmpty, format: z.enum(FORMATS).optional() }))
    .default([])
    .describe('Contracts in the formats of other tools.'),
  columns: z
    .record(nonEmpty, columnChecksSchema)
    .default({})
    .describe('By column name or pattern (`*`, `?`): what every dataset that has the column must satisfy.'),
  checks: z.array(tableCheckSchema).default([]),
  waivers: z.array(waiverSchema).default([]),
  on_inconclusive: onInconclusive.default('warn'),
  defaults: z
    .strictObject({
      examples: wholeNumber.max(100).default(5).describe('Failing rows shown per failed check.'),
      memory: z
        .string()
        .regex(/^\d+(?:\.\d+)?\s?(?:KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/, 'expected a size such as 512MB or 2GB')
        .optional()
        .describe('Memory limit of the engine; default: the smaller of 2GB and a quarter of the machine.'),
      threads: z.union([z.literal('auto'), z.number().int().positive()]).default('auto'),
      alpha: z.number().gt(0).lt(0.5).default(0.05),
      null_values: z.array(z.string()).default(['']),
      drift: z.strictObject({ psi: finite.nonnegative() }).optional().describe('Asked of every profiled column.'),
    })
    .prefault({}),
});
export type DataConfig = z.infer<typeof dataSchema>;
