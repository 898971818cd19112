import { registryEnvironment } from '@model-delivery/testkit';
import { expect, it } from 'vitest';
import { pinnedPackage } from '../../packages/engine/src/acquisition/engine-lock.ts';
import { currentPlatform } from '../../packages/engine/src/acquisition/platform.ts';
import { withFiles } from '../../scripts/engine-lock.ts';

it('the files pinned for this platform are those of the tarball in the registry', async () => {
  const { files, ...tarball } = pinnedPackage(currentPlatform());
  const environment = { ...registryEnvironment(), HOME: process.env.HOME };
  expect(await withFiles(tarball, environment)).toEqual({ ...tarball, files });
});
