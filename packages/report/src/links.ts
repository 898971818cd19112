/** Scheme, host, optional port, and a path without anything Markdown or HTML could read as markup. */
const PLAIN_ADDRESS =
  /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/-]{0,1024})?(?:#[A-Za-z0-9-]{1,64})?$/;

/** The address if it is plain http(s) without credentials, query or markup characters; otherwise null. */
export function safeHref(address: string): string | null {
  return PLAIN_ADDRESS.test(address) ? address : null;
}

/** The address of a line of a file at a commit; undefined when something needed for it is unknown or odd. */
export function fileHref(repositoryUrl: string | undefined, sha: string | undefined, file: string, line: number) {
  if (repositoryUrl === undefined || sha === undefined || !/^[0-9a-f]{7,64}$/.test(sha)) return undefined;
  if (!isRepositoryPath(file)) return undefined;
  const path = file.split('/').map(encodePathSegment).join('/');
  return `${repositoryUrl.replace(/\/$/, '')}/blob/${sha}/${path}#L${line}`;
}

/** Whether a path can be one inside the repository: relative, no `..`, no control characters or backslashes. */
export function isRepositoryPath(file: string): boolean {
  return (
    file !== '' && file.isWellFormed() && !/^\/|[\\\p{Cc}]|^[A-Za-z]:/u.test(file) && !file.split('/').includes('..')
  );
}

/** Percent-encodes also what `encodeURIComponent` leaves and Markdown could read: `!'()*`. */
function encodePathSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
