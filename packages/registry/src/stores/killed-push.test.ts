import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type KilledPushes,
  killAtEachChange,
  killAtEachRequest,
  prepareKilledPushes,
} from '../../testing/killed-push.ts';

const root = mkdtempSync(join(tmpdir(), 'killed-push-'));
let pushes: KilledPushes;
beforeAll(async () => {
  pushes = await prepareKilledPushes(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('killed before each change to the disk, and run again: a layout is never half, and complete in the end', async () => {
  expect(await killAtEachChange(pushes)).toBeGreaterThan(25);
}, 180_000);

test('killed at each request, and run again: a registry shows no half version, and a whole one in the end', async () => {
  // HEAD; three blobs of HEAD, POST, PUT; HEAD, PUT, HEAD; the tag's GET and PUT.
  expect(await killAtEachRequest(pushes)).toBe(15);
}, 180_000);
