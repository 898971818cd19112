// A development gateway as a process: `node run-gateway.ts CONFIG_FILE`.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readGatewayConfig, startDevGateway } from '@model-delivery/rollout';

const [file] = process.argv.slice(2) as [string];
const settings = readGatewayConfig(readFileSync(file, 'utf8'), file, dirname(file), process.env);
console.log((await startDevGateway(settings, { log: console.error })).announcement);
