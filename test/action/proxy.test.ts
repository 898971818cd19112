import { afterAll, beforeAll, expect, it } from 'vitest';
import { startConnectProxy } from '../../packages/action-kit/testing/connect-proxy.ts';
import { churnFiles } from '../support/churn-project.ts';
import { Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start({ uploads: false });
});
afterAll(() => scene.end());

/** The bundles hold a part of the HTTP client only (decision 0017): the part that tunnels must be in it. */
it('the built action reaches the API through the proxy of the runner', async () => {
  const proxy = await startConnectProxy(new URL(scene.github.apiUrl).port);
  try {
    const project = scene.repository(churnFiles({ more: 'report: { html: false }' }));
    const pull = project.pull({ 'README.md': '# better\n' });
    const job = project.pullJob(pull);
    expect((await job.step('validate-data')).exitCode).toBe(0);
    const step = await job.step('post-report', {}, viaProxy(job.environment, proxy.url));
    expect(step.exitCode, step.log).toBe(0);
    expect(project.comments(pull)).toHaveLength(1);
    expect(new Set(proxy.targets)).toEqual(new Set(['api.github.test:80']));
  } finally {
    await proxy.stop();
  }
});

/** The job's API under a name that only the proxy can resolve. */
function viaProxy(environment: Record<string, string>, proxy: string): Record<string, string> {
  const addresses = Object.entries(environment)
    .filter(([name]) => /^GITHUB_(API|GRAPHQL)_URL$/.test(name))
    .map(([name, value]) => {
      const url = new URL(value);
      return [name, `http://api.github.test${url.pathname === '/' ? '' : url.pathname}`];
    });
  return { ...Object.fromEntries(addresses), http_proxy: proxy, https_proxy: proxy };
}
