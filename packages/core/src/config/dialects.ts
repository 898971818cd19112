import * as z from 'zod';
import { commandLine, finite } from './words.ts';

/*
 * Spellings of gates found in the wild. They are accepted at the top level, rewritten to the canonical form and judged by
 * point values, because that is what they mean where they come from.
 */

export const DIALECT_KEYS = ['validation_gates', 'validation', 'monitor'] as const;
export type DialectKey = (typeof DIALECT_KEYS)[number];

/** Canonical blocks a spelling writes: both in one file would be two answers to one question. */
export const DIALECT_BLOCKS: Record<DialectKey, readonly string[]> = {
  validation_gates: ['evaluation', 'validation'],
  validation: ['evaluation', 'validation_gates'],
  monitor: ['retraining'],
};

const notify = () => z.array(z.record(z.string(), z.string()));

const comparison = () => z.strictObject({ metric: z.string(), threshold: finite.positive() });

export const validationGatesSchema = z.lazy(() =>
  z.strictObject({
    performance: z.record(z.string(), finite).optional(),
    comparison: z.union([comparison(), z.array(comparison())]).optional(),
    data_quality: z.strictObject({ missing_rate_max: finite.optional(), drift_psi_max: finite.optional() }).optional(),
    promote_on_pass: z.string().optional(),
    notify_on_fail: notify().optional(),
  }),
);

export const validationSchema = z.lazy(() =>
  z
    .strictObject({
      compare_to: z.string().optional(),
      tolerance: finite.optional(),
      promote_on_pass: z.string().optional(),
      notify_on_fail: notify().optional(),
    })
    .catchall(finite),
);

export const monitorSchema = z.lazy(() =>
  z.strictObject({
    model: z.string().optional(),
    methods: z.strictObject({ psi: z.strictObject({ threshold: finite.nonnegative() }) }),
    on_trigger: z
      .strictObject({ action: z.literal('retrain'), pipeline: z.string().optional(), workflow: z.string().optional() })
      .optional(),
    windows: z.string().optional(),
    rescore: commandLine.optional(),
  }),
);

/** A problem of a spelling: path inside the file and what is expected. */
export interface DialectProblem {
  path: (string | number)[];
  message: string;
}

/** The canonical block a spelling stands for, where each check came from, and what was wrong with it. */
export interface Rewritten {
  blocks: Record<string, unknown>;
  /** Canonical path (joined by `.`) to the path as written. */
  origins: Map<string, (string | number)[]>;
  problems: DialectProblem[];
}

type Check = Record<string, unknown>;

const POINT = { evidence: 'point' } as const;

function emptyRewrite(): Rewritten {
  return { blocks: {}, origins: new Map(), problems: [] };
}

/** `validation_gates:` -> `evaluation:`. */
export function rewriteValidationGates(gates: z.infer<typeof validationGatesSchema>): Rewritten {
  const result = emptyRewrite();
  const checks: Check[] = [];
  const add = (check: Check, origin: (string | number)[]) => {
    result.origins.set(`evaluation.checks.${checks.length}`, ['validation_gates', ...origin]);
    checks.push({ ...check, ...POINT });
  };
  for (const [key, bound] of Object.entries(gates.performance ?? {})) {
    const match = /^(.+)_(min|max)(?:_(ms|s))?$/.exec(key);
    if (!match) {
      result.problems.push({
        path: ['validation_gates', 'performance', key],
        message: `expected METRIC_min or METRIC_max, such as accuracy_min or latency_p99_max_ms; found ${key}`,
      });
      continue;
    }
    const [, metric, side, unit] = match;
    add({ metric, [side!]: bound, ...(unit ? { unit } : {}) }, ['performance', key]);
  }
  for (const [i, entry] of asArray(gates.comparison).entries()) {
    const origin = Array.isArray(gates.comparison) ? ['comparison', i] : ['comparison'];
    add({ metric: entry.metric, vs: 'champion', min_ratio: entry.threshold }, origin);
  }
  const quality = gates.data_quality ?? {};
  if (quality.missing_rate_max !== undefined) {
    add({ metric: 'missing_rate', source: 'data_report', max: quality.missing_rate_max }, [
      'data_quality',
      'missing_rate_max',
    ]);
  }
  if (quality.drift_psi_max !== undefined) {
    add({ metric: 'drift_psi', source: 'data_report', max: quality.drift_psi_max }, ['data_quality', 'drift_psi_max']);
  }
  result.blocks.evaluation = { checks, ...outcome(gates) };
  return result;
}

/** `validation:` -> `evaluation:`; the tolerance is a signed difference, so a positive one is ambiguous. */
export function rewriteValidation(block: z.infer<typeof validationSchema>): Rewritten {
  const result = emptyRewrite();
  const { compare_to, tolerance, promote_on_pass, notify_on_fail, ...bounds } = block;
  const checks: Check[] = [];
  const metrics = new Map<string, string>();
  for (const [key, bound] of Object.entries(bounds)) {
    const match = /^(min|max)_(.+)$/.exec(key) ?? /^(.+)_(min|max)$/.exec(key);
    if (!match) {
      result.problems.push({ path: ['validation', key], message: `expected min_METRIC or max_METRIC; found ${key}` });
      continue;
    }
    const [metric, side] = match[1] === 'min' || match[1] === 'max' ? [match[2]!, match[1]] : [match[1]!, match[2]!];
    result.origins.set(`evaluation.checks.${checks.length}`, ['validation', key]);
    checks.push({ metric, [side]: bound, ...POINT });
    if (!metrics.has(metric)) metrics.set(metric, key);
  }
  if (tolerance !== undefined && tolerance > 0) {
    result.problems.push({
      path: ['validation', 'tolerance'],
      message: `ambiguous sign: ${tolerance} could ask for a gain or allow a loss; write -${tolerance} for an allowed loss, or \`min_delta: ${tolerance}\` in the canonical form for a required gain`,
    });
  }
  if (tolerance !== undefined && compare_to === undefined) {
    result.problems.push({ path: ['validation', 'tolerance'], message: 'needs `compare_to: production`' });
  }
  if (compare_to !== undefined && metrics.size === 0) {
    result.problems.push({
      path: ['validation', 'compare_to'],
      message: 'names no metric: add min_METRIC or max_METRIC',
    });
  }
  if (compare_to !== undefined) {
    for (const [metric, key] of metrics) {
      result.origins.set(`evaluation.checks.${checks.length}`, [
        'validation',
        tolerance === undefined ? key : 'tolerance',
      ]);
      checks.push({ metric, vs: 'champion', min_delta: tolerance ?? 0, ...POINT });
    }
  }
  result.blocks.evaluation = {
    checks,
    ...(compare_to === undefined ? {} : { champion: { alias: championAlias(compare_to) } }),
    ...outcome({ promote_on_pass, notify_on_fail }),
  };
  return result;
}

/** `monitor:` -> `model`, `data.defaults.drift` and `retraining.when.drift`. */
export function rewriteMonitor(block: z.infer<typeof monitorSchema>): Rewritten {
  const result = emptyRewrite();
  if (block.model !== undefined) result.blocks.model = block.model;
  result.blocks.data = { defaults: { drift: { psi: block.methods.psi.threshold } } };
  const trigger = block.on_trigger;
  result.blocks.retraining = {
    when: { drift: { windows: block.windows ?? '1 of 1' } },
    ...(trigger?.pipeline === undefined ? {} : { pipeline: { name: trigger.pipeline } }),
    ...(trigger?.workflow === undefined ? {} : { workflow: trigger.workflow }),
  };
  return result;
}

/** `production` is what these files call the model that serves. */
function championAlias(name: string): string {
  return name === 'production' || name === 'prod' ? 'champion' : name;
}

function outcome(block: {
  promote_on_pass?: string | undefined;
  notify_on_fail?: z.infer<ReturnType<typeof notify>> | undefined;
}) {
  return {
    ...(block.promote_on_pass === undefined ? {} : { promote_to: block.promote_on_pass }),
    ...(block.notify_on_fail === undefined ? {} : { notify_on_fail: block.notify_on_fail }),
  };
}

function asArray<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
