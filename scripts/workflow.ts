// Runs a workflow file on this machine: npm run workflow -- FILE --event FILE. See --help.
import { runShell } from '../packages/testkit/src/workflow-runner/shell/main.ts';

const cancel = new AbortController();
process.on('SIGINT', () => {
  if (cancel.signal.aborted) process.exit(130);
  process.stderr.write('cancelling the run (Ctrl-C again ends it at once)\n');
  cancel.abort();
});

process.exitCode = await runShell(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  cancel.signal,
);
