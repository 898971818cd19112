#!/usr/bin/env node
import { main } from './main.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.once('SIGTERM', () => controller.abort());
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: INTERNAL: model-delivery hit a bug of its own: ${error.message}\n`);
  process.exit(70);
});
process.on('unhandledRejection', (error) => {
  process.stderr.write(`error: INTERNAL: model-delivery hit a bug of its own: ${String(error)}\n`);
  process.exit(70);
});

process.exitCode = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  now: Date.now,
  signal: controller.signal,
});
