import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type ActionContext,
  type ActionOutcome,
  appendJobSummary,
  artifactName,
  type InputValues,
  uploadArtifact,
} from '@model-delivery/action-kit';
import {
  type Config,
  configSchema,
  DeliveryError,
  documentDigest,
  EvidenceError,
  type Host,
  worstVerdict,
} from '@model-delivery/core';
import type { RepositoryName } from '@model-delivery/github';
import type { ReportDocument } from '@model-delivery/report';
import {
  type Configuration,
  isForkPullRequest,
  isInside,
  readConfiguration,
  readEvent,
  writeWhole,
} from '@model-delivery/use-cases';
import type { Published } from './publish.ts';
import type { spec } from './spec.ts';
import type { ReportTarget } from './target.ts';

type Inputs = InputValues<typeof spec>;

/** Every model is a comment and a check run in the name of the repository. */
const MAX_MODELS_OF_FORK = 10;

/** Collects the documents, renders one report a model, publishes it, and exits by the combined verdict. */
export async function run(inputs: Inputs, context: ActionContext): Promise<ActionOutcome> {
  try {
    return await report(inputs, context);
  } catch (error) {
    // Report-only adoption: evidence that is missing or refused is said, and stops nothing.
    if (inputs['fail-on'] !== 'never' || !(error instanceof EvidenceError)) throw error;
    context.host.log.warning(`${error.code}: ${error.message}\n${error.hint ?? ''}`);
    appendJobSummary(context.host, `No report: ${error.code}.`);
    return { exitCode: 0, summary: error.message, outputs: { verdict: 'error', summary: error.message } };
  }
}

async function report(inputs: Inputs, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  const configuration = configurationIfPresent(host, inputs);
  const config = configuration?.loaded.config ?? configSchema.parse({});
  context.mark('inputs and configuration read');
  const { repositoryName } = await import('@model-delivery/github');
  const { documentsExit, htmlOf, viewsOf } = await import('@model-delivery/use-cases/report');
  const { publish } = await import('./publish.ts');
  const { sayWhatIsMissing } = await import('./missing-evaluation.ts');
  const repository = repositoryName(host.env.GITHUB_REPOSITORY);
  const { documents, target, directory } = await collect(inputs, context, repository);
  const views = viewsOf(documents, {
    trust: target.trust,
    model: config.model,
    failOn: inputs['fail-on'],
    repositoryUrl: `${host.env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository.owner}/${repository.repo}`,
    run: target.run,
    headSha: target.sha,
    appendix: target.trust === 'own' ? appendix(host, config, configuration) : [],
    toolVersion: host.tool.version,
  });
  if (target.trust === 'fork' && views.length > MAX_MODELS_OF_FORK) throw tooManyModels(views.length);
  const { renderSummary, verdictSentence } = await import('@model-delivery/report');
  const published: Published[] = [];
  for (const view of views.map((each) => sayWhatIsMissing(each, documents, config))) {
    appendJobSummary(host, renderSummary(view));
    if (config.report.html) await uploadHtml(host, inputs, view.model, await htmlOf([view]));
    published.push(await publish(context, repository, target, view, config.report));
  }
  const summary = views.map(verdictSentence).join(' ');
  return {
    exitCode: documentsExit(documents, inputs['fail-on']),
    summary,
    outputs: {
      verdict: worstVerdict(views.map((view) => view.verdict)),
      document: directory,
      digest: documents.length === 1 ? documentDigest(documents[0]!) : '',
      summary,
      'comment-url': published.find((each) => each.commentUrl)?.commentUrl ?? '',
      'check-url': published.find((each) => each.checkUrl)?.checkUrl ?? '',
    },
  };
}

function tooManyModels(count: number): EvidenceError {
  return new EvidenceError({
    code: 'REPORT_TOO_MANY_MODELS',
    message: `The documents of a fork name ${count} models; at most ${MAX_MODELS_OF_FORK} are reported.`,
    hint: 'Nothing was posted.',
  });
}

interface Collected {
  documents: ReportDocument[];
  target: ReportTarget;
  /** Where the documents lie on this disk; empty when they came from artifacts. */
  directory: string;
}

/** The documents of the directory, else those in the artifacts of the run, and where their report goes. */
async function collect(inputs: Inputs, context: ActionContext, repository: RepositoryName): Promise<Collected> {
  const { artifactDocuments, localDocuments } = await import('./documents.ts');
  const { ownTarget, runTarget } = await import('./target.ts');
  const other = inputs['run-id'];
  if (other !== undefined) {
    const target = await runTarget(context, repository, other, inputs['workflow-path']);
    return { target, documents: await artifactDocuments(context, repository, other), directory: '' };
  }
  const target = await ownTarget(context, repository);
  const local = localDocuments(context.host, inputs.from);
  if (local.length > 0) return { target, documents: local, directory: inputs.from };
  try {
    return { target, documents: await artifactDocuments(context, repository, target.run.id), directory: '' };
  } catch (error) {
    const none = error instanceof EvidenceError && error.code === 'REPORT_NO_DOCUMENTS';
    if (!none && (!(error instanceof DeliveryError) || error instanceof EvidenceError)) throw error;
    // That the artifacts could not be read either is said, but what is missing are the documents.
    if (!none) context.host.log.warning(`${error.message}\n${error.hint ?? ''}`);
    const { noDocuments } = await import('@model-delivery/use-cases/report');
    throw noDocuments(inputs.from);
  }
}

/** In the trusted half for forks there is no checkout and so no configuration: the report has its defaults. */
function configurationIfPresent(host: Host, inputs: Inputs): Configuration | undefined {
  if (inputs['run-id'] !== undefined && !existsSync(resolve(host.cwd, inputs.config))) return undefined;
  return readConfiguration(host, inputs.config);
}

/** Markdown files of the user; never from a pull request of a fork, which could write anything into them. */
function appendix(host: Host, config: Config, configuration: Configuration | undefined) {
  if (configuration === undefined || isForkPullRequest(readEvent(host.env))) return [];
  return config.report.append.flatMap((name) => {
    const path = resolve(configuration.baseDirectory, name);
    if (!existsSync(path) || !isInside(path, configuration.baseDirectory)) {
      host.log.warning(`report.append names ${name}, which is not a file below the configuration.`);
      return [];
    }
    return [{ name, markdown: readFileSync(path, 'utf8') }];
  });
}

async function uploadHtml(host: Host, inputs: Inputs, model: string, html: string): Promise<void> {
  const path = join(resolve(host.cwd, '.model-delivery'), 'report.html');
  writeWhole(path, html);
  await uploadArtifact(host, artifactName(model, 'report', inputs.name), [path]);
}
