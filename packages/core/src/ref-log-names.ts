import { ConfigError, InternalError } from './errors.ts';

/** What git allows in a ref name (`git check-ref-format`), for names of at least three parts below `refs/`. */
const REF_NAME =
  /^refs\/(?!.*(?:\/\.|\.\.|@\{|\/\/|\.lock(?:\/|$)|\.\/))[^\0-\x20\x7f~^:?*[\\]+\/[^\0-\x20\x7f~^:?*[\\]+(?<![./])$/;

/** Whether a text is a full ref name, such as `refs/heads/model-ledger`. */
export function isRefName(ref: string): boolean {
  return ref.length <= 255 && REF_NAME.test(ref);
}

/**
 * The name of a model or endpoint as the last part of a ref name: itself, unless git would not have it (`a..b`, `a.`,
 * `a.lock`); then the dots in question are `%2e`, which no name holds, so that two names never share a ref.
 */
export function refPart(name: string): string {
  return name.replace(/\.(?=\.|$|lock$)/g, '%2e');
}

/** @throws ConfigError unless the text is a full ref name. */
export function requireRefName(ref: string): void {
  if (isRefName(ref)) return;
  throw new ConfigError({
    code: 'REF_NAME',
    message: `State is kept on a git ref with a full name; found ${JSON.stringify(ref.slice(0, 200))}.`,
    hint: 'Write the name in full, such as refs/heads/model-ledger.',
  });
}

/** Paths of a ref are ours, never a user's: anything odd is a bug. @throws InternalError for a path git or the API would read as another one. */
export function requireRefLogPath(path: string): void {
  const parts = path.split('/');
  const odd = (part: string) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (path.length <= 1024 && !parts.some(odd) && !/[\\\x00-\x1f]/.test(path)) return;
  throw new InternalError({
    code: 'REF_LOG_PATH',
    message: `${JSON.stringify(path.slice(0, 200))} is no path for a file on a ref.`,
  });
}
