/** A finding of `verify` or `history` for a person. */
export function findingLine(finding: { kind: string; where: string; expected: string; found: string }): string {
  return `${finding.kind} at ${finding.where}: expected ${finding.expected}, found ${finding.found}`;
}
