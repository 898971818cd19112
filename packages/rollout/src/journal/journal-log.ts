import { EvidenceError, type RefLog, refPart } from '@model-delivery/core';
import { type RolloutJournal, rolloutJournalSchema } from './rollout-journal.ts';

const FILE = 'journal.json';
const EVENTS = 'events.jsonl';
const SCHEMA = 'rollout-journal/1';

/** The journal as it stands at one commit. */
export interface JournalHead {
  commit: string | null;
  journal: RolloutJournal | null;
}

/** Ref of an endpoint's journal. */
export const journalRef = (endpoint: string): string => `refs/model-delivery/rollout/${refPart(endpoint)}`;

/** The journal of one endpoint: every transition is one commit, by compare-and-swap. */
export interface JournalLog {
  readonly place: string;
  readonly ref: string;
  read(): Promise<JournalHead>;
  /** Writes the journal if its ref still stands at `head`; null when somebody else was first. */
  write(head: JournalHead, journal: RolloutJournal): Promise<JournalHead | null>;
}

/** Opens the journal of an endpoint. `read` throws EvidenceError when what is there is no journal: nothing is guessed. */
export function openJournal(refLog: RefLog, endpoint: string): JournalLog {
  const ref = journalRef(endpoint);
  return {
    place: refLog.place,
    ref,
    async read() {
      const commit = await refLog.head(ref);
      if (commit === null) return { commit, journal: null };
      return { commit, journal: parseJournal(await refLog.read(commit, FILE), ref, endpoint) };
    },
    async write(head, journal) {
      const added = eventsOf(head.journal, journal);
      const files: Record<string, string> = { [FILE]: `${JSON.stringify(journal)}\n` };
      if (added !== '') files[EVENTS] = (await eventsSoFar(refLog, head.commit)) + added;
      const message = `${journal.endpoint}: ${journal.state}${journal.intent ? ` (${journal.intent.purpose})` : ''}\n\n${journal.reason}`;
      const outcome = await refLog.append(ref, head.commit, { files, message });
      return outcome.ok ? { commit: outcome.commit, journal } : null;
    },
  };
}

async function eventsSoFar(refLog: RefLog, commit: string | null): Promise<string> {
  const bytes = commit === null ? null : await refLog.read(commit, EVENTS);
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}

/** Lines for the decisions that the journal has gained. */
function eventsOf(before: RolloutJournal | null, after: RolloutJournal): string {
  const known = before?.id === after.id ? before.decisions.length : 0;
  const { id, candidate, champion } = after;
  return after.decisions
    .slice(known)
    .map((decision) => `${JSON.stringify({ rollout: id, candidate, champion, ...decision })}\n`)
    .join('');
}

function parseJournal(bytes: Uint8Array | null, ref: string, endpoint: string): RolloutJournal {
  if (bytes === null) throw malformed(ref, `it has no ${FILE}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw malformed(ref, `${FILE} is no JSON`, error);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'string' && schema.startsWith('rollout-journal/') && schema !== SCHEMA)
    throw malformed(ref, `it was written as ${schema}, and this version of model-delivery reads ${SCHEMA} only`);
  const parsed = rolloutJournalSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw malformed(ref, `${FILE} at ${issue.path.join('.') || 'its top'}: ${issue.message}`);
  }
  if (parsed.data.endpoint !== endpoint) throw malformed(ref, `it is of the endpoint ${parsed.data.endpoint}`);
  return parsed.data;
}

function malformed(ref: string, detail: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code: 'JOURNAL_MALFORMED',
    message: `The rollout journal ${ref} cannot be read: ${detail}. Where the rollout stands is unknown, so nothing was changed.`,
    hint: `Look at the split yourself, and at \`git log ${ref}\`; then move the ref to its last good commit, or delete it when the stable arm has all traffic.`,
    cause,
  });
}
