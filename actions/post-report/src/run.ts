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
import { type Config, configSchema, documentDigest, type Host } from '@model-delivery/core';
import {
  type Configuration,
  isForkPullRequest,
  isInside,
  readConfiguration,
  readEvent,
  writeWhole,
} from '@model-delivery/use-cases';
import type { spec } from './spec.ts';

type Inputs = InputValues<typeof spec>;

/** Collects the documents, renders one report a model, publishes it, and exits by the combined verdict. */
export async function run(inputs: Inputs, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  const configuration = configurationIfPresent(host, inputs);
  const config = configuration?.loaded.config ?? configSchema.parse({});
  context.mark('inputs and configuration read');
  const { repositoryName } = await import('@model-delivery/github');
  const { documentsExit, htmlOf, noDocuments, viewsOf } = await import('@model-delivery/use-cases/report');
  const { artifactDocuments, localDocuments } = await import('./documents.ts');
  const { ownTarget, runTarget } = await import('./target.ts');
  const { publish } = await import('./publish.ts');
  const repository = repositoryName(host.env.GITHUB_REPOSITORY);
  const other = inputs['run-id'];
  const target =
    other === undefined
      ? await ownTarget(context, repository)
      : await runTarget(context, repository, other, inputs['workflow-path']);
  const local = other === undefined ? localDocuments(host, inputs.from) : [];
  const documents =
    local.length > 0
      ? local
      : await artifactDocuments(context, repository, target.run.id).catch((error) => {
          if (other !== undefined) throw error;
          throw noDocuments(inputs.from);
        });
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
  const { renderSummary, verdictSentence } = await import('@model-delivery/report');
  const published = [];
  for (const view of views) {
    appendJobSummary(host, renderSummary(view));
    if (config.report.html) await uploadHtml(host, inputs, view.model, await htmlOf([view]));
    published.push(await publish(context, repository, target, view, config.report));
  }
  const summary = views.map(verdictSentence).join(' ');
  return {
    exitCode: documentsExit(documents, inputs['fail-on']),
    summary,
    outputs: {
      verdict: views.map((view) => view.verdict).join(' '),
      document: inputs.from,
      digest: documents.length === 1 ? documentDigest(documents[0]!) : '',
      summary,
      'comment-url': published.find((each) => each.commentUrl)?.commentUrl ?? '',
      'check-url': published.find((each) => each.checkUrl)?.checkUrl ?? '',
    },
  };
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
