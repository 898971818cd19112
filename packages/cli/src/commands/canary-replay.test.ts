import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { parseCall } from '../flags.ts';
import { replayCommand } from './canary-replay.ts';

const ROLLOUT = `rollout:
  endpoint: m
  guardrails: [ { id: errors, kind: count, events: e, total: n, non_inferiority: 1.5, max_rate: 0.01 } ]`;

function replay(files: Record<string, string>, ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'canary-replay-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const host = { cwd, env: {} } as Host;
  return replayCommand(host, parseCall('canary', args, { windows: { description: '', value: 'FILE' } }));
}

const config = (block = ROLLOUT) => ({ 'model-delivery.yaml': `version: 1\nmodel: m\n${block}\n` });
const line = (series: string, t: number, errors: number) =>
  JSON.stringify({ series, t, arms: { stable: { n: 5700, errors: 0 }, candidate: { n: 450, errors } } });

describe('canary replay', () => {
  it('prints one JSON line a series, also without --json, and exits 0', () => {
    const windows = [line('good', 0, 0), line('bad', 0, 40)].join('\n');
    const { exitCode, text, json } = replay({ ...config(), 'w.jsonl': windows }, '--windows', 'w.jsonl');
    expect(exitCode).toBe(0);
    expect(text).toBe(json);
    expect(text.split('\n').map((each) => JSON.parse(each))).toMatchObject([
      { series: 'good', decision: 'promote', at: 0 },
      { series: 'bad', decision: 'inconclusive', at: 0, reason: 'hold' },
    ]);
  });

  it.each<[string, Record<string, string>, string[], number, string]>([
    ['no --windows', config(), [], 2, 'needs the recorded windows'],
    ['no such file', config(), ['--windows', 'none'], 4, 'ENOENT'],
    ['no rollout', config('report: {}'), ['--windows', 'none'], 2, 'no `rollout`'],
    ['a line that is no JSON', { ...config(), w: '{' }, ['--windows', 'w'], 4, 'Line 1'],
    ['nothing recorded', { ...config(), w: '' }, ['--windows', 'w'], 4, 'no window'],
  ])('%s', (_, files, args, exitCode, message) => {
    expect(() => replay(files, ...args)).toThrow(
      expect.objectContaining({ exitCode, message: expect.stringContaining(message) }),
    );
  });
});
