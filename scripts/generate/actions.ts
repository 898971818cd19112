import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { spec as deployCanary } from '../../actions/deploy-canary/src/spec.ts';
import { spec as evaluateGate } from '../../actions/evaluate-gate/src/spec.ts';
import { spec as postReport } from '../../actions/post-report/src/spec.ts';
import { spec as registerModel } from '../../actions/register-model/src/spec.ts';
import { spec as suite } from '../../actions/suite/src/spec.ts';
import { spec as triggerRetraining } from '../../actions/trigger-retraining/src/spec.ts';
import { spec as validateData } from '../../actions/validate-data/src/spec.ts';
import type { ActionSpec } from '../../packages/action-kit/src/action-spec.ts';
import { root } from '../root.ts';

const NOTICE = (spec: ActionSpec) =>
  `# Generated from actions/${spec.name}/src/spec.ts by \`npm run generate\`: edit there.\n`;
const START = '<!-- inputs and outputs: generated from src/spec.ts by `npm run generate` -->';
const END = '<!-- end of inputs and outputs -->';

/** action.yml and README of every action, by path. */
export function actionFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const spec of [
    validateData,
    evaluateGate,
    registerModel,
    deployCanary,
    postReport,
    triggerRetraining,
  ] as ActionSpec[]) {
    files.set(`actions/${spec.name}/action.yml`, metadata(spec, `../../dist/${spec.name}/index.js`));
    const readme = `actions/${spec.name}/README.md`;
    if (existsSync(join(root, readme)))
      files.set(readme, withTable(readFileSync(join(root, readme), 'utf8'), spec, readme));
  }
  files.set('action.yml', metadata(suite as ActionSpec, 'dist/suite/index.js'));
  return files;
}

function metadata(spec: ActionSpec, main: string): string {
  const inputs = Object.fromEntries(
    Object.entries(spec.inputs).map(([name, input]) => [
      name,
      {
        description: input.description,
        required: input.required ?? false,
        ...(input.default === undefined ? {} : { default: input.default }),
      },
    ]),
  );
  const outputs = Object.fromEntries(
    Object.entries(spec.outputs).map(([name, description]) => [name, { description }]),
  );
  const body = {
    name: spec.name === 'suite' ? spec.title : `model-delivery ${spec.title.toLowerCase()}`,
    description: spec.description,
    author: 'model-delivery maintainers',
    branding: spec.branding,
    inputs,
    outputs,
    runs: { using: 'node24', main, ...(spec.post ? { post: main, 'post-if': 'always()' } : {}) },
  };
  return NOTICE(spec) + stringify(body, { lineWidth: 0 });
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(spec: ActionSpec): string {
  const inputs = Object.entries(spec.inputs).map(
    ([name, input]) =>
      `| \`${name}\` | ${cell(input.description)} | ${input.default ? `\`${cell(input.default)}\`` : input.required ? '**required**' : ''} |`,
  );
  const outputs = Object.entries(spec.outputs).map(([name, description]) => `| \`${name}\` | ${cell(description)} |`);
  const permissions = Object.entries(spec.permissions).map(
    ([scope, { access, why }]) => `  ${scope}: ${access} # ${why}`,
  );
  return [
    START,
    '',
    '### Inputs',
    '',
    '| Input | Meaning | Default |',
    '|---|---|---|',
    ...inputs,
    '',
    '### Outputs',
    '',
    '| Output | Meaning |',
    '|---|---|',
    ...outputs,
    '',
    '### Permissions of the job',
    '',
    '```yaml',
    'permissions:',
    ...permissions,
    '```',
    '',
    END,
  ].join('\n');
}

function withTable(readme: string, spec: ActionSpec, path: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < 0) throw new Error(`${path} lacks the markers ${START} ... ${END}`);
  return readme.slice(0, start) + table(spec) + readme.slice(end + END.length);
}
