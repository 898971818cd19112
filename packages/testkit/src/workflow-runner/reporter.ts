import type { Conclusion } from './github-service.ts';

/** Told what happens while a run goes on. All text is masked. */
export interface Reporter {
  runStarted(name: string, event: string): void;
  runFinished(name: string, conclusion: Conclusion): void;
  jobStarted(job: string): void;
  jobFinished(job: string, conclusion: Conclusion): void;
  stepFinished(job: string, step: string, conclusion: Conclusion): void;
  line(job: string, text: string): void;
}

export const SILENT: Reporter = {
  runStarted() {},
  runFinished() {},
  jobStarted() {},
  jobFinished() {},
  stepFinished() {},
  line() {},
};

const SIGNS: Record<Conclusion, string> = { success: '✓', failure: '✗', cancelled: '■', skipped: '-' };

/** Prints progress, one line a step; with `verbose` also every line the steps print. */
export function consoleReporter(write: (text: string) => void, options: { verbose: boolean }): Reporter {
  return {
    runStarted: (name, event) => write(`run ${name} (${event})\n`),
    runFinished: (name, conclusion) => write(`${SIGNS[conclusion]} run ${name}: ${conclusion}\n`),
    jobStarted: (job) => write(`  job ${job}\n`),
    jobFinished: (job, conclusion) => write(`  ${SIGNS[conclusion]} job ${job}: ${conclusion}\n`),
    stepFinished: (job, step, conclusion) => write(`    ${SIGNS[conclusion]} ${job} > ${step}\n`),
    line: (job, text) => {
      if (options.verbose) write(`      ${job} | ${text}\n`);
    },
  };
}
