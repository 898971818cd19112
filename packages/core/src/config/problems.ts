import type * as z from 'zod';
import { ConfigError } from '../errors.ts';
import { nearestName, nearestNames } from '../names.ts';
import { configJsonSchema } from './config.ts';

export type Path = (string | number)[];

/** One thing wrong with a configuration: where, and a sentence without the place. */
export interface ConfigProblem {
  path: Path;
  message: string;
}

/** Whoever has more than these fixes them first; a hostile file has any number. */
const MOST_SHOWN = 20;

/** Turns zod's issues into problems with the received value and, for unknown keys, the nearest known one. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], input: unknown, prefix: Path = []): ConfigProblem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, input, prefix));
}

function problemsOfIssue(issue: z.core.$ZodIssue, input: unknown, prefix: Path): ConfigProblem[] {
  const path = [...prefix, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key, i) => ({
      path: [...path, key],
      message: i < MOST_SHOWN ? unknownKey(key, known) : 'unknown key',
    }));
  }
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const best = bestBranch(branches, valueAt(input, issue.path as Path));
    if (best) return problemsOf(best, valueAt(input, issue.path as Path), path);
  }
  const received = describe(valueAt(input, issue.path as Path));
  return [{ path, message: `${lowerFirst(issue.message)} (found ${received})` }];
}

/** The branch of a union that the writer most likely meant: it fails deepest, or on unknown keys rather than on kind. */
function bestBranch(branches: readonly (readonly z.core.$ZodIssue[])[], value: unknown) {
  if (value === null || typeof value !== 'object') return undefined;
  const score = (branch: readonly z.core.$ZodIssue[]) =>
    branch.reduce((worst, issue) => {
      const wrongShape = issue.path.length === 0 && issue.code === 'invalid_type' ? 100 : 0;
      const missing = issue.code === 'invalid_type' && valueAt(value, issue.path as Path) === undefined ? 10 : 0;
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys.length * 5 : 0;
      return worst + wrongShape + missing + unknown + 1;
    }, 0);
  return [...branches].sort((a, b) => score(a) - score(b))[0];
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearestNames(key, known, 1)[0] ?? nearestName(key, known);
  if (near === undefined) return `unknown key \`${key}\``;
  return `unknown key \`${key}\`; did you mean \`${near}\`? (known here: ${known.join(', ')})`;
}

type Schema = { [key: string]: unknown };

/** Names the schema knows at a path, over all branches of unions. */
function knownKeys(path: Path): string[] {
  const root = configJsonSchema() as Schema;
  let nodes: Schema[] = [root];
  for (const step of path) nodes = nodes.flatMap((node) => childrenOf(node, root, step));
  const names = nodes
    .flatMap((node) => branchesOf(node, root))
    .flatMap((node) => Object.keys((node.properties as Schema) ?? {}));
  return [...new Set(names)];
}

function branchesOf(node: Schema, root: Schema): Schema[] {
  const target = typeof node.$ref === 'string' ? resolveRef(root, node.$ref) : node;
  const branches = [
    ...((target.anyOf as Schema[]) ?? []),
    ...((target.oneOf as Schema[]) ?? []),
    ...((target.allOf as Schema[]) ?? []),
  ];
  return [target, ...branches.flatMap((branch) => branchesOf(branch, root))];
}

function childrenOf(node: Schema, root: Schema, step: string | number): Schema[] {
  return branchesOf(node, root).flatMap((branch) => {
    const properties = branch.properties as Record<string, Schema> | undefined;
    if (properties && Object.hasOwn(properties, String(step))) return [properties[String(step)]!];
    if (typeof step === 'number' && branch.items) return [branch.items as Schema];
    const extra = branch.additionalProperties;
    return extra && typeof extra === 'object' ? [extra as Schema] : [];
  });
}

function resolveRef(root: Schema, ref: string): Schema {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<Schema>((node, key) => node[key] as Schema, root);
}

function valueAt(value: unknown, path: readonly (string | number | symbol)[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      node !== null && typeof node === 'object' ? (node as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** One error for all problems of a configuration, each with `file:line`. */
export function configError(
  file: string,
  problems: readonly ConfigProblem[],
  locate: (path: Path) => { line: number; column: number },
): ConfigError {
  const lines = problems.slice(0, MOST_SHOWN).map(({ path, message }) => {
    const where = locate(path);
    const key = path.length === 0 ? '' : ` ${path.join('.')}:`;
    return `${file}:${where.line}:${key} ${message}`;
  });
  if (problems.length > MOST_SHOWN) lines.push(`and ${problems.length - MOST_SHOWN} more`);
  const first = locate(problems[0]!.path);
  return new ConfigError({
    code: 'CONFIG_INVALID',
    message: `The configuration ${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${lines.join('; ')}`,
    hint: 'Every key is described in schema/config.json (editors show it) and in docs/configuration.md.',
    location: { file, line: first.line, column: first.column },
  });
}
