// A process that writes splits to a target until it is killed: `node target-writer.ts DIRECTORY TARGET_JSON`.
// It prints one line before and after each write.
import { targetFor } from '@model-delivery/rollout';

const [directory, config] = process.argv.slice(2) as [string, string];
const target = targetFor(JSON.parse(config), { directory, env: process.env });
const shares = [5, 25, 50, 100, 50, 25];
for (let round = 0; ; round++) {
  const candidate = shares[round % shares.length]!;
  const { version } = await target.read();
  console.log(`writing ${candidate}`);
  const outcome = await target.apply({ stable: 100 - candidate, candidate }, version, `round-${round}`);
  if (!outcome.ok) throw new Error(`a conflict without another writer: ${JSON.stringify(outcome)}`);
  console.log(`written ${candidate}`);
}
