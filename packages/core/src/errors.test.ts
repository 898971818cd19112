import { describe, expect, it } from 'vitest';
import { documentDigest } from './digest.ts';
import { sealDocument } from './documents/seal.ts';
import { asDeliveryError, ConfigError, ExternalError, InternalError } from './errors.ts';
import { redact, registerSecret } from './redact.ts';

describe('errors', () => {
  it('remove secrets, credentials in URLs and token shapes from message and hint', () => {
    registerSecret('hunter2-secret');
    const error = new ConfigError({
      code: 'X',
      message: 'got hunter2-secret from https://user:pass@example.org/x with ghp_abcdefghijklmnopqrst',
      hint: `aHVudGVyMi1zZWNyZXQ= and ${encodeURIComponent('hunter2-secret')} and Authorization: Bearer abc.def`,
    });
    expect(error.message).toBe('got *** from https://***@example.org/x with ***');
    expect(error.hint).toBe('*** and *** and Authorization: Bearer ***');
  });

  it('have the exit code of their kind; anything else thrown is a bug (70)', () => {
    expect(new ConfigError({ code: 'X', message: 'x' }).exitCode).toBe(2);
    expect(new ExternalError({ code: 'X', message: 'x', system: 's' }).exitCode).toBe(5);
    const bug = asDeliveryError(new TypeError('x is undefined'));
    expect(bug).toBeInstanceOf(InternalError);
    expect(bug.exitCode).toBe(70);
    expect(bug.cause).toBeInstanceOf(TypeError);
  });

  it('remove a secret from Base64 at any offset, and from every text of a document', () => {
    registerSecret('canary-8f3a1c77');
    for (const user of ['', 'x', 'xy', 'xyz:']) {
      const encoded = Buffer.from(`${user}canary-8f3a1c77:tail`).toString('base64');
      expect(redact(`[${encoded}]`)).not.toContain(encoded);
      expect(Buffer.from(redact(encoded).replaceAll('***', ''), 'base64').toString()).not.toContain('nary');
    }
    const content = { policy: { rescore: ['--token', 'canary-8f3a1c77'], 'canary-8f3a1c77': 1 } };
    const { file, document, digest } = sealDocument(content, { actor: 'canary-8f3a1c77' });
    expect(file).not.toContain('canary');
    expect(JSON.stringify(document)).not.toContain('canary');
    expect(digest).toBe(documentDigest(JSON.parse(file) as object));
  });

  it('redacts in linear time', () => {
    const started = process.hrtime.bigint();
    redact(`${'a'.repeat(50_000)}://${'b'.repeat(50_000)}`);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5000);
  });
});
