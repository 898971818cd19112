import { describe, expect, it } from 'vitest';
import { memoryTarget } from '../../testing/memory-target.ts';
import { describeTrafficTarget } from '../../testing/traffic-target-contract.ts';
import { targetFor } from './target-for.ts';

describeTrafficTarget('the target in memory', async () => {
  const target = memoryTarget();
  return { target, other: target, setByHand: async (weights) => target.setByHand(weights) };
});

describe('targetFor', () => {
  const context = { directory: '/nowhere', env: {} };
  it.each(['haproxy', 'gateway_api', 'kserve', 'seldon', 'sagemaker'])(
    'says that %s is not in this version',
    (kind) => {
      expect(() => targetFor({ [kind]: {} }, context)).toThrow(`names ${kind}, which this version does not implement`);
    },
  );

  it('needs the secret that the configuration names', () => {
    const admin = { url: 'http://127.0.0.1:9', token_env: 'GATEWAY_TOKEN' };
    expect(() => targetFor({ dev_gateway: { admin } }, context)).toThrow('GATEWAY_TOKEN, which is not set');
  });

  it('knows targets that promote by alias only, and never splits them', async () => {
    const target = targetFor({ registry_alias: {} }, context);
    expect(target).toMatchObject({ canSplit: false, promotesByAlias: true });
    const { version } = await target.read();
    await expect(target.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toThrow('cannot split');
    expect(await target.apply({ stable: 100, candidate: 0 }, version, 'k')).toMatchObject({ ok: true });
  });
});
