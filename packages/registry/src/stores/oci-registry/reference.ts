import { ConfigError } from '@model-delivery/core';

/** A repository of a registry: where its API is, and its name there. */
export interface RepositoryAddress {
  /** As written, without scheme: `ghcr.io/acme/models`. */
  reference: string;
  host: string;
  origin: string;
  repository: string;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^(?<host>(?:[a-zA-Z0-9-]+\\.)*[a-zA-Z0-9-]+(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+\\](?::[0-9]{1,5})?)/(?<repository>${COMPONENT}(?:/${COMPONENT})*)$`,
);

/**
 * Reads `HOST[:PORT]/NAME[/NAME…]`. A registry of this machine is spoken to by http, every other by https.
 * @throws ConfigError for a tag, a digest, a scheme, capital letters
 */
export function repositoryAddress(reference: string, plainHttp?: boolean): RepositoryAddress {
  const match = reference.length <= 512 ? REFERENCE.exec(reference.replace(/^oci:\/\//, '')) : null;
  if (!match) {
    throw new ConfigError({
      code: 'STORE_REFERENCE',
      message: `Reading \`registry.store.oci\`: expected HOST/NAME in lower case without tag or digest, found ${JSON.stringify(reference)}.`,
      hint: 'Write it like ghcr.io/acme/models.',
    });
  }
  const { host, repository } = match.groups as { host: string; repository: string };
  const name = host.replace(/:\d+$/, '');
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(name);
  const api = host === 'docker.io' ? 'registry-1.docker.io' : host;
  return {
    reference: `${host}/${repository}`,
    host,
    origin: new URL(`${(plainHttp ?? local) ? 'http' : 'https'}://${api}`).origin,
    repository,
  };
}
