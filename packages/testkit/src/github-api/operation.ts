import type { JsonObject } from './json.ts';
import type { OperationId } from './kept-operations.ts';
import type { FakeRepository } from './repository.ts';
import type { Grant } from './tokens.ts';
import type { World } from './world.ts';

/** A request that passed authentication, contract and permissions. */
export interface ApiRequest {
  world: World;
  repository: FakeRepository;
  grant: Grant;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  /** Path below the API's base address, without query. */
  path: string;
  /** Validated against the description; `{}` without body. */
  body: JsonObject;
  headers: Record<string, string>;
}

export interface Reply {
  status: number;
  /** JSON; absent for an empty body. */
  body?: unknown;
  /** Bytes in place of JSON. */
  raw?: Buffer;
  headers?: Record<string, string>;
}

export type Operation = (request: ApiRequest) => Reply;
export type Operations = Partial<Record<OperationId, Operation>>;

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent = (): Reply => ({ status: 204 });

/** The body under its type; the contract has already judged its fields. */
export function bodyOf<T>(request: ApiRequest): T {
  return request.body as T;
}

/** One page of `items` with GitHub's `Link` header. `page` and `per_page` come from the query (30, at most 100). */
export function pageOf<T>(request: ApiRequest, items: T[]): { items: T[]; headers: Record<string, string> } {
  const perPage = Math.min(100, Math.max(1, Number(request.query.per_page ?? 30)));
  const page = Math.max(1, Number(request.query.page ?? 1));
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const relations: [string, number][] = [];
  if (page > 1) relations.push(['prev', page - 1], ['first', 1]);
  if (page < last) relations.push(['next', page + 1], ['last', last]);
  const link = relations.map(([rel, number]) => `<${pageAddress(request, number)}>; rel="${rel}"`).join(', ');
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    headers: link === '' ? {} : { link },
  };
}

function pageAddress(request: ApiRequest, page: number): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query)) if (value !== undefined) query.set(key, value);
  query.set('page', String(page));
  return `${request.world.apiUrl}${request.path}?${query}`;
}

/** A list answer: an array, or under `key` with `total_count`. */
export function list<T>(request: ApiRequest, items: T[], represent: (item: T) => unknown, key?: string): Reply {
  const page = pageOf(request, items);
  const shown = page.items.map(represent);
  const body = key === undefined ? shown : { total_count: items.length, [key]: shown };
  return { status: 200, body, headers: page.headers };
}
