/** One part of an id: `/` separates parts and is written `%2F` inside one. */
function part(name: string): string {
  return name.replaceAll('/', '%2F');
}

/** `<dataset>/<column>/<kind>`. */
export function columnCheckId(dataset: string, column: string, kind: string): string {
  return `${part(dataset)}/${part(column)}/${kind}`;
}

/** `<dataset>/<kind>`, followed by what tells several checks of this kind apart: `unique/id+x`, `quantile/<column>/0.99`, `rule/0`. */
export function tableCheckId(dataset: string, kind: string, ...details: readonly string[]): string {
  return [part(dataset), kind, ...details.map(part)].join('/');
}

/** The columns of a key as one part of an id. */
export function keyName(columns: readonly string[]): string {
  return columns.join('+');
}

/** Whether an id names a check by its position, so that it may mean another check after the next edit. */
export function isPositional(id: string): boolean {
  return /^[^/]+\/rule\/\d+(?:\/\d+)?$/.test(id);
}

/** Gives repeated ids `/2`, `/3`, … in the order of the checks. */
export class IdRegister {
  readonly #uses = new Map<string, number>();

  take(id: string): string {
    const uses = (this.#uses.get(id) ?? 0) + 1;
    this.#uses.set(id, uses);
    return uses === 1 ? id : this.take(`${id}/${uses}`);
  }
}
