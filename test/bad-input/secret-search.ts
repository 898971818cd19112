/** The secrets that stand in a text: as they are, in Base64 at any offset, URL-encoded, or written with HTML entities. */
export function leaksOf(text: string, secrets: readonly string[]): string[] {
  const decoded = withoutEntities(text);
  return secrets.filter((secret) => encodingsOf(secret).some((form) => text.includes(form) || decoded.includes(form)));
}

function encodingsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // The characters at both ends also depend on what stands beside the secret.
    return bytes.toString('base64').slice(shift === 0 ? 0 : shift + 1, Math.floor((bytes.length * 4) / 3));
  });
  const urlSafe = shifted.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...shifted, ...urlSafe];
}

function withoutEntities(text: string): string {
  return text
    .replaceAll('\u200b', '')
    .replaceAll('&#8203;', '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
