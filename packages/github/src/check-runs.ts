import type { GitHubClient, RepositoryName } from './client.ts';

export interface CheckAnnotation {
  path: string;
  line: number;
  level: 'failure' | 'warning' | 'notice';
  title: string;
  message: string;
}

/** A finished check run as it shall stand on a commit. */
export interface CheckRunContent {
  name: string;
  headSha: string;
  conclusion: 'success' | 'failure' | 'neutral';
  title: string;
  summary: string;
  text?: string | undefined;
  detailsUrl?: string | undefined;
  annotations: readonly CheckAnnotation[];
}

const ANNOTATIONS_PER_REQUEST = 50;

/**
 * Writes one finished check run per name and commit: a re-run updates it. Returns its URL.
 * The check run is display; the required status of a repository is the job.
 */
export async function writeCheckRun(
  client: GitHubClient,
  repository: RepositoryName,
  content: CheckRunContent,
): Promise<string> {
  const { data: present } = await client.rest.checks.listForRef({
    ...repository,
    ref: content.headSha,
    check_name: content.name,
    per_page: 100,
  });
  const own = present.check_runs.find((run) => run.external_id === externalId(content));
  const [first = [], ...more] = chunks(content.annotations, ANNOTATIONS_PER_REQUEST);
  const written = own
    ? await client.rest.checks.update({ ...repository, check_run_id: own.id, ...body(content, first) })
    : await client.rest.checks.create({
        ...repository,
        name: content.name,
        head_sha: content.headSha,
        external_id: externalId(content),
        ...body(content, first),
      });
  for (const annotations of more) {
    await client.rest.checks.update({ ...repository, check_run_id: written.data.id, ...body(content, annotations) });
  }
  return written.data.html_url ?? '';
}

function externalId(content: CheckRunContent): string {
  return `model-delivery:${content.name}`;
}

function body(content: CheckRunContent, annotations: readonly CheckAnnotation[]) {
  return {
    status: 'completed' as const,
    conclusion: content.conclusion,
    ...(content.detailsUrl ? { details_url: content.detailsUrl } : {}),
    output: {
      title: content.title,
      summary: content.summary,
      ...(content.text ? { text: content.text } : {}),
      annotations: annotations.map((annotation) => ({
        path: annotation.path,
        start_line: annotation.line,
        end_line: annotation.line,
        annotation_level: annotation.level,
        title: annotation.title,
        message: annotation.message,
      })),
    },
  };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < items.length; i += size) result.push(items.slice(i, i + size));
  return result;
}
