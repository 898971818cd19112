// Adds up the results of a run: vitest's JSON reports (NAME.json) and the status of every step (`NAME STATUS` lines of steps).
// Nothing run, a report that is missing, a skipped test: each is a failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SUITES = ['test', 'e2e', 'services'];
const directory = process.argv[2];
const lines = readFileSync(join(directory, 'steps'), 'utf8').trim().split('\n');
const steps = new Map(lines.map((line) => line.split(' ')));
let passed = 0;
let failed = 0;

function fail(why, count = 1) {
  if (count === 0) return;
  failed += count;
  console.error(`${why}: ${count}`);
}

/** Counts one suite; returns how many failures it added. */
function countSuite(name) {
  const before = failed;
  const path = join(directory, `${name}.json`);
  if (!existsSync(path)) fail(`${name} wrote no report, so it did not run`);
  else {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    passed += report.numPassedTests;
    fail(`${name}: failed tests`, report.numFailedTests);
    fail(`${name}: skipped tests`, report.numPendingTests + report.numTodoTests);
    // A file that could not be loaded has no tests to count.
    const broken = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status === 'passed'),
    );
    fail(`${name}: files that failed outside of a test`, broken.length);
    if (report.numPassedTests === 0) fail(`${name}: no test passed`);
  }
  return failed - before;
}

for (const name of SUITES) {
  const found = countSuite(name);
  // An error outside of every test ends vitest with 1 and shows in no count.
  if (found === 0 && steps.get(name) !== '0')
    fail(`${name} ended with status ${steps.get(name)} for no counted reason`);
}
for (const [name, status] of steps) {
  if (SUITES.includes(name)) continue;
  if (status === '0') passed += 1;
  else fail(`step ${name}`);
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
