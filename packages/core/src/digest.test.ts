import { describe, expect, it } from 'vitest';
import { checkSeed, datasetSha256, documentDigest, sha256Hex } from './digest.ts';
import { sealDocument } from './documents/seal.ts';

describe('documentDigest', () => {
  it('leaves meta out and hashes the canonical text without the LF', () => {
    const document = { schema: 'x/1', meta: { t: 1 }, v: 0.1 + 0.2 };
    expect(documentDigest(document)).toBe('sha256:29800b6ff575b63e5015cb8ddf1f63d5bd6cb51d6743a92f8843b84f202acb14');
  });

  it('is what a sealed document carries in meta', () => {
    const sealed = sealDocument({ schema: 'x/1', v: 1 }, { time: '2026-01-01T00:00:00Z' });
    expect(sealed.document.meta.digest).toBe(documentDigest({ schema: 'x/1', v: 1 }));
    expect(sealed.file).toBe(
      `{"meta":{"digest":"${sealed.digest}","time":"2026-01-01T00:00:00Z"},"schema":"x/1","v":1}\n`,
    );
  });
});

describe('checkSeed', () => {
  it('is the first 32 bits of sha256(check id + canonical policy)', () => {
    expect(checkSeed('roc_auc/min', { alpha: 0.05 })).toBe(358080350);
  });
});

describe('datasetSha256', () => {
  const a = { path: 'a.csv', bytes: 4, sha256: sha256Hex('x\n2\n') };
  const b = { path: 'b.csv', bytes: 4, sha256: sha256Hex('x\n1\n') };

  it('is the digest of the file itself for one file', () => {
    expect(datasetSha256([a])).toBe(a.sha256);
  });

  it('hashes path, size and digest lines in path order for several', () => {
    expect(datasetSha256([b, a])).toBe('91e1d5ba9b563a8536f8db22b5111178e553d93a0ad8fd8cab69521333c7ea4e');
  });
});
