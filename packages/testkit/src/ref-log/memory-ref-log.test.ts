import { ExternalError } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { refLogContract } from './contract.ts';
import { inMemoryRefLog, SimulatedCrash } from './memory-ref-log.ts';

const REF = 'refs/heads/model-ledger';

describe('the RefLog in memory', () => {
  for (const { name, run } of refLogContract) {
    test(name, () => {
      const log = inMemoryRefLog();
      return run({ log, other: log });
    });
  }

  test('misfortunes: unreachable, an answer that is lost, a crash', async () => {
    const log = inMemoryRefLog();
    const change = { files: { f: '1' }, message: 'm' };
    log.fault = () => 'fail';
    await expect(log.append(REF, null, change)).rejects.toBeInstanceOf(ExternalError);
    log.fault = undefined;
    expect(await log.head(REF)).toBeNull();
    log.fault = (operation) => (operation === 'append' ? 'lose' : undefined);
    await expect(log.append(REF, null, change)).rejects.toBeInstanceOf(ExternalError);
    expect(await log.head(REF)).not.toBeNull();
    log.fault = () => 'crash';
    await expect(log.head(REF)).rejects.toBeInstanceOf(SimulatedCrash);
  });
});
