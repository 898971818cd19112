import { describe, expect, it } from 'vitest';
import { readGatewayConfig } from './gateway-config.ts';

const VALID = `
listen: 127.0.0.1:9000
arms: { stable: "http://127.0.0.1:9001", candidate: "http://127.0.0.1:9002" }
weights: run/weights.json
admin: { listen: ":9100", token: "\${TOKEN}" }
`;
const read = (text: string) => readGatewayConfig(text, 'gateway.yaml', '/srv/here', { TOKEN: 'sesame-1' });

describe('the gateway configuration', () => {
  it('resolves addresses, paths and the token from the environment', () => {
    expect(read(VALID)).toMatchObject({
      listen: { host: '127.0.0.1', port: 9000 },
      weightsFile: '/srv/here/run/weights.json',
      admin: { listen: { host: '0.0.0.0', port: 9100 }, token: 'sesame-1' },
      timeoutMs: 30_000,
    });
    expect(read(VALID.replace('127.0.0.1:9000', '"[::1]:0"')).listen).toEqual({ host: '::1', port: 0 });
    expect(read(VALID.replace('127.0.0.1:9000', '9000')).listen).toEqual({ host: '127.0.0.1', port: 9000 });
  });

  it.each([
    ['weights: run', 'weight: run', 'did you mean `weights`'],
    ['listen: 127.0.0.1:9000', 'listen: here', 'expected HOST:PORT'],
    ['listen: 127.0.0.1:9000', 'listen: 127.0.0.1:70000', 'expected HOST:PORT'],
    ['http://127.0.0.1:9001', 'ftp://x', 'expected an http:// or https:// address'],
    ['http://127.0.0.1:9001', 'https://x', 'expected an http:// address'],
    ['TOKEN}', 'OTHER}', 'OTHER is not set'],
    ['weights: run/weights.json', 'weights: a\nbuckets: [1, 1]', 'ascending'],
    ['listen: 127.0.0.1:9000', 'listen: {', 'gateway.yaml'],
  ])('says what is wrong when %s becomes %s', (from, to, message) => {
    expect(() => read(VALID.replace(from, to))).toThrow(message);
  });
});
