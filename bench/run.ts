/** Runs the benchmarks named on the command line, or all: `npm run bench -- start-up`. They print; they never judge. */
const BENCHMARKS: Record<string, () => Promise<{ run: () => Promise<void> }>> = {
  'start-up': () => import('./start-up.ts'),
  'lazy-loads': () => import('./lazy-loads.ts'),
  register: () => import('./register.ts'),
  sizes: () => import('./sizes.ts'),
  ledger: () => import('./ledger.ts'),
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) {
  const load = BENCHMARKS[name];
  if (!load) throw new Error(`no benchmark ${name}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
  console.log(`\n== ${name}`);
  await (await load()).run();
}
