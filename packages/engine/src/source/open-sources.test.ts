import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { developmentBinding } from '../../testing/test-engine.ts';
import { openSources } from './open-sources.ts';

it('reads what can be read and says what keeps the rest from it', async () => {
  const folder = scratchFolder();
  folder.write('good.csv', 'x\n1\n');
  folder.write('ragged.csv', 'x,y\n1\n');
  const at = (path: string) => ({ path, baseDirectory: folder.path, containedIn: folder.path });
  const { engine, sources } = await openSources(
    await developmentBinding(),
    { good: at('good.csv'), ragged: at('ragged.csv'), missing: at('missing.csv'), outside: at('/etc/passwd') },
    { tempDirectory: folder.path },
  );
  onTestFinished(() => engine.close());
  expect(sources).toMatchObject({
    good: { rows: 1 },
    ragged: { error: { code: 'DATA_RAGGED_ROWS' } },
    missing: { error: { code: 'DATA_NOT_FOUND' } },
    outside: { error: { code: 'DATA_OUTSIDE_WORKSPACE' } },
  });
});
