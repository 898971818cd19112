import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Ajv, ErrorObject } from 'ajv';
import { type Document, OpenAPIBackend, type Operation } from 'openapi-backend';
import { isObject, type JsonObject } from './json.ts';
import type { OperationId } from './kept-operations.ts';

const DESCRIPTION = new URL('./generated/api.github.com.json', import.meta.url);
const DIGEST = new URL('./generated/api.github.com.digest.json', import.meta.url);

/** The filtered description of GitHub's REST API; refused when its bytes are not those of the committed digest. */
export function loadDescription(): Document {
  const text = readFileSync(DESCRIPTION, 'utf8');
  const expected = (JSON.parse(readFileSync(DIGEST, 'utf8')) as { sha256: string }).sha256;
  const found = createHash('sha256').update(text).digest('hex');
  if (found !== expected) {
    throw new Error(
      `generated/api.github.com.json has sha256 ${found}, expected ${expected}: run scripts/filter-openapi.ts`,
    );
  }
  return readable(JSON.parse(text)) as Document;
}

/**
 * The same schemas in the words Ajv accepts: `nullable` beside `oneOf` or an enum without null is an error or a refusal
 * there, and coercing a path parameter makes "integer or string" match twice.
 */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
  if (value.in !== undefined && isObject(copy.schema) && copy.schema.oneOf !== undefined) {
    const { oneOf, ...rest } = copy.schema;
    return { ...copy, schema: { ...rest, anyOf: oneOf } };
  }
  if (copy.nullable !== true) return copy;
  if (Array.isArray(copy.enum)) return { ...copy, enum: [...new Set([...copy.enum, null])] };
  if (copy.type !== undefined) return copy;
  const { nullable: _, ...rest } = copy;
  return { anyOf: [{ enum: [null] }, rest] };
}

/** A request matched to one operation of the description. */
export interface Match {
  operationId: OperationId;
  method: string;
  /** The template, such as `/repos/{owner}/{repo}/issues/{issue_number}/comments`. */
  route: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
}

interface Route {
  operation: Operation;
  pattern: RegExp;
  names: string[];
  /** Length of the literal parts: the longest wins, so that `/issues/comments` is not an issue number. */
  literal: number;
}

interface Parameter {
  name: string;
  in: string;
  'x-multi-segment'?: boolean;
}

/** An RFC 3339 date-time with offset: GitHub refuses dates and local times. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** GitHub answers the empty string for an address that is not set. */
const URI = /^$|^[a-z][a-z0-9+.-]*:[^\s]+$/i;

/** The formats of the description that Ajv does not know by itself. */
function addFormats(ajv: Ajv): Ajv {
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addFormat('uri', URI);
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
  for (const name of ['timestamp', 'repo.nwo', 'ip', 'hostname', 'date', 'uuid']) ajv.addFormat(name, true);
  return ajv;
}

/** A path parameter without its escapes; one that is not valid UTF-8 stays as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function routeOf(operation: Operation): Route {
  const parameters = (operation.parameters ?? []) as unknown as Parameter[];
  const names: string[] = [];
  let literal = 0;
  const source = operation.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) {
        literal += part.length;
        return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      }
      const name = part.slice(1, -1);
      names.push(name);
      return parameters.find((parameter) => parameter.name === name)?.['x-multi-segment'] ? '(.*)' : '([^/]+)';
    })
    .join('');
  // `contents/` and `contents` are the root directory.
  const optionalTail = operation.path.endsWith('/contents/{path}')
    ? source.replace(/\/\(\.\*\)$/, '(?:/(.*))?')
    : source;
  return { operation, pattern: new RegExp(`^${optionalTail}$`), names, literal };
}

let loaded: Promise<ApiContract> | undefined;

/** GitHub's description of its own API: matches requests and judges requests and responses. */
export class ApiContract {
  readonly #backend: OpenAPIBackend;
  readonly #routes: Route[];

  private constructor(backend: OpenAPIBackend) {
    this.#backend = backend;
    this.#routes = backend.router
      .getOperations()
      .map(routeOf)
      .sort((a, b) => b.literal - a.literal);
  }

  /** The contract, read once a process: it holds no state but compiled validators. */
  static load(): Promise<ApiContract> {
    loaded ??= ApiContract.#read();
    return loaded;
  }

  static async #read(): Promise<ApiContract> {
    const backend = new OpenAPIBackend({
      definition: loadDescription(),
      quick: true,
      ajvOpts: { strict: false, allErrors: true },
      customizeAjv: (ajv) => addFormats(ajv as Ajv) as typeof ajv,
    });
    await backend.init();
    return new ApiContract(backend);
  }

  get operationIds(): string[] {
    return this.#routes.map((route) => route.operation.operationId as string);
  }

  /** The operation of a request, or undefined when the description does not list it. `path` is without query. */
  match(method: string, path: string): Match | undefined {
    for (const { operation, pattern, names } of this.#routes) {
      if (operation.method !== method.toLowerCase()) continue;
      const found = pattern.exec(path);
      if (found === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? '')]));
      return { operationId: operation.operationId as OperationId, method, route: operation.path, params };
    }
    return undefined;
  }

  /** What the description forbids in a request; empty when it is right. Fields it does not know count, too. */
  requestProblems(match: Match, query: JsonObject, headers: Record<string, string>, body: unknown): string[] {
    const operation = this.#operation(match.operationId);
    const encoded = (name: string) => encodeURIComponent(match.params[name] || '.');
    const path = match.route.replace(/\{([^}]+)\}/g, (_, name: string) => encoded(name));
    // The body is always JSON here, whatever the content-type says: GitHub reads it that way, too.
    const request = { method: match.method, path, query: query as never, headers, body: body as never };
    const result = this.#backend.validator.validateRequest(request, operation);
    return [...problems(result.errors), ...unknownFields(operation, body)];
  }

  /** What the description forbids in a response; a success status it does not list is forbidden, too. */
  responseProblems(match: Match, status: number, body: unknown, isJson: boolean): string[] {
    const operation = this.#operation(match.operationId);
    const described = (operation.responses as Record<string, { content?: JsonObject }>)[String(status)];
    if (described === undefined) {
      if (status < 400 && status !== 304) return [`status ${status} is not described for ${match.operationId}`];
      return isObject(body) && typeof body.message === 'string' ? [] : [`an answer ${status} needs a message`];
    }
    const describesJson = described.content?.['application/json'] !== undefined;
    if (body === undefined) return describesJson && isJson ? [`status ${status} needs a body`] : [];
    if (!isJson) return [];
    if (!describesJson) return status < 400 ? [`status ${status} must have no body`] : [];
    return problems(this.#backend.validator.validateResponse(body, operation, status).errors);
  }

  #operation(id: string): Operation {
    const operation = this.#backend.router.getOperation(id);
    if (operation === undefined) throw new Error(`the description has no operation ${id}`);
    return operation;
  }
}

function problems(errors: ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map((error) => {
    const detail = isObject(error.params) ? Object.values(error.params).flat().join(', ') : '';
    return `${error.instancePath || '/'} ${error.message}${detail === '' ? '' : ` (${detail})`}`;
  });
}

/** GitHub ignores a misspelt field in silence; here it is a problem. Objects that are open by intent stay open. */
function unknownFields(operation: Operation, body: unknown): string[] {
  if (!isObject(body)) return [];
  const requestBody = operation.requestBody as { content?: Record<string, { schema?: JsonObject }> } | undefined;
  const schema = requestBody?.content?.['application/json']?.schema;
  if (requestBody === undefined) return Object.keys(body).length > 0 ? ['/requestBody is not described'] : [];
  return schema === undefined ? [] : unknownIn(schema, body, '/requestBody');
}

function unknownIn(schema: JsonObject, value: unknown, at: string): string[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    return isObject(items) ? value.flatMap((item, index) => unknownIn(items, item, `${at}/${index}`)) : [];
  }
  const properties = schema.properties;
  if (!isObject(value) || !isObject(properties) || schema.additionalProperties !== undefined) return [];
  if (['oneOf', 'anyOf', 'allOf'].some((word) => schema[word] !== undefined && at !== '/requestBody')) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return isObject(known) ? unknownIn(known, item, `${at}/${key}`) : [`${at} has the unknown field ${key}`];
  });
}
