import { compareSequences, parseMarker, renderMarker } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { elements, rendered, textOf } from '../../testing/rendered-markdown.ts';
import { dataCheck, dataReport, evaluation, sliceCheck, worseAuc } from '../../testing/sample-documents.ts';
import { ownContext, SAMPLES } from '../../testing/sample-reports.ts';
import { buildReportView, type ReportContext } from '../view/report-view.ts';
import { COMMENT_BUDGET, renderComment, renderSummary, SUMMARY_BUDGET } from './comment.ts';
import { parseHistory } from './history.ts';
import { unchanged } from './unchanged.ts';

const view = (name: string, context: Partial<ReportContext> = {}) => {
  const sample = SAMPLES[name]!();
  return buildReportView(sample.documents, { ...sample.context, ...context });
};
const shown = (markdown: string) => textOf(rendered(markdown)).replaceAll('\u200B', '');

describe('marker', () => {
  it('is the first line and is read back', () => {
    const body = renderComment(view('better-model'));
    expect(body.split('\n')[0]).toBe('<!-- model-delivery:v1 key=flight-delay seq=41.1 -->');
    expect(parseMarker(body)).toEqual({ key: 'flight-delay', sequence: { run: 41, attempt: 1 } });
  });

  it.each([
    ' <!-- model-delivery:v1 key=a seq=1.1 -->',
    'text\n<!-- model-delivery:v1 key=a seq=1.1 -->',
    '<!-- model-delivery:v1 key=A seq=1.1 -->',
    '<!-- model-delivery:v1 key=a seq=1 -->',
    '<!-- model-delivery:v1 key=a seq=1.1 --> more',
    '\uFEFF<!-- model-delivery:v1 key=a seq=1.1 -->',
  ])('%j is not one', (body) => {
    expect(parseMarker(body)).toBeNull();
  });

  it('refuses a key that could end the comment', () => {
    expect(() => renderMarker({ key: 'a --><h1>', sequence: { run: 1, attempt: 1 } })).toThrow(/cannot express/);
  });

  it('orders runs before attempts', () => {
    expect(compareSequences({ run: 9, attempt: 3 }, { run: 10, attempt: 1 })).toBeLessThan(0);
    expect(compareSequences({ run: 9, attempt: 3 }, { run: 9, attempt: 1 })).toBeGreaterThan(0);
    expect(compareSequences({ run: 9, attempt: 3 }, { run: 9, attempt: 3 })).toBe(0);
  });
});

describe('what a reviewer reads first', () => {
  it.each([
    ['better-model', 'Pass'],
    ['worse-model', 'Fail'],
    ['broken-data', 'Fail'],
    ['inconclusive', 'Inconclusive'],
    ['error', 'Error'],
    ['fork', 'Pass, self-reported by fork code'],
  ])('%s says %s within 60 characters', (name, word) => {
    const heading = textOf(elements(rendered(renderComment(view(name))), 'h3')[0]!);
    expect(heading.slice(0, 60)).toContain(word);
  });

  it('the better model: gain and interval', () => {
    const text = shown(renderComment(view('better-model')));
    expect(text).toContain('roc_auc rose by 0.0058 (better): candidate 0.9312, champion 0.9254');
    expect(text).toContain('90 % interval of the change +0.0021 to +0.0095');
  });

  it('the worse model: by how much, against what, interval, rows', () => {
    const text = shown(renderComment(view('worse-model')));
    expect(text).toContain(
      'fell by 0.224 (worse): candidate 0.701, champion 0.925 (90 % interval of the change -0.238 to -0.210, 6,000 rows)',
    );
  });

  it('the broken data: column, rule, rows, examples', () => {
    const text = shown(renderComment(view('broken-data')));
    expect(text).toContain('distance in train: 312 of 24,000 rows (1.3 %) violate range: min 17, max 5500');
    expect(text).toContain('81210');
  });

  it('a waived check is waived, with its reason, and never passed', () => {
    const body = renderComment(view('broken-data'));
    expect(shown(body)).toMatch(/🔕 waived\s+train\/carrier\/values/);
    expect(body).not.toMatch(/✅ pass \| [^|]*carrier/);
  });

  it('a policy that came with the pull request is said', () => {
    expect(shown(renderComment(view('policy-introduced')))).toContain('Policy introduced by this pull request');
    expect(view('policy-introduced').blocks).toBe(false);
  });

  it('nothing of a fork is green', () => {
    expect(renderComment(view('fork'))).not.toContain('✅');
    expect(shown(renderComment(view('fork')))).toContain('were not verified');
  });

  it('the order of the fork comes from the caller, not from its documents', () => {
    expect(view('fork').sequence).toEqual({ run: 12, attempt: 2 });
    expect(view('fork').runUrl).toBe('https://github.com/acme/flight-delay/actions/runs/777');
  });
});

describe('size', () => {
  /** Everything that can be long is: 10,000 failing columns with long names in an expensive script. */
  const enormous = () => {
    const checks = Array.from({ length: 10_000 }, (_, i) =>
      dataCheck({
        id: `train/${'列'.repeat(80)}${i}/range`,
        column: `${'列'.repeat(80)}${i}`,
        verdict: 'fail',
        failed: i,
        message: '漢字 <b> '.repeat(300),
        examples: [{ id: '😀'.repeat(100) }],
      }),
    );
    const slices = Array.from({ length: 5000 }, (_, i) => sliceCheck(`origin=${'€'.repeat(100)}${i}`, -0.2, 'fail'));
    return buildReportView(
      [
        dataReport({ verdict: 'fail', checks, warnings: Array.from({ length: 900 }, () => '🙂'.repeat(2000)) }),
        evaluation({ verdict: 'fail', checks: [worseAuc(), ...slices] }),
      ],
      ownContext,
    );
  };

  it('stays within both limits, whole sections at a time, and says what is missing', () => {
    const body = renderComment(enormous());
    expect(body.length).toBeLessThanOrEqual(COMMENT_BUDGET.units);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(COMMENT_BUDGET.bytes);
    expect(shown(body)).toContain('Left out because a comment has a size limit');
    const dom = rendered(body);
    const titles = elements(dom, 'h4').map(textOf);
    expect(titles).toContain('Data');
    expect(titles).toContain('Evaluation');
    for (const table of elements(dom, 'table')) {
      const widths = elements(table, 'tr').map(
        (row) => (row.childNodes ?? []).filter((cell) => /^t[dh]$/.test(cell.nodeName)).length,
      );
      expect(new Set(widths).size).toBe(1);
    }
    expect(shown(body)).toMatch(/and 9,\d{3} more rows/);
    expect(elements(dom, 'details').length).toBe((body.match(/<\/details>/g) ?? []).length);
    expect(parseHistory(body)).not.toBeNull();
  });

  it('the summary of the same report stays under its limit', () => {
    const summary = renderSummary(enormous());
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_BUDGET.bytes);
    expect(summary.length).toBeGreaterThan(COMMENT_BUDGET.units);
  });

  it('drops the least important section first', () => {
    const sample = SAMPLES['worse-model']!();
    const big = buildReportView(sample.documents, {
      ...sample.context,
      appendix: [{ name: 'metrics.md', markdown: 'x '.repeat(40_000) }],
    });
    const body = renderComment(big);
    expect(shown(body)).toContain('Left out because a comment has a size limit: metrics.md.');
    expect(shown(body)).toContain('Lineage and evidence');
  });
});

describe('history', () => {
  const at = (name: string, headSha: string, previousBody?: string) =>
    renderComment(view(name, { headSha }), previousBody === undefined ? {} : { previousBody });

  it('does not change while commit and verdict stay', () => {
    const first = at('worse-model', '1111111aaaa');
    expect(at('worse-model', '1111111aaaa', first)).toBe(first);
    const second = at('better-model', '2222222aaaa', first);
    expect(at('better-model', '2222222aaaa', second)).toBe(second);
    expect(shown(second)).toContain('earlier verdicts: ❌ fail 1111111 · roc_auc ▁█');
  });

  it('keeps the five newest', () => {
    let body = at('worse-model', '0000000a');
    for (let i = 1; i <= 8; i++) body = at('better-model', `${i}000000a`, body);
    expect(parseHistory(body)?.past.map((entry) => entry.commit)).toEqual([
      '7000000',
      '6000000',
      '5000000',
      '4000000',
      '3000000',
    ]);
  });

  it('a history line inside the report or in a broken form is ignored', () => {
    const body = at('worse-model', '1111111aaaa');
    expect(parseHistory(`${body}\nanother line`)).toBeNull();
    expect(parseHistory(body.replace('now=fail', 'now=great'))).toBeNull();
    expect(renderComment(view('better-model'), { previousBody: 'no history here' })).toBe(
      renderComment(view('better-model')),
    );
  });
});

describe('unchanged', () => {
  const body = renderComment(view('better-model'));

  it('compares after the first line', () => {
    expect(unchanged(body, renderComment(view('better-model'), { sequence: { run: 50, attempt: 2 } }))).toBe(true);
    expect(unchanged(body, renderComment(view('worse-model')))).toBe(false);
    expect(unchanged(body, body.replaceAll('\n', '\r\n'))).toBe(true);
  });

  it('another run with the same findings is no change', () => {
    const other = SAMPLES['better-model']!();
    const moved = other.documents.map((document) => ({
      ...document,
      meta: {
        ...document.meta,
        run: {
          ...(document.meta!.run as object),
          id: 9002,
          number: 42,
          url: 'https://github.com/acme/flight-delay/actions/runs/9002',
        },
      },
    }));
    const again = buildReportView(moved as typeof other.documents, other.context);
    expect(unchanged(body, renderComment(again))).toBe(true);
    const kept = renderComment(again, { previousBody: body });
    expect(kept.split('\n')[0]).toContain('seq=42.1');
    expect(kept.split('\n').slice(1)).toEqual(body.split('\n').slice(1));
  });
});
