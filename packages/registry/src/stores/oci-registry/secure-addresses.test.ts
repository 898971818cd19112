import { describe, expect, test } from 'vitest';
import { Authorization } from './authorization.ts';
import { RegistryClient } from './client.ts';
import { Connection } from './connection.ts';
import { repositoryAddress } from './reference.ts';

const address = repositoryAddress('registry.test/acme/models');

describe('where a registry points to', () => {
  const client = new RegistryClient({ address, credentials: null });
  const start = client.url('blobs/uploads/');
  const follow = (location: string) => client.follow(start, location, 'Uploading').href;

  test('may be a path or another host, by https', () => {
    expect(follow('/v2/acme/models/blobs/uploads/1?a=b%2Bc')).toBe(
      'https://registry.test/v2/acme/models/blobs/uploads/1?a=b%2Bc',
    );
    expect(follow('https://storage.test/x?sig=1')).toBe('https://storage.test/x?sig=1');
  });

  test.each(['http://registry.test/x', 'file:///etc/passwd', 'http://', 'ftp://registry.test/x'])(
    '%s is refused',
    (location) => {
      expect(() => follow(location)).toThrow(expect.objectContaining({ code: 'STORE_ANSWER', exitCode: 5 }));
    },
  );
});

test.each(['http://registry.test/token', 'ftp://registry.test/token', 'nowhere'])(
  'credentials are not sent to %s for a token',
  async (realm) => {
    const authorization = new Authorization({
      connection: new Connection({}),
      origin: address.origin,
      credentials: { username: 'ci', password: 'never-sent-anywhere' },
      now: () => 0,
    });
    const challenge = `Bearer realm="${realm}",service="r"`;
    await expect(authorization.answer(new URL(address.origin), null, challenge)).rejects.toMatchObject({
      code: 'STORE_TOKEN',
    });
    expect(await authorization.answer(new URL('https://other.test/'), null, 'Basic realm="x"')).toBe(false);
    expect(await authorization.header(new URL('https://other.test/'))).toBeNull();
  },
);
