import { notices, originLine, stageLines, verdictWords } from '../view/headline.ts';
import type { ReportView } from '../view/report-view.ts';
import { inlineHtml, sectionHtml } from './blocks.ts';
import { htmlText } from './escape.ts';
import { CONTENT_SECURITY_POLICY, STYLE } from './style.ts';

/**
 * The full report of one or several models as one HTML file: no script, no request, light and dark. Everything that
 * Markdown folds away or leaves out is in view, with plots.
 */
export function renderHtml(views: ReportView | readonly ReportView[]): string {
  const all = 'stages' in views ? [views] : views;
  const title = all.map((view) => `${verdictWords(view)} · ${view.model}`).join(' | ');
  const version = all.find((view) => view.toolVersion !== null)?.toolVersion ?? null;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlText(CONTENT_SECURITY_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title, 200)}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="page">
${all.map(reportHtml).join('\n')}
<footer>model-delivery${version === null ? '' : ` ${htmlText(version, 40)}`}</footer>
</main>
</body>
</html>
`;
}

function reportHtml(view: ReportView): string {
  const sections = view.sections.map((section) => sectionHtml(section, anchor(view, section.id)));
  return [`<article>`, headerHtml(view), introHtml(view), ...sections, '</article>'].join('\n');
}

/** Address of a section within the page. */
function anchor(view: ReportView, id: string): string {
  return `${view.model}-${id}`;
}

function headerHtml(view: ReportView): string {
  const tone = view.trust === 'fork' ? 'fork' : view.verdict;
  const origin = originLine(view);
  return `<header class="tone-${tone}">
<p class="model">model <code>${htmlText(view.model, 63)}</code></p>
<h1><span class="verdict">${htmlText(verdictWords(view), 100)}</span></h1>
<p class="deciding">${inlineHtml(view.deciding)}</p>
${origin.length === 0 ? '' : `<p class="origin">${inlineHtml(origin)}</p>`}
</header>`;
}

function introHtml(view: ReportView): string {
  const parts = notices(view).map((notice) => `<p class="notice">${inlineHtml(notice)}</p>`);
  parts.push(
    `<ul class="stages">${stageLines(view)
      .map((stage) => `<li>${inlineHtml(stage)}</li>`)
      .join('')}</ul>`,
  );
  if (view.next.length > 0) {
    const steps = view.next.map((step) => `<li>${inlineHtml(step)}</li>`).join('');
    parts.push(`<div class="next"><strong>Next</strong><ol>${steps}</ol></div>`);
  }
  const links = view.sections.map(
    (section) => `<li><a href="#${htmlText(anchor(view, section.id), 200)}">${htmlText(section.title, 80)}</a></li>`,
  );
  parts.push(`<nav aria-label="Sections of ${htmlText(view.model, 63)}"><ul>${links.join('')}</ul></nav>`);
  return parts.join('\n');
}
