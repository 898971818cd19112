import { describe, expect, it } from 'vitest';
import { sha256Hex } from './digest.ts';
import { modelIdentity } from './version-id.ts';

const modelTxt = { path: 'model.txt', size: 6, sha256: sha256Hex('hello\n') };
const hidden = { path: 'sub/.w', size: 0, sha256: sha256Hex('') };

describe('modelIdentity', () => {
  it('is the digest of the canonical OCI manifest of a directory', () => {
    const identity = modelIdentity([hidden, modelTxt]);
    expect(identity.config).toHaveLength(217);
    expect(`sha256:${sha256Hex(identity.config)}`).toBe(
      'sha256:bf9c7362d5842bbb267144d1479254d0e6b7ee747d5c5ac5508498b8043fee21',
    );
    expect(identity.manifest).toHaveLength(712);
    expect(identity.version).toBe('sha256:2b9f96dbfb3a496780f4afdb31c89ed8d73568949f6035e3c0945241c32c0a0e');
  });

  it('is the same rule for a single file', () => {
    expect(modelIdentity([modelTxt]).version).toBe(
      'sha256:9c3b63e7607b4994af68182478d339ac68a0995574b049389de90c66da928c6f',
    );
  });

  it('refuses a model without files', () => {
    expect(() => modelIdentity([])).toThrow(/no files/);
  });
});
