import type { Files } from '../../github-api/git/scratch-repository.ts';
import { OfflineGitHub } from '../github-service.ts';
import type { RunResult } from '../results.ts';
import { type RunOptions, runWorkflow } from '../run-workflow.ts';
import { TemporaryRepository } from './temporary-repository.ts';

export const WORKFLOW = '.github/workflows/test.yml';

type Options = Partial<Omit<RunOptions, 'repository'>> & { files?: Files };

/** Runs a workflow given as text in a fresh repository `acme/widgets`; `push` of the default branch unless told otherwise. */
export async function runText(yaml: string, options: Options = {}): Promise<RunResult & { service: OfflineGitHub }> {
  const temporary = new TemporaryRepository('acme/widgets');
  try {
    temporary.commit({ [WORKFLOW]: yaml, ...options.files });
    const service = new OfflineGitHub();
    const event = options.event ?? { name: 'push', payload: {} };
    const result = await runWorkflow({ service, ...options, repository: temporary.repository, file: WORKFLOW, event });
    return { ...result, service };
  } finally {
    temporary.dispose();
  }
}

/** A workflow with one job `job` on push whose steps are the given YAML list. */
export function stepsWorkflow(steps: string, jobKeys = ''): string {
  const indent = (text: string, by: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `${by}${line}`)
      .join('\n');
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n${jobKeys === '' ? '' : `${indent(jobKeys, '    ')}\n`}    steps:\n${indent(steps, '      ')}\n`;
}

/** Lines of a job's log that begin with `> ` are the script; this gives what was printed. */
export function printed(log: string): string[] {
  return log.split('\n').filter((line) => line !== '' && !line.startsWith('> ') && !line.startsWith('##['));
}
