import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, EvidenceError } from '@model-delivery/core';
import {
  type ActionContext,
  type ActionOutcome,
  appendJobSummary,
  COMMON_INPUTS,
  COMMON_OUTPUTS,
  runAction,
  textInput,
  uploadArtifact,
  wholeNumberInput,
} from '../src/index.ts';

/** An action whose body is chosen by a test: spawned as the runner spawns one. */
const spec = {
  name: 'probe',
  title: 'Probe',
  description: 'Shows how the frame of an action behaves.',
  branding: { icon: 'check', color: 'blue' },
  inputs: {
    ...COMMON_INPUTS,
    behaviour: { description: 'what to do', required: true, parse: textInput },
    'run-id': { description: 'a number', parse: wholeNumberInput },
    text: { description: 'text that comes from data', parse: textInput },
  },
  outputs: { ...COMMON_OUTPUTS, extra: 'one of its own' },
  permissions: {},
} as const;

const passed: ActionOutcome = {
  exitCode: 0,
  summary: 'all good',
  outputs: { verdict: 'pass', document: '.model-delivery/x.json', digest: 'sha256:0', summary: 'all good' },
};

const BEHAVIOURS: Record<string, (context: ActionContext, text: string) => Promise<ActionOutcome> | ActionOutcome> = {
  pass: () => passed,
  fail({ host }) {
    writeFileSync(join(host.cwd, 'document.json'), '{}');
    const outputs = { ...passed.outputs, verdict: 'fail', summary: 'recall fell' };
    return {
      exitCode: 1,
      summary: 'recall fell',
      outputs,
      location: { file: 'model-delivery.yaml', line: 7 },
      hint: 'See the report.',
    };
  },
  inconclusive: () => ({ ...passed, exitCode: 3, summary: 'too few rows' }),
  undeclared: () => ({ ...passed, outputs: { ...passed.outputs, 'm\nverdict=pass\nx': 'injected', LD_PRELOAD: 'x' } }),
  data: ({ host }, text) => {
    host.log.info(text);
    host.log.notice(text);
    host.log.warning(text, { file: `${text}.yaml`, line: 3, title: text });
    return { ...passed, summary: text, outputs: { ...passed.outputs, summary: text, extra: text } };
  },
  'config-error': (_, text) => {
    throw new ConfigError({
      code: 'KEY_UNKNOWN',
      message: `unknown key ${text}`,
      hint: 'Did you mean evaluation?',
      location: { file: 'model-delivery.yaml', line: 3 },
    });
  },
  'evidence-error': (_, text) => {
    throw new EvidenceError({ code: 'NO_ROWS', message: `read ${text}` });
  },
  'secret-error': ({ token }) => {
    throw new EvidenceError({ code: 'LEAK', message: `the server said ${token} and ${encodeURIComponent(token)}` });
  },
  bug: () => (undefined as unknown as { a: { b: ActionOutcome } }).a.b,
  'throws-text': () => {
    throw 'only words';
  },
  'uncaught-exception': () => {
    setTimeout(() => {
      throw new TypeError('boom');
    }, 10);
    return new Promise((done) => setTimeout(done, 60_000, passed));
  },
  'unhandled-rejection': () => {
    void Promise.reject(new ConfigError({ code: 'LOST', message: 'nobody awaited this' }));
    return new Promise((done) => setTimeout(done, 60_000, passed));
  },
  'uncaught-after-the-end': () => {
    setTimeout(() => {
      throw new TypeError('late');
    }, 50);
    return passed;
  },
  'never-ends': () => new Promise(() => {}),
  'exits-by-itself': () => process.exit(0),
  'obeys-cancellation': ({ host }) =>
    new Promise((_, reject) => {
      host.signal!.addEventListener('abort', () => reject(new Error('aborted')));
      setTimeout(() => {}, 60_000);
      process.stdout.write('ready\n');
    }),
  'ignores-cancellation': () => {
    process.stdout.write('ready\n');
    return new Promise((done) => setTimeout(done, 60_000, passed));
  },
  summary: ({ host }, text) => {
    appendJobSummary(host, `## Report\n${host.env['INPUT_GITHUB-TOKEN']}`);
    appendJobSummary(host, 'x'.repeat(Number(text)));
    return passed;
  },
  upload: async ({ host }, text) => {
    const files = text.split(',').map((name) => join(host.cwd, name));
    for (const file of files) writeFileSync(file, '{"a":1}\n');
    await uploadArtifact(host, 'model-delivery-churn-probe', files);
    return passed;
  },
  client: async ({ client, host }) => {
    const api = await client();
    const { data } = await api.rest.repos.getContent({ owner: 'acme', repo: 'churn', path: 'README.md' });
    const agent = (await client()) === api ? 'one client' : 'two clients';
    return {
      ...passed,
      outputs: {
        ...passed.outputs,
        summary: `${(data as { size: number }).size} bytes`,
        extra: `${agent}, ${host.tool.name}`,
      },
    };
  },
};

await runAction(spec, { name: 'model-delivery', version: '0.0.0' }, async (inputs, context) => {
  context.mark('inputs read');
  return BEHAVIOURS[inputs.behaviour]!(context, inputs.text ?? '');
});
