// packages/cli/src/finding-line.ts
function findingLine(finding) {
	return `${finding.kind} at ${finding.where}: expected ${finding.expected}, found ${finding.found}`;
}

export { findingLine as t };