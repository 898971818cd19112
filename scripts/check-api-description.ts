/** The committed description of GitHub's API is the one its digest names (the service tests regenerate it from its source). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const folder = join(root, 'packages/testkit/src/github-api/generated');
const { sha256 } = JSON.parse(readFileSync(join(folder, 'api.github.com.digest.json'), 'utf8')) as { sha256: string };
const actual = createHash('sha256')
  .update(readFileSync(join(folder, 'api.github.com.json')))
  .digest('hex');
if (actual !== sha256) {
  console.error(
    `The API description has sha256 ${actual}, its digest file says ${sha256}: run node scripts/filter-openapi.ts.`,
  );
  process.exit(1);
}
console.log('The API description matches its digest.');
