/** One thing that is not as recorded: what kind, where, and what was expected and found there. */
export interface RegistryFinding {
  kind: string;
  where: string;
  expected: string;
  found: string;
}
