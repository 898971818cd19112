import { describe, expect, it } from 'vitest';
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

  it('redacts in linear time', () => {
    const started = process.hrtime.bigint();
    redact(`${'a'.repeat(50_000)}://${'b'.repeat(50_000)}`);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5000);
  });
});
