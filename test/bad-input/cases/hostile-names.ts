import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE } from '../../../packages/report/testing/hostile-strings.ts';
import type { Job } from '../../support/scene.ts';
import type { BadInputCase, World } from '../bad-input-case.ts';
import { refuseActivePage, refuseForeignMarkdown } from '../harmless-page.ts';
import { parquet } from '../parquet-bytes.ts';
import { CONFIG, dataConfig, evaluationConfig, type ProjectFiles, SOUND } from '../project-files.ts';
import { pushJob } from '../push-job.ts';
import { runStep, step } from '../run-step.ts';
import { failedCheck, leaveReport } from '../sealed-report.ts';

const DATASET = '  datasets: { train: { source: SOURCE } }\n';
/** Names a column can have: a document holds at most 256 characters of them. */
const NAMES = HOSTILE.filter((text) => text.length <= 200 && text.isWellFormed() && !text.includes('\0'));
/** Values that JSON can hold. */
const VALUES = HOSTILE.filter((text) => text.isWellFormed()).map((text) => [...text].slice(0, 300).join(''));

/** Validates hostile data in a pull request, reports it, and looks at every surface as a reader gets it. */
async function reported({ scene }: World, files: ProjectFiles) {
  const project = scene.repository({ ...SOUND, ...files } as never);
  const pull = project.pull({ 'README.md': 'changed\n' });
  const job = project.pullJob(pull);
  const stage = await step(job, 'validate-data');
  const errors = stage.annotations.filter(({ level }) => level !== 'notice');
  if (stage.exitCode !== 1 || errors.length !== 1)
    throw new Error(`validate-data: ${stage.exitCode} ${stage.log.slice(-900)}`);
  const seen = await runStep('post-report', job);
  refuseForeignSurfaces(job, [stage.summary, ...project.comments(pull)]);
  if (project.comments(pull).length !== 1) throw new Error('expected one comment');
  return { ...seen, visible: `${stage.log}\n${stage.summary}\n${seen.visible}` };
}

function refuseForeignSurfaces(job: Job, markdown: readonly string[]): void {
  const { scene, repository } = job.project;
  const url = `${scene.github.serverUrl}/${repository.fullName}/`;
  for (const text of markdown) refuseForeignMarkdown(text, url);
  for (const check of repository.checkRuns.values()) refuseForeignMarkdown(check.output.summary ?? '', url);
  const page = join(job.workspace, '.model-delivery/report.html');
  if (existsSync(page)) refuseActivePage(readFileSync(page, 'utf8'), url);
}

const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Every name as a column whose second row is missing. */
const asCsv = `${NAMES.map(field).join(',')},n\n${NAMES.map(() => 'x').join(',')},1\n${NAMES.map(() => '').join(',')},2\n`;
/** Every hostile string as a value that is not allowed. */
const asJson = VALUES.map((value, n) => JSON.stringify({ n, value })).join('\n');
const COMMAND = '\n::error::forged\n::add-mask::a\n::stop-commands::x\n##[error]forged';
const OUTPUT = 'age\nverdict=pass\nghadelimiter_1\nsummary<<ghadelimiter_1\nx';

const failed = (message: RegExp) => ({ exitCode: 1, code: null, message, document: null });

export const HOSTILE_NAMES: BadInputCase[] = [
  {
    name: 'report: columns of a CSV file with hostile names',
    hostile: [1, 2, 3, 7, 8],
    run: (world) =>
      reported(world, {
        'data/train.csv': asCsv,
        'model-delivery.yaml': dataConfig(
          `${DATASET.replace('SOURCE', 'data/train.csv')}  columns: { "*": { missing: 0 } }`,
        ),
      }),
    expect: failed(/1 of 2 rows/),
  },
  {
    name: 'report: values of a JSON Lines file that are hostile',
    hostile: [1, 2, 3, 7, 8],
    run: (world) =>
      reported(world, {
        'data/train.jsonl': `${asJson}\n`,
        'model-delivery.yaml': dataConfig(
          `${DATASET.replace('SOURCE', 'data/train.jsonl, key: [n]')}  columns: { value: { values: [fine] } }\n  defaults: { examples: 100 }`,
        ),
      }),
    expect: failed(new RegExp(`${VALUES.length} of ${VALUES.length} rows`)),
  },
  ...[`</code></td></table><h1>APPROVED @org/team #1`, `plot\u202Egnp.exe 日本 \u{1F600}`, COMMAND].map((name) => ({
    name: `report: a column of a Parquet file named ${JSON.stringify(name)}`,
    hostile: [1, 2, 7, 8],
    run: (world: World) =>
      reported(world, {
        'data/train.parquet': parquet([1, 200], { name }),
        'model-delivery.yaml': dataConfig(
          `${DATASET.replace('SOURCE', 'data/train.parquet')}  columns: { "*": { range: [0, 120] } }`,
        ),
      }),
    expect: failed(/1 of 2 rows/),
  })),
  {
    name: 'log: an error whose text holds workflow commands',
    hostile: [8],
    run: ({ scene }) => {
      const source = `data/none${COMMAND}.csv`;
      const config = CONFIG.replace('source: data/train.csv', `source: ${JSON.stringify(source)}`);
      return runStep('validate-data', pushJob(scene, { 'model-delivery.yaml': config }));
    },
    expect: { exitCode: 4, code: 'DATA_NOT_FOUND', message: /no such file/, fix: /path/, document: 'error' },
  },
  {
    name: 'diagram: slices whose names close their label and click',
    hostile: [9],
    run: async ({ scene }) => {
      const slices = ['f1"] \n click A href "javascript:alert(1)"', 'x"]\nclick B call alert()', 'fine'];
      const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 2},${i % 2},${field(slices[i % 3]!)}`);
      const config = evaluationConfig(`  candidate: { predictions: out/predictions.csv }
  checks: [ { metric: accuracy, min: 0.5 } ]
  slices: { by: [segment], min_n: 5, checks: [ { metric: accuracy, min: 0.1 } ] }`);
      const out = `id,label,score,segment\n${rows.join('\n')}\n`;
      const project = scene.repository({ 'model-delivery.yaml': config, 'out/predictions.csv': out });
      const pull = project.pull({ 'README.md': 'changed\n' });
      const job = project.pullJob(pull);
      const stage = await step(job, 'evaluate-gate');
      const seen = await runStep('post-report', job);
      refuseForeignSurfaces(job, [stage.summary, ...project.comments(pull)]);
      return seen;
    },
    expect: { exitCode: 0, code: null, message: /```mermaid[^`]*f1_/, document: null },
  },
  {
    name: 'outputs: a column whose name tries to be an output',
    hostile: [11, 12, 13],
    run: ({ scene }) => {
      const files = {
        'data/train.csv': `${field(OUTPUT)},n\n1,1\n200,2\n`,
        'model-delivery.yaml': dataConfig(
          `${DATASET.replace('SOURCE', 'data/train.csv')}  columns: { "age*": { range: [0, 120] } }`,
        ),
      };
      return runStep('validate-data', pushJob(scene, files));
    },
    expect: { exitCode: 1, code: null, message: /\nverdict=fail\n/, document: 'fail' },
  },
  {
    name: 'outputs: a message on 5,000 unknown keys',
    hostile: [14],
    run: async ({ scene }) => {
      const files = {
        'model-delivery.yaml': `${CONFIG}${Array.from({ length: 5000 }, (_, i) => `${'k'.repeat(100)}${i}: 1\n`).join('')}`,
      };
      const seen = await runStep('validate-data', pushJob(scene, files));
      if (seen.visible.length > 60_000)
        throw new Error(`${seen.visible.length} characters of log, outputs and summary`);
      return seen;
    },
    expect: {
      exitCode: 2,
      code: 'CONFIG_INVALID',
      message: /unknown key/,
      fix: /schema\/config\.json/,
      document: 'error',
    },
  },
  {
    name: 'size: a report on 10,000 columns fits into comment, summary and check run',
    hostile: [6, 14],
    run: async ({ scene }) => {
      const project = scene.repository(SOUND as never);
      const pull = project.pull({ 'README.md': 'changed\n' });
      const job = project.pullJob(pull);
      const names = Array.from({ length: 10_000 }, (_, i) => `${'<'.repeat(200)}${i}`);
      const examples = Array.from({ length: 3 }, () => ({ value: '<'.repeat(500) }));
      leaveReport(job, { checks: names.map((name) => failedCheck(`train/${name}/range`, name, { examples })) });
      const seen = await runStep('post-report', job);
      const [body, ...more] = project.comments(pull);
      if (more.length > 0 || body === undefined || body.length > 65_536) throw new Error(`comment of ${body?.length}`);
      const [check] = [...project.repository.checkRuns.values()];
      if ((check?.output.summary ?? '').length > 65_535) throw new Error('the summary of the check run is too long');
      return seen;
    },
    expect: {
      exitCode: 1,
      code: null,
      message: /(?:Left out because a comment has a size limit|9,9\d\d more)/,
      document: null,
    },
  },
];
