// packages/cli/src/finding-line.ts
/** A finding of `verify` or `history` for a person. */
function findingLine(finding) {
	return `${finding.kind} at ${finding.where}: expected ${finding.expected}, found ${finding.found}`;
}

export { findingLine as t };