import { describe, expect, test } from 'vitest';
import { evaluateFiles } from '../../testing/evaluate-files.ts';

describe('the model that is evaluated', () => {
  test('evaluate --model records the version; a model that cannot be identified is an error', async () => {
    const yaml = 'evaluation: { candidate: { metrics: m.json }, checks: [ { metric: f1, min: 0.5 } ] }';
    const files = { 'm.json': '{"f1": 0.9}', 'model.txt': 'hello\n' };
    const { content } = await evaluateFiles({ yaml, files, overrides: { model: 'model.txt' } });
    expect(content.model).toEqual({
      name: 'model',
      version: 'sha256:9c3b63e7607b4994af68182478d339ac68a0995574b049389de90c66da928c6f',
      files: 1,
      bytes: 6,
    });
    const gone = await evaluateFiles({ yaml, files, overrides: { model: 'gone' } });
    expect(gone.content).toMatchObject({
      verdict: 'error',
      error: { code: 'MODEL_UNUSABLE' },
      model: { version: null },
    });
  });
});
