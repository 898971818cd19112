import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addPath, environment, input, runStandIn, setOutput } from '../action-io.ts';
import { candidates, chooseVersion, installedVersions, linkTool } from '../installed-tool.ts';

function wish(): string {
  const version = input('python-version');
  const file = input('python-version-file');
  if (version !== '' || file === '') return version;
  return readFileSync(join(environment('GITHUB_WORKSPACE'), file), 'utf8').trim();
}

const NAMES = ['python3', 'python', ...Array.from({ length: 8 }, (_, index) => `python3.${index + 9}`)];

await runStandIn(() => {
  const wanted = wish();
  const { version, executable } = chooseVersion('Python', wanted, installedVersions(candidates('Python', NAMES)));
  const bin = linkTool('Python', version, { python: executable, python3: executable });
  addPath(bin);
  console.log(`Python ${version} (${executable})`);
  setOutput('python-version', version);
  setOutput('python-path', join(bin, 'python'));
  setOutput('cache-hit', 'false');
});
