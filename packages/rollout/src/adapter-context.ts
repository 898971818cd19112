/** What adapters get from the composition root: where relative paths start, the environment, the time. */
export interface AdapterContext {
  /** Directory of the configuration file; paths in it are relative to this, and commands run here. */
  directory: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970; default the system's clock. */
  now?: () => number;
}
