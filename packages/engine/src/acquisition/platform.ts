/** What decides which package fits a machine. */
export interface Platform {
  /** As in `process.platform`. */
  os: string;
  /** As in `process.arch`. */
  arch: string;
  /** Linux with musl instead of glibc (Alpine). */
  musl: boolean;
}

/** This machine. Musl is told by the absence of a glibc version in Node's diagnostic report. */
export function currentPlatform(): Platform {
  return { os: process.platform, arch: process.arch, musl: process.platform === 'linux' && !hasGlibc() };
}

function hasGlibc(): boolean {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  try {
    report.excludeNetwork = true; // else the report waits for name servers
    const { header } = report.getReport() as unknown as { header?: { glibcVersionRuntime?: string } };
    return header?.glibcVersionRuntime !== undefined;
  } finally {
    report.excludeNetwork = before;
  }
}

/** The npm package of DuckDB's library for a platform. */
export function platformPackage(platform: Platform): string {
  return `@duckdb/node-bindings-${platform.os}-${platform.arch}${platform.musl ? '-musl' : ''}`;
}

/** The files of such a package that are needed to run it; the library's name depends on the platform. */
export const LIBRARY_FILE = /^(?:duckdb\.node|libduckdb\.(?:so|dylib)|duckdb\.dll)$/;

/** Whether a list of file names holds both: the Node module and the library that it links to. */
export function isComplete(names: readonly string[]): boolean {
  return names.includes('duckdb.node') && names.some((name) => name !== 'duckdb.node' && LIBRARY_FILE.test(name));
}
