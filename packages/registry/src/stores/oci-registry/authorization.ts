import { ExternalError, registerSecret } from '@model-delivery/core';
import * as z from 'zod';
import { type Challenge, mergeScopes, readChallenge } from './challenge.ts';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { readBody } from './read-body.ts';

const tokenSchema = z.looseObject({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
});

/** A token that ends this soon is renewed before it is used. */
const MARGIN_MS = 10_000;

/** The `Authorization` header for one registry: basic, or a token got for what the registry asked, renewed when it ends. */
export class Authorization {
  readonly #connection: Connection;
  readonly #origin: string;
  readonly #credentials: Credentials | null;
  readonly #now: () => number;
  #header: string | null = null;
  #expires = Number.POSITIVE_INFINITY;
  #bearer: Extract<Challenge, { scheme: 'bearer' }> | null = null;
  #scopes: string[] = [];

  constructor(fields: {
    connection: Connection;
    origin: string;
    credentials: Credentials | null;
    now: () => number;
  }) {
    this.#connection = fields.connection;
    this.#origin = fields.origin;
    this.#credentials = fields.credentials;
    this.#now = fields.now;
  }

  /** The header for a request to a URL; null for another origin than the registry's, whatever it asks. */
  async header(url: URL): Promise<string | null> {
    if (url.origin !== this.#origin) return null;
    if (this.#bearer && this.#now() > this.#expires - MARGIN_MS) await this.#renew(this.#bearer);
    return this.#header;
  }

  /** Takes up a challenge of the registry to a request that had the header `used`. False when there is nothing new to offer. */
  async answer(url: URL, used: string | null, challengeHeader: string | undefined): Promise<boolean> {
    if (url.origin !== this.#origin) return false;
    const challenge = readChallenge(challengeHeader);
    if (challenge === null) return false;
    if (challenge.scheme === 'bearer') {
      await this.#renew(challenge);
      return true;
    }
    if (!this.#credentials) return false;
    this.#header = basic(this.#credentials);
    return this.#header !== used;
  }

  async #renew(challenge: Extract<Challenge, { scheme: 'bearer' }>): Promise<void> {
    this.#scopes = mergeScopes(this.#scopes, challenge.scope);
    const url = this.#realm(challenge);
    if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
    for (const scope of this.#scopes) url.searchParams.append('scope', scope);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#credentials) headers.authorization = basic(this.#credentials);
    const response = await this.#connection.send({ method: 'GET', url, headers });
    const text = (await readBody(response.body)).toString('utf8');
    const token = response.status === 200 ? readToken(text) : null;
    if (token === null) throw this.#refused(url, response.status);
    registerSecret(token.token);
    this.#bearer = challenge;
    this.#header = `Bearer ${token.token}`;
    this.#expires = this.#now() + token.seconds * 1000;
  }

  /** Where tokens are got: never by http for a registry that is reached by https. */
  #realm(challenge: { realm: string }): URL {
    const url = URL.parse(challenge.realm);
    const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && this.#origin.startsWith('http:'));
    if (url && secure) return url;
    throw new ExternalError({
      code: 'STORE_TOKEN',
      system: 'container registry',
      message: `Getting a token for ${this.#origin}: it names ${JSON.stringify(challenge.realm)}, and credentials are sent by https only.`,
      hint: 'Check `registry.store.oci`, and the configuration of the registry.',
    });
  }

  #refused(url: URL, status: number): ExternalError {
    return new ExternalError({
      code: 'STORE_TOKEN',
      system: 'container registry',
      retryable: status === 429 || status >= 500,
      message: `Getting a token for ${this.#origin} from ${url.origin}${url.pathname}${this.#credentials ? ` as ${this.#credentials.username}` : ' without credentials'}: it answered ${status}.`,
      hint: 'Check the credentials: MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD, `docker login`, or for ghcr.io `permissions: packages: write`.',
    });
  }
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function readToken(text: string): { token: string; seconds: number } | null {
  try {
    const { token, access_token, expires_in } = tokenSchema.parse(JSON.parse(text));
    const value = token || access_token;
    // The specification's default is 60 seconds.
    return value ? { token: value, seconds: expires_in ?? 60 } : null;
  } catch {
    return null;
  }
}
