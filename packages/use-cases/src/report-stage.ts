import { resolve } from 'node:path';
import {
  type Config,
  combineExitCodes,
  EvidenceError,
  type ExitCode,
  exitCode,
  type FailOn,
  type Host,
} from '@model-delivery/core';
import {
  buildReportView,
  documentsByModel,
  exitFactsOf,
  type ReportContext,
  type ReportDocument,
  type ReportView,
  readDocument,
  renderJunit,
  renderSummary,
} from '@model-delivery/report';
import { writeWhole } from './document-file.ts';
import { documentsInDirectory } from './documents-in.ts';
import type { StageOutcome } from './stage-run.ts';

/** Where a report is read from and what is rendered. */
export interface ReportRequest {
  from: string;
  failOn: FailOn;
  config: Config | undefined;
  markdown?: string | undefined;
  html?: string | undefined;
  junit?: string | undefined;
}

export interface ReportResult {
  exitCode: ExitCode;
  /** Markdown of all models. */
  markdown: string;
  files: string[];
  views: ReportView[];
}

/** Exit code of several documents: each under its own policy, the worst of them. */
export function documentsExit(documents: readonly ReportDocument[], failOn: FailOn): ExitCode {
  return combineExitCodes(documents.map((document) => exitCode(exitFactsOf(document), failOn)));
}

/** One view a model, models in order of their names. */
export function viewsOf(documents: readonly ReportDocument[], context: ReportContext): ReportView[] {
  return documentsByModel(documents, context.model).map(({ documents: own }) => buildReportView(own, context));
}

/** Renders the documents of a directory. @throws EvidenceError when there are none. */
export async function report(host: Host, request: ReportRequest): Promise<ReportResult> {
  const documents = documentsInDirectory(resolve(host.cwd, request.from)).map((found) => found.document);
  if (documents.length === 0) throw noDocuments(request.from);
  const views = viewsOf(documents, {
    trust: 'own',
    model: request.config?.model ?? 'model',
    failOn: request.failOn,
    toolVersion: host.tool.version,
  });
  const markdown = views.map(renderSummary).join('\n');
  const files: string[] = [];
  const write = (path: string | undefined, content: string) => {
    if (path === undefined) return;
    writeWhole(resolve(host.cwd, path), content);
    files.push(path);
  };
  write(request.markdown, `${markdown.trimEnd()}\n`);
  if (request.html !== undefined) write(request.html, await htmlOf(views));
  if (request.junit !== undefined) write(request.junit, renderJunit(views));
  return { exitCode: documentsExit(documents, request.failOn), markdown, files, views };
}

/** Markdown of the one document a stage just wrote, for its job summary. */
export function markdownOf(host: Host, outcome: StageOutcome, model: string): string {
  const read = readDocument(outcome.document);
  if (read === null || 'problems' in read) return outcome.summary;
  return viewsOf([read.document], { trust: 'own', model, toolVersion: host.tool.version })
    .map(renderSummary)
    .join('\n');
}

/** The HTML report; its renderer is loaded only here. */
export async function htmlOf(views: readonly ReportView[]): Promise<string> {
  const { renderHtml } = await import('@model-delivery/report/html');
  return renderHtml(views);
}

/** The error of a report without anything to report. */
export function noDocuments(from: string): EvidenceError {
  return new EvidenceError({
    code: 'REPORT_NO_DOCUMENTS',
    message: `Looked for result documents in ${from} and found none.`,
    hint: 'Run validate or evaluate first (in a workflow: in the same job, or in jobs whose artifacts this job may read).',
  });
}
