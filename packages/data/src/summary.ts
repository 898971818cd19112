import type { DataReport } from '@model-delivery/core';

/** The result in one sentence: the verdict, and the check that decides it. */
export function summaryOfData(report: DataReport): string {
  const { verdict, checks, error, datasets } = report;
  const decisive = checks.filter((check) => check.blocking && check.verdict === verdict);
  const more = decisive.length > 1 ? ` (and ${decisive.length - 1} more)` : '';
  switch (verdict) {
    case 'pass': {
      const evaluated = checks.filter((check) => check.verdict !== 'not_applicable').length;
      const rows = datasets.reduce((sum, dataset) => sum + (dataset.rows ?? 0), 0).toLocaleString('en-US');
      return `pass: ${evaluated} ${evaluated === 1 ? 'check' : 'checks'} evaluated on ${rows} rows of ${datasets.map(({ name }) => name).join(', ')}.`;
    }
    case 'error':
      return `error: ${error?.message ?? decisive[0]?.message ?? 'the data is unusable'}`;
    default:
      return `${verdict}: ${decisive[0]?.message ?? 'see the checks'}${more}`;
  }
}
