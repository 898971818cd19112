import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../../support/command-line.ts';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { REGISTRY } from '../delivered-project.ts';
import { writeFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;
interface Circumstances {
  accuracy?: number;
  /** The check of the evaluation. */
  check?: string;
  /** Flags of `evaluate`. */
  evaluate?: readonly string[];
  /** Flags of `register`. */
  register?: readonly string[];
  /** More lines of the configuration. */
  more?: string;
  /** What happens between the two. */
  meanwhile?: (workspace: string) => void;
}

const MODEL = ['--model', 'model'];
const EVALUATION = '.model-delivery/evaluation.json';

const config = ({ check = '{ metric: accuracy, min: 0.8 }', more = '' }: Circumstances) => `model: churn
evaluation:
  candidate: { metrics: out/metrics.json }
  checks: [ ${check} ]
${more === '' ? REGISTRY : more}`;

/** `register` with an evaluation that `evaluate` really wrote, and that proves nothing about these bytes. */
function papers(name: string, circumstances: Circumstances, expected: Expectation): BadInputCase {
  const { accuracy = 0.9, evaluate = MODEL, register = [], meanwhile } = circumstances;
  return {
    name: `papers: ${name}`,
    run: (world) =>
      runCommand(world, {
        delivered: true,
        args: ['register', ...MODEL, ...register],
        files: {
          'model-delivery.yaml': config(circumstances),
          'model/weights.txt': 'new\n',
          'out/metrics.json': JSON.stringify({ accuracy }),
        },
        arrange: async (workspace) => {
          await commandLine(['evaluate', '--purpose', 'promotion', ...evaluate], workspace);
          meanwhile?.(workspace);
        },
      }),
    expect: { document: 'error', ...expected },
  };
}

function rewrite(workspace: string, from: string, to: string): void {
  const text = readFileSync(join(workspace, EVALUATION), 'utf8');
  if (!text.includes(from)) throw new Error(`the evaluation holds no ${from}: ${text}`);
  writeFileSync(join(workspace, EVALUATION), text.replace(from, to));
}

export const PAPERS: BadInputCase[] = [
  papers(
    'an evaluation of other bytes',
    { meanwhile: (workspace) => writeFiles(workspace, { 'model/weights.txt': 'other\n' }) },
    {
      exitCode: 4,
      code: 'EVALUATION_OF_OTHER_BYTES',
      message: /is about sha256:[0-9a-f]{64}, the model given is sha256:[0-9a-f]{64}/,
      fix: /Evaluate the files that are to be registered/,
    },
  ),
  papers(
    'an evaluation that names no bytes',
    { evaluate: [] },
    {
      exitCode: 4,
      code: 'EVALUATION_WITHOUT_VERSION',
      message: /does not say which bytes/,
      fix: /evaluate --model PATH/,
    },
  ),
  papers(
    'an evaluation of another model',
    {
      meanwhile: (workspace) => {
        const path = join(workspace, 'model-delivery.yaml');
        writeFileSync(path, readFileSync(path, 'utf8').replace('model: churn', 'model: fraud'));
      },
    },
    {
      exitCode: 4,
      code: 'EVALUATION_OF_OTHER_MODEL',
      message: /Registering fraud: .* of the model churn/,
      fix: /this model/,
    },
  ),
  papers(
    'a verdict that was written by hand',
    { accuracy: 0.1, meanwhile: (workspace) => rewrite(workspace, '"verdict":"fail","', '"verdict":"pass","') },
    {
      exitCode: 4,
      code: 'EVALUATION_FORGED',
      message: /says it has the digest sha256:[0-9a-f]{64} and has sha256:/,
      fix: /never edited/,
    },
  ),
  papers(
    'a gate that was failed',
    { accuracy: 0.1 },
    {
      exitCode: 1,
      code: 'EVALUATION_FAILED',
      message: /evaluation\.json failed/,
      fix: /is not registered/,
      document: 'fail',
    },
  ),
  papers(
    'a gate that decided nothing',
    { check: '{ metric: accuracy, min: 0.8, evidence: prove }' },
    {
      exitCode: 3,
      code: 'EVALUATION_INCONCLUSIVE',
      message: /is inconclusive, and nobody has approved it/,
      fix: /--approval/,
      document: 'inconclusive',
    },
  ),
  papers(
    'an evaluation of a pull request',
    { evaluate: [...MODEL, '--purpose', 'pull_request'] },
    {
      exitCode: 1,
      code: 'EVALUATION_OF_PULL_REQUEST',
      message: /was made for a pull request/,
      fix: /after the merge/,
      document: 'fail',
    },
  ),
  papers(
    'an evaluation of last year',
    {
      more: 'registry: { store: { oci_layout: registry/ }, require: { evaluation: pass, max_age: 30d } }\n',
      evaluate: [...MODEL, '--as-of', '2025-01-01'],
    },
    { exitCode: 4, code: 'DOCUMENT_EXPIRED', message: /is of 2025-01-01.*max_age is 30d/, fix: /Judge again/ },
  ),
  papers(
    'no data report where the policy asks for one',
    { more: 'registry: { store: { oci_layout: registry/ }, require: { data: pass } }\n' },
    { exitCode: 4, code: 'DATA_REPORT_MISSING', message: /no data report/, fix: /validate/ },
  ),
];
