// Adds up the results of vitest's JSON reports. Nothing run, or a report that is missing, is a failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = process.argv[2];
let passed = 0;
let failed = 0;
for (const name of ['test.json', 'services.json']) {
  const path = join(directory, name);
  if (!existsSync(path)) {
    console.error(`${name} was not written: that suite did not run`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  passed += report.numPassedTests;
  // A file that could not be loaded has no tests to count; a skipped test is not a passed one.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  failed += report.numFailedTests + broken + report.numPendingTests;
  if (report.numPassedTests === 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
