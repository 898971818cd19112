import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invalidWorkflow, notSupported } from './problems.ts';
import { readWorkflow } from './read-workflow.ts';
import { parseRemote } from './resolve-action.ts';
import type { RunContext } from './run-context.ts';
import type { CallJob, Origin, Workflow, WorkflowCall } from './workflow-model.ts';

/** Loads the workflow a job `uses:`; `./` and `$/` mean the repository and commit of the calling file. */
export async function loadCalledWorkflow(
  run: RunContext,
  caller: Workflow,
  job: CallJob,
): Promise<{ workflow: Workflow; call: WorkflowCall }> {
  const { origin, path } = locate(run, caller, job);
  const file = join(origin.directory, path);
  if (!existsSync(file))
    throw invalidWorkflow(`uses: ${job.uses}: ${origin.repository} at ${origin.sha} has no ${path}`, job.place);
  const workflow = await readWorkflow(path, readFileSync(file, 'utf8'), origin);
  if (!workflow.call) throw invalidWorkflow(`uses: ${job.uses}: ${path} has no on.workflow_call`, job.place);
  return { workflow, call: workflow.call };
}

function locate(run: RunContext, caller: Workflow, job: CallJob): { origin: Origin; path: string } {
  if (/^[.$]\//.test(job.uses)) return { origin: caller.origin, path: job.uses.slice(2) };
  const reference = parseRemote(job.uses);
  if (!reference) throw invalidWorkflow(`uses: ${job.uses} is not OWNER/REPO/path@ref, ./path or $/path`, job.place);
  const origin = run.actions.origin(reference);
  if (!origin) throw notSupported(`uses: ${job.uses}`, job.place);
  return { origin, path: reference.path };
}
