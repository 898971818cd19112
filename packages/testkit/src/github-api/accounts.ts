import { nodeId } from './node-id.ts';

export interface Account {
  login: string;
  id: number;
  type: 'User' | 'Bot' | 'Organization';
  nodeId: string;
}

/** Id of the account behind every job token on github.com. */
export const ACTIONS_BOT_ID = 41898282;
export const ACTIONS_BOT = 'github-actions[bot]';

/** Accounts by login, made on first mention: `x[bot]` is a Bot, everything else a User. */
export class Accounts {
  readonly #byLogin = new Map<string, Account>();
  #nextId = 1001;

  constructor() {
    this.#add(ACTIONS_BOT, ACTIONS_BOT_ID);
  }

  get(login: string): Account {
    return this.#byLogin.get(login.toLowerCase()) ?? this.#add(login, this.#nextId++);
  }

  /** The account when it was mentioned before. */
  find(login: string): Account | undefined {
    return this.#byLogin.get(login.toLowerCase());
  }

  #add(login: string, id: number): Account {
    const type = login.endsWith('[bot]') ? 'Bot' : 'User';
    const account: Account = { login, id, type, nodeId: nodeId(type, id) };
    this.#byLogin.set(login.toLowerCase(), account);
    return account;
  }
}
