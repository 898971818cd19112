import { join, matchesGlob, resolve } from 'node:path';
import { type Artifact, DefaultArtifactClient, type FindOptions } from '@actions/artifact';
import { booleanInput, environment, input, runStandIn, setOutput } from '../action-io.ts';

/** Another run is reached through the REST API with the given token, this run through the artifact service. */
function findOptions(): FindOptions {
  const token = input('github-token');
  if (token === '') return {};
  const [repositoryOwner = '', repositoryName = ''] = input('repository').split('/');
  return { findBy: { token, workflowRunId: Number(input('run-id')), repositoryOwner, repositoryName } };
}

function chosen(artifacts: readonly Artifact[]): Artifact[] {
  const ids = input('artifact-ids')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length > 0) return artifacts.filter((artifact) => ids.includes(String(artifact.id)));
  const pattern = input('pattern');
  return artifacts.filter((artifact) => pattern === '' || matchesGlob(artifact.name, pattern));
}

async function select(client: DefaultArtifactClient, options: FindOptions): Promise<Artifact[]> {
  const name = input('name');
  if (name !== '') return [(await client.getArtifact(name, options)).artifact];
  const { artifacts } = await client.listArtifacts({ latest: true, ...options });
  const selected = chosen(artifacts);
  if (selected.length === 0) {
    const known = artifacts.map((artifact) => artifact.name).join(', ') || 'none';
    throw new Error(`Unable to find any artifacts that match; the run has: ${known}`);
  }
  return selected;
}

await runStandIn(async () => {
  const client = new DefaultArtifactClient();
  const options = findOptions();
  const artifacts = await select(client, options);
  const target = resolve(environment('GITHUB_WORKSPACE'), input('path'));
  const flat =
    input('name') !== '' || booleanInput('merge-multiple') || (input('artifact-ids') !== '' && artifacts.length === 1);
  for (const artifact of artifacts) {
    const path = flat ? target : join(target, artifact.name);
    const { digestMismatch } = await client.downloadArtifact(artifact.id, {
      ...options,
      path,
      ...(artifact.digest ? { expectedHash: artifact.digest } : {}),
    });
    if (digestMismatch) throw new Error(`The digest of artifact ${artifact.name} does not match its content`);
    console.log(`Artifact ${artifact.name} (${artifact.size} bytes) downloaded to ${path}`);
  }
  setOutput('download-path', target);
});
