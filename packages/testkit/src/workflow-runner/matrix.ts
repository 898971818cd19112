/** One combination of a matrix: name to value. */
export type Combination = Record<string, unknown>;

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function asList(value: unknown, what: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError(`Matrix ${what} must be a list, found ${JSON.stringify(value)}`);
  return value;
}

function product(vectors: [string, unknown[]][]): Combination[] {
  let combinations: Combination[] = [{}];
  for (const [name, values] of vectors) {
    combinations = combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })));
  }
  return combinations;
}

function matches(combination: Combination, filter: Combination): boolean {
  return Object.entries(filter).every(([key, value]) => equal(combination[key], value));
}

/** Adds an `include` entry to every combination it does not contradict, or appends it as one of its own. */
function include(combinations: Combination[], originals: Combination[], entry: Combination): void {
  let added = false;
  originals.forEach((original, index) => {
    const contradicts = Object.entries(entry).some(([key, value]) => key in original && !equal(original[key], value));
    if (contradicts) return;
    combinations[index] = { ...combinations[index], ...entry };
    added = true;
  });
  if (!added) combinations.push({ ...entry });
}

/**
 * Expands an evaluated `matrix:` (GitHub documentation, "Running variations of jobs in a workflow").
 * Throws for an empty vector, as GitHub does.
 */
export function expandMatrix(matrix: unknown): Combination[] {
  if (matrix === undefined || matrix === null) return [{}];
  if (typeof matrix !== 'object' || Array.isArray(matrix))
    throw new TypeError(`Matrix must be a mapping, found ${JSON.stringify(matrix)}`);
  const { include: includes, exclude: excludes, ...rest } = matrix as Record<string, unknown>;
  const vectors = Object.entries(rest).map(([name, values]): [string, unknown[]] => {
    const list = asList(values, `vector '${name}'`);
    if (list.length === 0) throw new TypeError(`Matrix vector '${name}' does not contain any values`);
    return [name, list];
  });
  const filters = asList(excludes, "'exclude'") as Combination[];
  const base = vectors.length === 0 ? [] : product(vectors);
  const originals = base.filter((combination) => !filters.some((filter) => matches(combination, filter)));
  const combinations = originals.map((combination) => ({ ...combination }));
  for (const entry of asList(includes, "'include'") as Combination[]) include(combinations, originals, entry);
  return combinations;
}

/** `build` and `{os: 'a', n: 2}` give `build (a, 2)`, the name GitHub shows. */
export function combinationName(name: string, combination: Combination): string {
  const values = Object.values(combination).flatMap(function flatten(value): string[] {
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(flatten) : [String(value)];
  });
  return values.length === 0 ? name : `${name} (${values.join(', ')})`;
}
