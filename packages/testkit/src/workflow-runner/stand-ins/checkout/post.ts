import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runStandIn } from '../action-io.ts';

/** Removes the credentials that the main stage left in the local git configuration. */
await runStandIn(() => {
  const directory = process.env.STATE_directory;
  const key = process.env.STATE_key;
  if (!directory || !key || !existsSync(join(directory, '.git'))) return;
  execFileSync('git', ['-C', directory, 'config', '--local', '--unset-all', key]);
});
