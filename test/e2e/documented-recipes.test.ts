import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type FakeRegistry, REGISTRY_PROFILES, serveFakeRegistry } from '@model-delivery/testkit/oci-registry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { DeliveryProject, deliveryFiles, quality } from '../support/delivery-project.ts';
import { startFakeCluster } from '../support/fake-cluster.ts';
import { recipeFiles, replaced } from '../support/recipe.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull, runPush } from '../support/workflow-run.ts';

let scene: Scene;
let containers: FakeRegistry;
beforeAll(async () => {
  scene = await Scene.start();
  containers = await serveFakeRegistry(REGISTRY_PROFILES.ghcr);
});
afterEach(() => scene.github.assertClean());
afterAll(async () => {
  await containers.close();
  await scene.end();
});

const [HOSTED, POLLING] = [recipeFiles('hosted'), recipeFiles('polling')];
const CONFIG = 'model-delivery.yaml';
const DELIVER = '.github/workflows/deliver.yml';
const TRAINS = '{"private":true,"type":"module","scripts":{"train":"node train.js"}}\n';
const STORE = 'ghcr.io/owner/models';

/** The tests' project with a recipe's part of the configuration in place of its own, and with the fake's address. */
function configured(recipe: Record<string, string>): string {
  const own = deliveryFiles()[CONFIG]!;
  const before = own.slice(0, own.indexOf('registry:'));
  return before + replaced(recipe[CONFIG]!, STORE, `${containers.host}/owner/models`);
}

/** Signs in as a self-hosted runner or a server would; at ghcr.io it is the token of the job. */
const credentials = () => ({
  MODEL_DELIVERY_OCI_USERNAME: containers.credentials.username,
  MODEL_DELIVERY_OCI_TOKEN: containers.credentials.password,
});

describe('recipes of docs/whole-loop.md', { timeout: 300_000 }, () => {
  it('hosted runners and a container registry: pull request, canary, rollback', async () => {
    const runner = join(scene.directory, 'hosted-runner');
    const cluster = await startFakeCluster(join(scene.directory, 'cluster'), join(runner, 'bin'));
    const files = {
      ...deliveryFiles({ deliver: HOSTED[DELIVER]! }),
      ...HOSTED,
      // Minutes become seconds; the hour of the horizon stays.
      [CONFIG]: replaced(
        replaced(configured(HOSTED), 'https://churn.example.com/metrics', cluster.metrics),
        /\b\d+m\b/,
        '1s',
      ),
      'package.json': TRAINS,
    };
    const delivery = new DeliveryProject(scene, files, {
      secrets: { KUBECONFIG_FILE: 'clusters: []' },
      host: { root: runner, env: credentials() },
    });
    const { project, settings } = delivery;
    // The configuration names the store, as a user's does.
    settings.vars = {};

    const [first] = await runPush(project, settings);
    expect(first!.conclusion, logOf(first)).toBe('success');
    const champion = delivery.champion()!;
    expect(cluster.state().env['deployment/churn-stable']).toEqual({ MODEL_VERSION: champion });
    expect(containers.repository('owner/models').tags.get('churn-champion')).toBe(champion);

    const pull = project.pull({ 'quality.json': quality(0.93) });
    const [review] = await runPull(project, pull, settings);
    expect(review!.conclusion, logOf(review)).toBe('success');
    expect(project.comments(pull)[0]).toContain(champion.slice(7, 19));

    project.repository.pulls.merge(pull.number, { by: 'ann', method: 'squash' });
    const [second] = await runPush(project, settings);
    expect(second!.conclusion, logOf(second)).toBe('success');
    const better = delivery.champion()!;
    expect(better).not.toBe(champion);
    expect(results(second!)).toMatchObject({ canary: 'success' });
    const { route, env } = cluster.state();
    expect(env).toEqual({
      'deployment/churn-candidate': { MODEL_VERSION: better },
      'deployment/churn-stable': { MODEL_VERSION: better },
    });
    expect(route.spec.rules[0]!.backendRefs.map(({ weight }) => weight)).toEqual([100, 0]);
    // 5, 25, 50 and 100 % of two deliveries (100 % of the first), and each time back to the stable arm.
    expect(cluster.calls().filter((call) => call === 'replace -f -')).toHaveLength(7);

    const [back] = await delivery.dispatch({ command: 'rollback', version: '', reason: 'complaints about fares' });
    expect(back!.conclusion, logOf(back)).toBe('success');
    expect(delivery.champion()).toBe(champion);
    expect(cluster.state().env['deployment/churn-stable']).toEqual({ MODEL_VERSION: champion });
    await cluster.close();
  });

  it('a server that polls the registry follows the champion, forth and back', async () => {
    const deliver = HOSTED[DELIVER]!.replaceAll(/^ +(deploy|serve)-command: .*\n/gm, '');
    const files = { ...deliveryFiles({ deliver }), [CONFIG]: configured(POLLING), 'package.json': TRAINS };
    const delivery = new DeliveryProject(scene, files, { host: { env: credentials() } });
    delivery.settings.vars = {};
    const { project } = delivery;
    const server = join(scene.directory, 'server');
    execFileSync('git', ['clone', '--quiet', project.tree.gitDirectory, server]);
    writeFileSync(join(server, 'follow-champion.sh'), POLLING['follow-champion.sh']!);
    const follow = async () => {
      const env = { PATH: pathWithCommand(), HOME: server, ...credentials() };
      // Not execFileSync: the registry that is asked runs in this process.
      const { stdout } = await promisify(execFile)('sh', ['follow-champion.sh'], { cwd: server, env });
      return { out: stdout, serving: readlinkSync(join(server, 'models/current')) };
    };

    const [first] = await runPush(project, delivery.settings);
    expect(first!.conclusion, logOf(first)).toBe('success');
    const champion = delivery.champion()!;
    const began = await follow();
    expect(began.out).toMatch(new RegExp(`verified\\.\nnow serving ${champion}\n$`));
    expect(began.serving).toBe(champion.slice(7));
    expect(await follow()).toEqual({ out: '', serving: champion.slice(7) });

    project.tree.commit({ 'quality.json': quality(0.93) });
    const [second] = await runPush(project, delivery.settings);
    expect(second!.conclusion, logOf(second)).toBe('success');
    const better = delivery.champion()!;
    expect(better).not.toBe(champion);
    expect((await follow()).serving).toBe(better.slice(7));
    const [back] = await delivery.dispatch({ command: 'rollback', version: '', reason: 'slower than it says' });
    expect(back!.conclusion, logOf(back)).toBe('success');
    expect((await follow()).serving).toBe(champion.slice(7));
    expect(containers.repository('owner/models').tags.get('churn-champion')).toBe(champion);
  });
});

/** A PATH on which `npx model-delivery` is the built command line. */
function pathWithCommand(): string {
  const bin = join(scene.directory, 'server-bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec node ${join(root, 'dist/cli/index.js')} "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
  return [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
}
