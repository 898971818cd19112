import { basename, dirname } from 'node:path';
import { type Host, InternalError } from '@model-delivery/core';

/** Name of the artifact of a stage: `model-delivery-<model>-<stage>[-<name>]`. */
export function artifactName(model: string, stage: string, suffix: string | undefined): string {
  return ['model-delivery', model, stage, ...(suffix ? [suffix] : [])].join('-');
}

/**
 * Uploads a stage's files, all of one directory, as a workflow artifact. The client is heavy, so it is loaded only here. Where
 * the runner offers no artifact service the upload is skipped with a notice; a refused upload is a warning: the verdict does
 * not depend on it.
 */
export async function uploadArtifact(host: Host, name: string, files: readonly string[]): Promise<void> {
  const root = commonDirectory(name, files);
  if (!host.env.ACTIONS_RESULTS_URL) {
    host.log.notice(
      'This runner offers no artifact service (ACTIONS_RESULTS_URL is not set): the documents were not uploaded.',
    );
    return;
  }
  try {
    const { DefaultArtifactClient } = await import('@actions/artifact');
    await new DefaultArtifactClient().uploadArtifact(name, [...files], root);
    host.log.info(`Uploaded ${files.map((file) => basename(file)).join(', ')} as artifact ${name}.`);
  } catch (error) {
    host.log.warning(
      `Uploading the artifact ${name} failed: ${(error as Error).message}. ` +
        'Give the jobs of a matrix different `name` inputs; a report from another job will not find these documents.',
    );
  }
}

/** The readers of our artifacts accept flat names only, so one directory is all there can be. */
function commonDirectory(name: string, files: readonly string[]): string {
  const directories = new Set(files.map((file) => dirname(file)));
  const [only] = directories;
  if (only !== undefined && directories.size === 1) return only;
  throw new InternalError({
    code: 'ARTIFACT_LAYOUT',
    message: `The artifact ${name} was to be made of ${files.length} files in ${directories.size} directories; expected files of one.`,
  });
}
