import { ArtifactNotFoundError, DefaultArtifactClient } from '@actions/artifact';
import { booleanInput, environment, input, report, runStandIn, setOutput } from '../action-io.ts';
import { findFiles } from './search.ts';

function nothingFound(path: string): void {
  const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
  const behaviour = input('if-no-files-found');
  if (behaviour === 'error') throw new Error(message);
  if (behaviour === 'warn') report('warning', message);
  else if (behaviour === 'ignore') console.log(message);
  else throw new Error(`Unrecognized if-no-files-found input: ${behaviour}. Expected: warn, error, ignore`);
}

async function removeExisting(client: DefaultArtifactClient, name: string): Promise<void> {
  try {
    await client.deleteArtifact(name);
  } catch (error) {
    if (!(error instanceof ArtifactNotFoundError)) throw error;
  }
}

await runStandIn(async () => {
  const { files, root } = findFiles(
    environment('GITHUB_WORKSPACE'),
    input('path'),
    booleanInput('include-hidden-files'),
  );
  if (files.length === 0) return nothingFound(input('path'));
  const client = new DefaultArtifactClient();
  const name = input('name');
  if (booleanInput('overwrite')) await removeExisting(client, name);
  const retention = input('retention-days');
  const uploaded = await client.uploadArtifact(name, files, root, {
    compressionLevel: Number(input('compression-level')),
    ...(retention === '' ? {} : { retentionDays: Number(retention) }),
  });
  console.log(`Artifact ${name}: ${files.length} files, ${uploaded.size} bytes`);
  const run = `${environment('GITHUB_SERVER_URL')}/${environment('GITHUB_REPOSITORY')}/actions/runs/${environment('GITHUB_RUN_ID')}`;
  setOutput('artifact-id', String(uploaded.id));
  setOutput('artifact-digest', uploaded.digest ?? '');
  setOutput('artifact-url', `${run}/artifacts/${uploaded.id}`);
});
