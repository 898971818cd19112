import type { AliasEvent } from '@model-delivery/core';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { chartSvg } from './chart.ts';
import { reignsSvg } from './reigns.ts';
import { type Step, shortVersion } from './step.ts';
import type { Sentence } from './story.ts';
import { canaryTimeline, decisionRows } from './timeline.ts';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A comment of ours as GitHub shows it: our own Markdown, whose untrusted parts are already escaped. */
function rendered(markdown: string): string {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html.replaceAll(
    /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
    (whole, source: string) =>
      chartSvg(
        source.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
      ) ?? whole,
  );
}

const STYLE = `
:root { color-scheme: light dark; --line: #d1d9e0; --soft: #f6f8fa; --text: #1f2328; --muted: #59636e; --link: #0969da; --good: #1a7f37; --bad: #cf222e; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --text: #f0f6fc; --muted: #9198a1; --link: #4493f8; --good: #3fb950; --bad: #f85149; --page: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
main { max-width: 1012px; margin: 0 auto; padding: 32px 16px 64px; }
h1 { font-size: 32px; margin: 0 0 8px; } h2 { font-size: 24px; margin: 48px 0 4px; }
.lead, .meta { color: var(--muted); }
table { border-collapse: collapse; display: block; overflow-x: auto; max-width: 100%; margin: 12px 0; }
th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left; vertical-align: top; }
main > table td:first-child { min-width: 12em; }
th { font-weight: 600; background: var(--soft); }
td[align="right"], th[align="right"] { text-align: right; }
code { background: var(--soft); border-radius: 6px; padding: .2em .4em; font: 85%/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { background: var(--soft); padding: 16px; border-radius: 6px; overflow: auto; } pre code { padding: 0; }
.comment { border: 1px solid var(--line); border-radius: 6px; margin-top: 16px; }
.comment > header { background: var(--soft); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; padding: 8px 16px; color: var(--muted); font-size: 14px; }
.comment > div { padding: 8px 16px 16px; font-size: 14px; }
.comment h3 { font-size: 18px; margin: 12px 0; } .comment h4 { font-size: 15px; margin: 16px 0 8px; }
a { color: var(--link); }
.passed, .promoted, .retrained { color: var(--good); font-weight: 600; } .stopped, .rolled_back { color: var(--bad); font-weight: 600; }
ol.story { list-style: none; padding: 0; } ol.story li { border-left: 3px solid var(--line); padding: 6px 16px; margin: 0; }
ol.story li.serves { border-color: var(--good); } ol.story li.serves b { color: var(--good); }
ol.story li.refused { border-color: var(--bad); } ol.story li.refused b { color: var(--bad); } ol.story p { margin: 0; color: var(--muted); font-size: 14px; }
details { margin: 8px 0; } summary { cursor: pointer; }
svg { max-width: 100%; height: auto; }
`;

/** One page: what happened, who served when and why, then each act with its comment as a reviewer sees it and its canary. */
export function demoPage(steps: readonly Step[], events: readonly AliasEvent[], story: readonly Sentence[]): string {
  const rows = steps.map(
    (step) =>
      `<tr><td><a href="#${step.id}">${escapeHtml(headingOf(step))}</a></td><td class="${step.outcome}">${words(step.outcome)}</td><td>${escapeHtml(step.stoppedBy ?? '–')}</td><td>${championCell(step)}</td><td>${escapeHtml(step.reason)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>model-delivery: the demo</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>The life of a model, judged on evidence</h1>
<p class="lead">A flight-delay model on real flights of 2013. The workflow files of the example repository ran as they are, through the built actions, against a GitHub that stands in for the real one; the model servers, the gateway and the traffic were real processes.</p>
<table><thead><tr><th>What happened</th><th>Outcome</th><th>Stopped by</th><th>Champion</th><th>Why</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<h2 id="ledger">Who served when, and why</h2>
<p class="lead">The ledger: append-only events on a branch of the repository, and the canaries that were taken back. Green: what serves has changed. Red: it might have, and did not.</p>
${reignsSvg(events, steps)}
<ol class="story">${story.map(sentence).join('')}</ol>
${steps.map(section).join('\n')}
</main>
</body>
</html>
`;
}

const words = (outcome: string) => outcome.replace('_', ' ');

function headingOf(step: Step): string {
  return step.number === null ? step.title : `#${step.number} ${step.title}`;
}

function championCell({ championBefore, championAfter }: Step): string {
  const before = `<code>${shortVersion(championBefore)}</code>`;
  return championBefore === championAfter ? before : `${before} → <code>${shortVersion(championAfter)}</code>`;
}

function sentence({ time, text, reason, kind }: Sentence): string {
  return `<li class="${kind}"><b>${escapeHtml(text)}</b> <span class="meta">${escapeHtml(time.slice(11, 19))} UTC</span><p>${escapeHtml(reason)}</p></li>`;
}

function section(step: Step): string {
  const checks = step.checks
    .map((check) => `${escapeHtml(check.name)}: ${escapeHtml(check.conclusion ?? 'running')}`)
    .join(' · ');
  const facts = [`in ${step.seconds.toFixed(1)} s`, checks].filter(Boolean).join(' · ');
  const comment = `<article class="comment"><header><b>github-actions</b> commented</header><div>${rendered(step.comment)}</div></article>`;
  return `<section id="${step.id}">
<h2>${escapeHtml(headingOf(step))}</h2>
<p>${escapeHtml(step.body)}</p>
<p class="meta"><span class="${step.outcome}">${words(step.outcome)}</span>${step.stoppedBy ? ` by ${escapeHtml(step.stoppedBy)}` : ''} ${facts}</p>
<p>${escapeHtml(step.reason)}</p>
${step.rollout === null ? '' : canary(step)}
${step.comment === '' ? '' : comment}
</section>`;
}

/** The rollout of an act: the share of traffic over time, the decisions, and what GitHub shows as the deployment. */
function canary({ rollout, deployments }: Step): string {
  if (rollout === null) return '';
  const rows = decisionRows(rollout).map(
    ({ at, state, weight, reason }) =>
      `<tr><td align="right">${at}</td><td>${state}</td><td align="right">${weight}</td><td>${escapeHtml(reason)}</td></tr>`,
  );
  const statuses = deployments.map(
    ({ state, description }) => `<tr><td>${escapeHtml(state)}</td><td>${escapeHtml(description)}</td></tr>`,
  );
  const shown =
    statuses.length === 0
      ? ''
      : `<details><summary>GitHub Deployment</summary><table><tbody>${statuses.join('')}</tbody></table></details>`;
  return `<h4>Share of traffic of <code>${shortVersion(rollout.candidate)}</code></h4>
${canaryTimeline(rollout) ?? ''}
<details${rollout.state === 'RolledBack' ? ' open' : ''}><summary>${rows.length} decisions</summary><table><thead><tr><th>at</th><th>state</th><th>share</th><th>why</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>
${shown}`;
}
