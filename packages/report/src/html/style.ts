import { createHash } from 'node:crypto';

/** The look of the page: light and dark, readable on paper, every text at a contrast of at least 4.5 to 1. */
export const STYLE = `
:root { color-scheme: light dark;
  --bg: #ffffff; --panel: #f6f8fa; --fg: #1f2328; --muted: #57606a; --line: #d0d7de; --link: #0a58ca;
  --pass: #1a7f37; --fail: #b3261e; --open: #8a5a00; --warn: #8a5a00; --quiet: #57606a; --accent: #0969da; --champion: #8a5a00; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #0d1117; --panel: #161b22; --fg: #e6edf3; --muted: #9da7b3; --line: #30363d; --link: #6cb6ff;
  --pass: #4ac26b; --fail: #ff8182; --open: #e3b341; --warn: #e3b341; --quiet: #9da7b3; --accent: #58a6ff; --champion: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.page { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
a { color: var(--link); }
code { font: 0.9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--panel); border: 1px solid var(--line); border-radius: 5px; padding: 0.08em 0.35em; overflow-wrap: anywhere; }
header { border: 1px solid var(--line); border-left: 8px solid var(--tone); border-radius: 10px; padding: 20px 24px; background: var(--panel); }
.tone-pass { --tone: var(--pass); } .tone-fail { --tone: var(--fail); } .tone-error { --tone: var(--fail); } .tone-inconclusive { --tone: var(--open); } .tone-fork { --tone: var(--open); }
header .model { color: var(--muted); margin: 0 0 4px; font-size: 14px; }
h1 { margin: 0; font-size: 22px; line-height: 1.35; font-weight: 600; }
h1 .verdict { color: var(--tone); }
h1 code { font-size: 0.85em; }
header .deciding { font-size: 17px; margin: 8px 0 0; }
header .origin { margin: 12px 0 0; color: var(--muted); font-size: 14px; }
.notice { border: 1px solid var(--open); border-left-width: 5px; border-radius: 8px; padding: 10px 14px; margin: 16px 0 0; }
.stages { list-style: none; margin: 16px 0 0; padding: 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); }
.stages li { border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.next { margin: 16px 0 0; }
.next ol { margin: 4px 0 0; padding-left: 22px; }
nav { margin: 20px 0 0; font-size: 14px; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 14px; }
article + article { margin-top: 64px; }
section { margin: 32px 0 0; }
h2 { font-size: 18px; margin: 0 0 10px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; margin: 10px 0 0; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 7px 12px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { background: var(--panel); font-weight: 600; white-space: nowrap; }
td { max-width: 34em; } td code { overflow-wrap: break-word; }
tbody tr:last-child td { border-bottom: 0; }
.right { text-align: right; white-space: nowrap; }
.mark { font-weight: 600; white-space: nowrap; }
.mark-pass { color: var(--pass); } .mark-fail, .mark-error { color: var(--fail); } .mark-inconclusive, .mark-warn { color: var(--open); } .mark-waived, .mark-not_applicable { color: var(--quiet); }
.more, figcaption, footer { color: var(--muted); font-size: 14px; }
figure { margin: 10px 0 0; border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px 8px; overflow-x: auto; }
figcaption { margin: 0 0 6px; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin: 40px 0 0; padding-top: 12px; border-top: 1px solid var(--line); }
svg { display: block; max-width: 100%; height: auto; min-width: 640px; }
svg text { fill: var(--fg); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums; }
svg .muted { fill: var(--muted); font-size: 12px; }
svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .limit { stroke: var(--fg); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .cell { fill: var(--accent); stroke: var(--line); }
svg .candidate { fill: var(--accent); } svg .champion { fill: var(--bg); stroke: var(--champion); stroke-width: 2; }
svg .link { stroke: var(--line); stroke-width: 3; }
svg .tone { fill: var(--tone); } svg .whisker { stroke: var(--tone); stroke-width: 2; } svg .bar { fill: var(--tone); fill-opacity: 0.35; }
svg .mark-pass { --tone: var(--pass); } svg .mark-fail, svg .mark-error { --tone: var(--fail); } svg .mark-inconclusive, svg .mark-warn { --tone: var(--open); } svg .mark-waived, svg .mark-not_applicable { --tone: var(--quiet); }
@media print { nav { display: none; } section { break-inside: avoid-page; } }
`;

/** Only this style sheet may apply, nothing may load, nothing may run. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
