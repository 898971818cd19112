import { createHmac } from 'node:crypto';

/** Signs and checks addresses of the blob storage: path, allowed use and expiry. */
export class UrlSigner {
  readonly #clock: () => Date;
  readonly #key = 'fake-github-blob-storage';

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  sign(origin: string, path: string, use: 'read' | 'write', lifetimeSeconds: number): string {
    const expires = this.#clock().getTime() + lifetimeSeconds * 1000;
    const query = new URLSearchParams({ sp: use, se: String(expires), sig: this.#signature(path, use, expires) });
    return `${origin}${path}?${query}`;
  }

  /** Why the address does not allow this use, or undefined when it does. */
  problem(url: URL, use: 'read' | 'write'): string | undefined {
    const expires = Number(url.searchParams.get('se'));
    if (url.searchParams.get('sp') !== use) return `the address does not allow to ${use}`;
    if (url.searchParams.get('sig') !== this.#signature(url.pathname, use, expires)) return 'the signature is wrong';
    return this.#clock().getTime() >= expires ? 'the address has expired' : undefined;
  }

  #signature(path: string, use: string, expires: number): string {
    return createHmac('sha256', this.#key).update(`${path}\n${use}\n${expires}`).digest('hex');
  }
}
