/** What a check of the ledger can find. */
export type LedgerFindingKind =
  /** There is no ledger, or its file is gone. */
  | 'absent'
  /** A line or document that cannot be read. */
  | 'malformed'
  | 'seq'
  /** The hash of the line before is another one: a line was changed, lost or added. */
  | 'previous'
  /** The alias stood elsewhere than the event says. */
  | 'from'
  /** An event about a version that was never registered, or is archived. */
  | 'version'
  /** A document whose digest or name is not that of its content. */
  | 'digest'
  /** A commit that did something else than append. */
  | 'history';

/** One thing that is not as it must be: where, and what was expected and found there. */
export interface LedgerFinding {
  kind: LedgerFindingKind;
  where: string;
  expected: string;
  found: string;
}
