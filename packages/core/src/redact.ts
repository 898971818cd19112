/** Secrets that must never reach a message, document or log. The rim registers them; the error classes apply them. */
const secrets = new Set<string>();

/** Registers a secret value. Values shorter than 6 characters are ignored: masking them would destroy ordinary text. */
export function registerSecret(value: string | undefined): void {
  if (value === undefined || value.length < 6) return;
  secrets.add(value);
  secrets.add(Buffer.from(value).toString('base64'));
  secrets.add(encodeURIComponent(value));
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
