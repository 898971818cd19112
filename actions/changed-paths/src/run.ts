import type { ActionContext, ActionOutcome, InputValues } from '@model-delivery/action-kit';
import { readEvent } from '@model-delivery/use-cases';
import type { spec } from './spec.ts';
import { patternLines, touches } from './touches.ts';

/** Answers `true` for everything but a pull request whose files are known and do not count. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  const number = readEvent(host.env).pull_request?.number;
  if (inputs.always === 'true' || number === undefined)
    return answer(true, 'Not a pull request to look at: the model is judged.');
  const { changedFiles, repositoryName } = await import('@model-delivery/github');
  const files = await changedFiles(await context.client(), repositoryName(host.env.GITHUB_REPOSITORY), number);
  if (files === null) return answer(true, 'More files changed than the API lists: the model is judged.');
  const changed = touches(files, patternLines(inputs.paths));
  const what = changed ? 'Data, training code or configuration changed' : 'Nothing that can change the model changed';
  const { log } = host;
  log.info(`${what} (${files.length} files).`);
  return answer(changed, what);
}

function answer(changed: boolean, summary: string): ActionOutcome {
  return { exitCode: 0, summary, outputs: { changed: String(changed) } };
}
