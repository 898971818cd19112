import type { ActionContext } from '@model-delivery/action-kit';
import { EvidenceError, type Host, PermissionError, type ReportConfig } from '@model-delivery/core';
import {
  type CommentOutcome,
  currentViewer,
  findReportComment,
  type RepositoryName,
  writeCheckRun,
  writeReportComment,
} from '@model-delivery/github';
import { type ReportView, renderCheckRun, renderComment } from '@model-delivery/report';
import type { ReportTarget } from './target.ts';

/** URLs of what was published; null where it could not be, or was not asked for. */
export interface Published {
  commentUrl: string | null;
  checkUrl: string | null;
}

/**
 * Publishes one model's report. A token without permission costs the comment or the check run, not the report: the reader
 * gets a warning with the fix, the job summary has everything.
 */
export async function publish(
  context: ActionContext,
  repository: RepositoryName,
  target: ReportTarget,
  view: ReportView,
  wanted: ReportConfig,
): Promise<Published> {
  const { host } = context;
  if (target.movedOn) {
    host.log.notice(
      `The pull request has moved on from ${target.sha.slice(0, 7)}: the run of its newest commit reports, this one wrote its job summary only.`,
    );
    return { commentUrl: null, checkUrl: null };
  }
  const comment = wanted.comment ? await permitted(host, () => writeComment(context, repository, target, view)) : null;
  if (comment?.action === 'stale') {
    host.log.notice(`A newer run has reported already (${comment.url}): this one wrote its job summary only.`);
    return { commentUrl: comment.url, checkUrl: null };
  }
  const checkUrl = wanted.check ? await permitted(host, () => writeCheck(context, repository, target, view)) : null;
  return { commentUrl: comment?.url ?? null, checkUrl };
}

async function permitted<T>(host: Host, write: () => Promise<T>): Promise<T | null> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof PermissionError)) throw error;
    host.log.warning(`${error.message}\n${error.hint ?? ''}`);
    return null;
  }
}

async function writeComment(
  context: ActionContext,
  repository: RepositoryName,
  target: ReportTarget,
  view: ReportView,
): Promise<CommentOutcome | null> {
  const { host } = context;
  if (target.pull === null) {
    host.log.info('No pull request belongs to this run: the job summary has the report.');
    return null;
  }
  const client = await context.client();
  const viewer = await currentViewer(client);
  const present = await findReportComment(client, repository, target.pull.number, view.model, viewer);
  const body = renderComment(view, {
    ...(present ? { previousBody: present.body } : {}),
    sequence: view.sequence ?? target.run,
  });
  const outcome = await writeReportComment(client, repository, target.pull.number, present, body, {
    afterMerge: target.afterMerge,
  });
  host.log.info(`Comment on pull request #${target.pull.number}: ${outcome.action} ${outcome.url}`);
  return outcome;
}

async function writeCheck(
  context: ActionContext,
  repository: RepositoryName,
  target: ReportTarget,
  view: ReportView,
): Promise<string | null> {
  if (target.sha === '') {
    throw new EvidenceError({
      code: 'COMMIT_UNKNOWN',
      message: 'A check run stands on a commit, and this run names none (GITHUB_SHA is empty).',
      hint: 'Run inside a workflow, or set `report: {check: false}`.',
    });
  }
  const report = renderCheckRun(view);
  return writeCheckRun(await context.client(), repository, {
    name: `model-delivery / ${view.model}`,
    headSha: target.sha,
    conclusion: report.conclusion,
    title: report.title,
    summary: report.summary,
    detailsUrl: view.runUrl ?? undefined,
    annotations: report.annotations.map((annotation) => ({
      path: annotation.path,
      line: annotation.start_line,
      level: annotation.annotation_level,
      title: annotation.title,
      message: annotation.message,
    })),
  });
}
