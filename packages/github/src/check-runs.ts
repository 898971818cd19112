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
/** GitHub's limits: 255 characters and 64 kB. */
const TITLE_LENGTH = 255;
const MESSAGE_LENGTH = 16_000;

/**
 * Writes one finished check run per name and commit and returns its URL. A re-run updates the present one; when that one has
 * annotations a new one takes its place (the newest of a name is shown), because GitHub only ever appends annotations.
 * The check run is display; the required status of a repository is the job.
 */
export async function writeCheckRun(
  client: GitHubClient,
  repository: RepositoryName,
  content: CheckRunContent,
): Promise<string> {
  const present = await presentRun(client, repository, content);
  const [first = [], ...more] = chunks(content.annotations, ANNOTATIONS_PER_REQUEST);
  const { data } =
    present === null
      ? await client.rest.checks.create({
          ...repository,
          name: content.name,
          head_sha: content.headSha,
          external_id: externalId(content),
          ...body(content, first),
        })
      : await client.rest.checks.update({ ...repository, check_run_id: present, ...body(content, first) });
  for (const annotations of more) {
    await client.rest.checks.update({ ...repository, check_run_id: data.id, ...body(content, annotations) });
  }
  return data.html_url ?? '';
}

/** Id of our check run that can be brought up to date; null when there is none. */
async function presentRun(
  client: GitHubClient,
  repository: RepositoryName,
  content: CheckRunContent,
): Promise<number | null> {
  const { data } = await client.rest.checks.listForRef({
    ...repository,
    ref: content.headSha,
    check_name: content.name,
    per_page: 100,
  });
  const own = data.check_runs.find((run) => run.external_id === externalId(content));
  return own !== undefined && own.output.annotations_count === 0 ? own.id : null;
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
        title: annotation.title.slice(0, TITLE_LENGTH),
        message: annotation.message.slice(0, MESSAGE_LENGTH),
      })),
    },
  };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < items.length; i += size) result.push(items.slice(i, i + size));
  return result;
}
