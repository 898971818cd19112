import { appendFileSync } from 'node:fs';

/** Inputs and outputs of the stand-ins, by the runner's environment and files. */

export function input(name: string): string {
  return (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

/** A `true`/`false` input; anything else is an error, as in YAML 1.2. */
export function booleanInput(name: string): boolean {
  const value = input(name);
  if (value !== 'true' && value !== 'false') throw new Error(`input ${name} is '${value}', expected true or false`);
  return value === 'true';
}

export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: the stand-in must be started by the workflow runner`);
  return value;
}

function append(variable: string, name: string, value: string): void {
  appendFileSync(environment(variable), `${name}<<END-OF-VALUE-7f3a\n${value}\nEND-OF-VALUE-7f3a\n`);
}

export function setOutput(name: string, value: string): void {
  append('GITHUB_OUTPUT', name, value);
}

export function saveState(name: string, value: string): void {
  append('GITHUB_STATE', name, value);
}

export function addPath(directory: string): void {
  appendFileSync(environment('GITHUB_PATH'), `${directory}\n`);
}

/** Prints a message for the log as `::error::` or `::warning::`. */
export function report(level: 'error' | 'warning', message: string): void {
  console.log(`::${level}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}

/** Runs an action; a thrown error becomes an error annotation and exit code 1. */
export async function runStandIn(action: () => void | Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    report('error', error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
