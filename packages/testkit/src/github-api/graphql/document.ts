/** A field with its arguments and selection. */
export interface Field {
  kind: 'field';
  name: string;
  alias: string;
  arguments: Record<string, unknown>;
  selection: Selection[];
}

/** `... on Type { }`. */
export interface InlineFragment {
  kind: 'fragment';
  type: string | undefined;
  selection: Selection[];
}

export type Selection = Field | InlineFragment;

export interface GraphqlDocument {
  operation: 'query' | 'mutation';
  selection: Selection[];
}

/** The document is not GraphQL, or uses a part of it that the fake does not read. */
export class GraphqlSyntaxError extends Error {
  override readonly name = 'GraphqlSyntaxError';
}

const TOKEN = /\s+|,|#[^\n]*|(\.\.\.|[!$(){}:=@[\]|]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[_A-Za-z]\w*)/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new GraphqlSyntaxError(`Parse error on ${JSON.stringify(text.slice(at, at + 10))}`);
    if (found[1] !== undefined) tokens.push(found[1]);
  }
  return tokens;
}

/** Reads one operation: selections, aliases, arguments, variables and inline fragments. */
class Parser {
  readonly #tokens: string[];
  readonly #variables: Record<string, unknown>;
  #at = 0;

  constructor(text: string, variables: Record<string, unknown>) {
    this.#tokens = tokenize(text);
    this.#variables = variables;
  }

  document(): GraphqlDocument {
    let operation: GraphqlDocument['operation'] = 'query';
    if (this.#peek() !== '{') {
      const word = this.#next();
      if (word !== 'query' && word !== 'mutation') throw new GraphqlSyntaxError(`Unexpected ${word}`);
      operation = word;
      if (/^\w/.test(this.#peek())) this.#next();
      if (this.#peek() === '(') this.#skipVariableDefinitions();
    }
    const selection = this.#selection();
    if (this.#at < this.#tokens.length) throw new GraphqlSyntaxError(`Unexpected ${this.#peek()} after the operation`);
    return { operation, selection };
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(expected?: string): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new GraphqlSyntaxError('Unexpected end of document');
    if (expected !== undefined && token !== expected)
      throw new GraphqlSyntaxError(`Expected ${expected}, found ${token}`);
    this.#at += 1;
    return token;
  }

  /** Passes over `token` when it comes next, and tells whether it did. */
  #skip(token: string): boolean {
    const comes = this.#peek() === token;
    if (comes) this.#at += 1;
    return comes;
  }

  #skipVariableDefinitions(): void {
    this.#next('(');
    while (this.#peek() !== ')') this.#next();
    this.#next(')');
  }

  #selection(): Selection[] {
    this.#next('{');
    const selections: Selection[] = [];
    while (this.#peek() !== '}') selections.push(this.#peek() === '...' ? this.#fragment() : this.#field());
    this.#next('}');
    if (selections.length === 0) throw new GraphqlSyntaxError('A selection must not be empty');
    return selections;
  }

  #fragment(): InlineFragment {
    this.#next('...');
    if (this.#peek() !== 'on' && this.#peek() !== '{')
      throw new GraphqlSyntaxError('Named fragments are not supported by the fake');
    const type = this.#skip('on') ? this.#next() : undefined;
    return { kind: 'fragment', type, selection: this.#selection() };
  }

  #field(): Field {
    const first = this.#next();
    if (!/^[_A-Za-z]/.test(first)) throw new GraphqlSyntaxError(`Unexpected ${first}`);
    const name = this.#skip(':') ? this.#next() : first;
    const args: Record<string, unknown> = {};
    if (this.#peek() === '(') {
      this.#next('(');
      while (this.#peek() !== ')') {
        const key = this.#next();
        this.#next(':');
        args[key] = this.#value();
      }
      this.#next(')');
    }
    const selection = this.#peek() === '{' ? this.#selection() : [];
    return { kind: 'field', name, alias: first, arguments: args, selection };
  }

  #value(): unknown {
    const token = this.#next();
    if (token === '$') return this.#variables[this.#next()];
    if (token.startsWith('"')) return JSON.parse(token);
    if (token === '{') return this.#object();
    if (token === '[') {
      const items: unknown[] = [];
      while (this.#peek() !== ']') items.push(this.#value());
      this.#next(']');
      return items;
    }
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    return /^-?\d/.test(token) ? Number(token) : token;
  }

  #object(): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    while (this.#peek() !== '}') {
      const key = this.#next();
      this.#next(':');
      fields[key] = this.#value();
    }
    this.#next('}');
    return fields;
  }
}

/** Parses a GraphQL document of one operation with its variables filled in. */
export function parseDocument(text: string, variables: Record<string, unknown> = {}): GraphqlDocument {
  return new Parser(text, variables).document();
}
