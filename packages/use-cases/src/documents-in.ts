import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { documentDigest, EvidenceError } from '@model-delivery/core';
import { type ReportDocument, readDocument } from '@model-delivery/report';

/** Largest document we read, in bytes. */
const MAX_DOCUMENT_BYTES = 32 << 20;

/** A document and the file it came from. */
export interface FoundDocument {
  name: string;
  document: ReportDocument;
}

/**
 * Documents of a directory: every `.json` file whose `schema` a report shows, in name order.
 * @throws EvidenceError when one of them is not what its schema says, or was changed after it was written.
 */
export function documentsInDirectory(directory: string): FoundDocument[] {
  const names = statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory).sort() : [];
  return names
    .filter((name) => name.endsWith('.json') && statSync(join(directory, name)).isFile())
    .flatMap((name) => {
      const path = join(directory, name);
      if (statSync(path).size > MAX_DOCUMENT_BYTES)
        throw refused(name, `it is larger than ${MAX_DOCUMENT_BYTES} bytes`);
      const document = parseDocument(name, readFileSync(path, 'utf8'));
      return document === null ? [] : [{ name, document }];
    });
}

/** A document from the text of a file; null when it is none that a report shows. */
export function parseDocument(name: string, text: string): ReportDocument | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(name, 'it is not JSON');
  }
  const read = readDocument(value);
  if (read === null) return null;
  if ('problems' in read) throw refused(name, `it does not follow its schema (${read.problems.join('; ')})`);
  const stated = read.document.meta?.digest;
  // The digest is that of what stands in the file, not of what the schema made of it.
  const actual = documentDigest(value as object);
  if (stated !== undefined && stated !== actual) {
    throw refused(name, `it says it has the digest ${stated} and has ${actual}: it was changed after it was written`);
  }
  return read.document;
}

function refused(name: string, reason: string): EvidenceError {
  return new EvidenceError({
    code: 'DOCUMENT_REFUSED',
    message: `The document ${JSON.stringify(name.slice(0, 200))} cannot be reported: ${reason}.`,
    hint: 'Run the stage that writes it again and do not edit documents.',
  });
}
