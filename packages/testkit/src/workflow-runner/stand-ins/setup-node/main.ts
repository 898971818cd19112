import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addPath, environment, input, runStandIn, setOutput } from '../action-io.ts';
import { candidates, chooseVersion, installedVersions, linkTool } from '../installed-tool.ts';

function wish(): string {
  const version = input('node-version');
  const file = input('node-version-file');
  if (version !== '' || file === '') return version;
  return readFileSync(join(environment('GITHUB_WORKSPACE'), file), 'utf8').trim();
}

await runStandIn(() => {
  const installed = installedVersions([environment('STAND_IN_NODE'), ...candidates('node', ['node'])]);
  const { version, executable } = chooseVersion('Node', wish(), installed);
  const beside = dirname(executable);
  const links = { node: executable, npm: join(beside, 'npm'), npx: join(beside, 'npx') };
  addPath(linkTool('node', version, links));
  console.log(`Node ${version} (${executable})`);
  setOutput('node-version', `v${version}`);
  setOutput('cache-hit', 'false');
});
