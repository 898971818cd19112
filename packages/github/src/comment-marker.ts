/** Order of reports: a later run number wins, then a later attempt. */
export interface ReportSequence {
  runNumber: number;
  attempt: number;
}

/** Negative, zero or positive like every comparator. */
export function compareSequence(a: ReportSequence, b: ReportSequence): number {
  return a.runNumber - b.runNumber || a.attempt - b.attempt;
}

/** The first line of our comments; a body that carries it anywhere else is not ours. */
export function commentMarker(model: string, sequence: ReportSequence): string {
  return `<!-- model-delivery:v1 key=${model} seq=${sequence.runNumber}.${sequence.attempt} -->`;
}

const MARKER = /^<!-- model-delivery:v1 key=([a-z0-9][a-z0-9._-]{0,62}) seq=(\d{1,15})\.(\d{1,9}) -->(?:\r?\n|$)/;

/** Model and sequence of one of our comments; null for any other body. */
export function parseMarker(body: string): { model: string; sequence: ReportSequence } | null {
  const match = MARKER.exec(body);
  if (!match) return null;
  return { model: match[1]!, sequence: { runNumber: Number(match[2]), attempt: Number(match[3]) } };
}

/** The body after its first line: what "unchanged" compares. Line ends are GitHub's to normalise. */
export function bodyAfterMarker(body: string): string {
  const text = body.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1).trimEnd();
}
