import type { ColumnChecks, DataConfig, TableCheck } from '../config/data.ts';
import { TABLE_CHECK_KINDS } from '../config/data.ts';
import type { PolicyChange } from '../documents/fields.ts';
import { type Loosened, lookup, severityLower, toleranceLarger, widerInterval } from './loosened.ts';

/**
 * Keys of `data` that the head makes more lenient than the base: checks removed, bounds widened, severities lowered,
 * waivers added. A change whose direction cannot be told (another pattern, another condition) is listed too.
 */
export function loosenedData(base: DataConfig, head: DataConfig): PolicyChange['loosened'] {
  const found: Loosened[] = [
    ...loosenedDatasets(base, head),
    ...loosenedColumns(base, head),
    ...loosenedChecks(base, head),
    ...addedWaivers(base, head),
    ...loosenedDefaults(base, head),
  ];
  return found.map(({ key, base: was, head: is }) => ({ key, base: lookup(was), head: lookup(is) }));
}

function loosenedDatasets(base: DataConfig, head: DataConfig): Loosened[] {
  return Object.entries(base.datasets).flatMap(([name, was]): Loosened[] => {
    const is = head.datasets[name];
    const key = `data.datasets.${name}`;
    if (!is) return [{ key, base: was.source, head: null }];
    const found: Loosened[] = [];
    for (const field of ['profile', 'reference'] as const) {
      if (was[field] !== undefined && was[field] !== is[field])
        found.push({ key: `${key}.${field}`, base: was[field], head: is[field] });
    }
    const absent = is.absent.filter((column) => !was.absent.includes(column));
    if (absent.length > 0) found.push({ key: `${key}.absent`, base: was.absent, head: is.absent });
    return found;
  });
}

function loosenedColumns(base: DataConfig, head: DataConfig): Loosened[] {
  return Object.entries(base.columns).flatMap(([name, was]): Loosened[] => {
    const is = head.columns[name];
    const key = `data.columns.${name}`;
    return is === undefined ? [{ key, base: 'present', head: null }] : loosenedColumn(key, was, is);
  });
}

function loosenedColumn(key: string, was: ColumnChecks, is: ColumnChecks): Loosened[] {
  const changed = (field: keyof ColumnChecks) => JSON.stringify(was[field]) !== JSON.stringify(is[field]);
  const lenient: Record<string, boolean> = {
    type: was.type !== undefined && changed('type'),
    missing: was.missing !== undefined && (is.missing === undefined || toleranceLarger(was.missing, is.missing)),
    values:
      was.values !== undefined && (is.values === undefined || is.values.some((value) => !was.values!.includes(value))),
    range: was.range !== undefined && (is.range === undefined || widerInterval(was.range, is.range)),
    length: was.length !== undefined && (is.length === undefined || widerInterval(was.length, is.length)),
    matches: was.matches !== undefined && changed('matches'),
    finite: was.finite !== undefined && is.finite === undefined,
    drift: was.drift !== undefined && (is.drift === undefined || is.drift.psi > was.drift.psi),
    tolerance: toleranceLarger(was.tolerance, is.tolerance),
    severity: severityLower(was.severity, is.severity),
    where: is.where !== undefined && changed('where'),
    datasets: is.datasets !== undefined && changed('datasets'),
  };
  return Object.entries(lenient)
    .filter(([, loosened]) => loosened)
    .map(([field]) => ({
      key: `${key}.${field}`,
      base: was[field as keyof ColumnChecks],
      head: is[field as keyof ColumnChecks],
    }));
}

type Entry = TableCheck & Record<string, unknown>;

function kindOf(check: Entry): string {
  return TABLE_CHECK_KINDS.find((kind) => check[kind] !== undefined)!;
}

/** What stays the same when only the bounds of a check change. */
function identityOf(check: Entry): string {
  const kind = kindOf(check);
  const subject = check[kind] as Record<string, unknown> | string | string[];
  if (check.name !== undefined) return `${kind}/${String(check.name)}`;
  if (typeof subject === 'string' || Array.isArray(subject)) return `${kind}/${String(subject)}`;
  return `${kind}/${String(subject.column ?? '')}/${String(subject.q ?? '')}`;
}

function loosenedChecks(base: DataConfig, head: DataConfig): Loosened[] {
  const heads = new Map((head.checks as Entry[]).map((check) => [identityOf(check), check]));
  return (base.checks as Entry[]).flatMap((was, i): Loosened[] => {
    const is = heads.get(identityOf(was));
    const key = `data.checks.${i} (${identityOf(was)})`;
    if (is === undefined) return [{ key, base: 'present', head: null }];
    return checkLoosened(was, is) ? [{ key, base: was, head: is }] : [];
  });
}

function checkLoosened(was: Entry, is: Entry): boolean {
  const kind = kindOf(was);
  if (severityLower(was.severity, is.severity)) return true;
  if (toleranceLarger(was.tolerance as never, is.tolerance as never)) return true;
  if (is.where !== was.where && is.where !== undefined) return true;
  if (is.datasets !== undefined && JSON.stringify(is.datasets) !== JSON.stringify(was.datasets)) return true;
  const before = was[kind] as {
    min?: number;
    max?: number;
    require?: string[];
    allow_extra?: boolean;
    order?: boolean;
  };
  const after = is[kind] as typeof before;
  if (kind === 'rule' || kind === 'unique') return JSON.stringify(before) !== JSON.stringify(after);
  if (kind === 'columns') {
    const dropped = before.require!.some((column) => !after.require!.includes(column));
    return (
      dropped || (after.allow_extra === true && before.allow_extra === false) || (before.order === true && !after.order)
    );
  }
  return widerInterval([before.min ?? null, before.max ?? null], [after.min ?? null, after.max ?? null]);
}

function addedWaivers(base: DataConfig, head: DataConfig): Loosened[] {
  const present = new Set(base.waivers.map((waiver) => JSON.stringify(waiver)));
  return head.waivers
    .filter((waiver) => !present.has(JSON.stringify(waiver)))
    .map((waiver) => ({ key: `data.waivers (${waiver.check})`, base: null, head: waiver }));
}

function loosenedDefaults(base: DataConfig, head: DataConfig): Loosened[] {
  const found: Loosened[] = [];
  if (base.on_inconclusive === 'block' && head.on_inconclusive === 'warn') {
    found.push({ key: 'data.on_inconclusive', base: 'block', head: 'warn' });
  }
  const was = base.defaults;
  const is = head.defaults;
  // A smaller alpha asks for more proof before a drift check fails.
  if (is.alpha < was.alpha) found.push({ key: 'data.defaults.alpha', base: was.alpha, head: is.alpha });
  if (was.drift && (!is.drift || is.drift.psi > was.drift.psi)) {
    found.push({ key: 'data.defaults.drift', base: was.drift, head: is.drift });
  }
  return found;
}
