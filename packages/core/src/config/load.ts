import type * as z from 'zod';
import { type Config, configSchema } from './config.ts';
import {
  DIALECT_BLOCKS,
  DIALECT_KEYS,
  type DialectKey,
  monitorSchema,
  type Rewritten,
  rewriteMonitor,
  rewriteValidation,
  rewriteValidationGates,
  validationGatesSchema,
  validationSchema,
} from './dialects.ts';
import { type ConfigProblem, configError, type Path, problemsOf } from './problems.ts';
import { configPurpose, parseYamlText, type YamlText } from './yaml-text.ts';

/** A configuration that was read: canonical values with defaults, and where each came from. */
export interface LoadedConfig {
  /** The file's path as the user wrote it. */
  file: string;
  config: Config;
  /** Top-level blocks present in the file (after rewriting a spelling). */
  written: Record<string, unknown>;
  /** The spelling that was rewritten, if any. */
  dialect: DialectKey | null;
  /** `file` and 1-based line of a path of the canonical form. */
  locate(path: Path): { file: string; line: number };
}

/**
 * Reads the text of a configuration.
 * @throws ConfigError naming every problem with `file:line` and the nearest known key.
 */
export function loadConfig(text: string, file: string): LoadedConfig {
  const yaml = parseYamlText(text, configPurpose(file));
  if (yaml.value === null || typeof yaml.value !== 'object' || Array.isArray(yaml.value)) {
    throw configError(
      file,
      [{ path: [], message: 'expected keys such as `data:` and `evaluation:`; found no mapping' }],
      yaml.locate,
    );
  }
  const raw = yaml.value as Record<string, unknown>;
  const dialect = DIALECT_KEYS.filter((key) => raw[key] !== undefined);
  const { written, origins } =
    dialect.length === 0 ? { written: raw, origins: new Map() } : rewrite(raw, dialect, yaml, file);
  const parsed = configSchema.safeParse(written);
  const original = (path: Path): Path => originOf(path, origins);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error.issues, written).map((problem) => ({
      ...problem,
      path: original(problem.path),
    }));
    throw configError(file, problems, yaml.locate);
  }
  const config = parsed.data;
  const problems = crossCheck(config);
  if (problems.length > 0) {
    throw configError(
      file,
      problems.map((problem) => ({ ...problem, path: original(problem.path) })),
      yaml.locate,
    );
  }
  return {
    file,
    config,
    written,
    dialect: dialect[0] ?? null,
    locate: (path) => ({ file, line: yaml.locate(original(path)).line }),
  };
}

function rewrite(raw: Record<string, unknown>, keys: readonly DialectKey[], yaml: YamlText, file: string) {
  const clashes: ConfigProblem[] = keys.flatMap((key) =>
    DIALECT_BLOCKS[key]
      .filter((block) => raw[block] !== undefined)
      .map((block) => ({
        path: [key],
        message: `\`${key}\` and \`${block}\` say the same thing twice: keep one of them`,
      })),
  );
  if (clashes.length > 0) throw configError(file, clashes, yaml.locate);
  const origins = new Map<string, Path>();
  const written: Record<string, unknown> = { ...raw };
  for (const key of keys) {
    const result = rewriteOne(key, raw[key], yaml, file);
    if (result.problems.length > 0) throw configError(file, result.problems, yaml.locate);
    delete written[key];
    for (const [canonical, path] of result.origins) origins.set(canonical, path);
    for (const [block, value] of Object.entries(result.blocks)) {
      written[block] = mergeBlock(written[block], value, block, key, yaml, file);
      if (!origins.has(block)) origins.set(block, [key]);
    }
  }
  return { written, origins };
}

/** A monitor may stand beside a `data:` block without `defaults.drift`, and repeat the model's name. */
function mergeBlock(
  present: unknown,
  value: unknown,
  block: string,
  key: DialectKey,
  yaml: YamlText,
  file: string,
): unknown {
  if (present === undefined) return value;
  if (present === value) return value;
  const data = present as { defaults?: Record<string, unknown> };
  if (block === 'data' && typeof present === 'object' && present !== null && data.defaults?.drift === undefined) {
    const added = value as { defaults: Record<string, unknown> };
    return { ...data, defaults: { ...data.defaults, ...added.defaults } };
  }
  throw configError(
    file,
    [{ path: [key], message: `\`${key}\` also writes \`${block}\`: keep one of them` }],
    yaml.locate,
  );
}

function rewriteOne(key: DialectKey, value: unknown, yaml: YamlText, file: string): Rewritten {
  const parse = <S extends z.ZodType>(schema: S): z.infer<S> => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw configError(file, problemsOf(parsed.error.issues, value, [key]), yaml.locate);
    return parsed.data;
  };
  switch (key) {
    case 'validation_gates':
      return rewriteValidationGates(parse(validationGatesSchema));
    case 'validation':
      return rewriteValidation(parse(validationSchema));
    case 'monitor':
      return rewriteMonitor(parse(monitorSchema));
  }
}

function originOf(path: Path, origins: ReadonlyMap<string, Path>): Path {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin) return origin;
  }
  return path;
}

/** What no single block can know. */
function crossCheck(config: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const datasets = Object.keys(config.data?.datasets ?? {});
  const known = (names: readonly string[] | undefined, path: Path) => {
    for (const name of names ?? []) {
      if (!datasets.includes(name)) {
        problems.push({ path, message: `unknown dataset \`${name}\`; known: ${datasets.join(', ') || 'none'}` });
      }
    }
  };
  for (const [name, dataset] of Object.entries(config.data?.datasets ?? {})) {
    if (dataset.reference !== undefined) known([dataset.reference], ['data', 'datasets', name, 'reference']);
  }
  for (const [name, checks] of Object.entries(config.data?.columns ?? {}))
    known(checks.datasets, ['data', 'columns', name, 'datasets']);
  for (const [i, check] of (config.data?.checks ?? []).entries())
    known(check.datasets, ['data', 'checks', i, 'datasets']);
  return problems;
}
