/** Where an engine library was found. */
export type BindingSource = 'engine-path' | 'node-modules' | 'tool-cache' | 'registry';

/** One DuckDB library on this machine: the folder that holds `duckdb.node` and the library it links to, side by side. */
export interface EngineBinding {
  /** Absolute path of the folder. */
  directory: string;
  /** Version of the npm package, for example `1.5.5-r.5`. */
  version: string;
  /** npm package of this platform, for example `@duckdb/node-bindings-linux-x64`. */
  package: string;
  /** `sha512-<base64>` of the npm tarball, as pinned in engine.lock.json; null where the files were not checked against it. */
  digest: string | null;
  source: BindingSource;
}
