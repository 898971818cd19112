/** Secrets that must never reach a message, document or log. The rim registers them; the error classes apply them. */
const secrets = new Set<string>();

/** Registers a secret value. Values shorter than 6 characters are ignored: masking them would destroy ordinary text. */
export function registerSecret(value: string | undefined): void {
  if (value === undefined || value.length < 6) return;
  secrets.add(value);
  secrets.add(encodeURIComponent(value));
  secrets.add(Buffer.from(value).toString('base64'));
  for (const shift of [0, 1, 2]) {
    const encoded = base64Core(value, shift);
    secrets.add(encoded);
    secrets.add(encoded.replaceAll('+', '-').replaceAll('/', '_'));
  }
}

/**
 * The characters that the value always has in Base64 when `shift` bytes (modulo 3) stand before it, such as `user:` of a
 * basic authorization: those at the ends also depend on the neighbours.
 */
function base64Core(value: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const wholeCharacters = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(Math.ceil((shift * 8) / 6), wholeCharacters);
}

const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@]{1,512}@/gi;
const TOKEN_SHAPES =
  /\b(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{20,255}|npm_[A-Za-z0-9]{20,255}|AKIA[A-Z0-9]{16})\b/g;
const AUTHORIZATION = /\b(authorization\s*[:=]\s*(?:bearer|basic|token)\s+)[^\s"',;]{1,4096}/gi;

/** Replaces registered secrets, credentials in URLs and well-known token shapes by `***`. Linear in the text's length. */
export function redact(text: string): string {
  let result = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, '***');
  return result.replace(CREDENTIALS_IN_URL, '$1***@').replace(TOKEN_SHAPES, '***').replace(AUTHORIZATION, '$1***');
}

/** The same for every text of a JSON value, names of members included. */
export function redactAll<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((member) => redactAll<unknown>(member)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), redactAll(member)])) as T;
}
