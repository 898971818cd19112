import { describe, expect, test } from 'vitest';
import { frameworksIn } from './frameworks.ts';

const UV = `version = 1

[[package]]
name = "numpy"
version = "2.1.3"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "scikit_learn"
version = "1.5.2"
dependencies = [ { name = "numpy", version = "9" } ]

[package.optional-dependencies]
name = "torch"
version = "0"

[[package]]
name = "left-pad"
version = "1.0"
`;

describe('frameworks', () => {
  test.each([
    ['uv.lock', UV, { numpy: '2.1.3', 'scikit-learn': '1.5.2' }],
    [
      'requirements.txt',
      '# pinned\nscikit-learn==1.5.2 ; python_version > "3.9" --hash=sha256:aa\nTorch[cuda]==2.4.0+cu121\nnumpy>=1\nrequests==2.0\n',
      { 'scikit-learn': '1.5.2', torch: '2.4.0+cu121' },
    ],
    [
      'sub/package-lock.json',
      JSON.stringify({
        packages: {
          '': { version: '1.0.0' },
          'node_modules/a/node_modules/onnxruntime-node': { version: '1.0.0' },
          'node_modules/onnxruntime-node': { version: '1.20.0' },
          'node_modules/@tensorflow/tfjs': { version: '4.22.0' },
        },
      }),
      { '@tensorflow/tfjs': '4.22.0', 'onnxruntime-node': '1.20.0' },
    ],
    ['package-lock.json', 'no json', {}],
    ['Dockerfile', 'RUN pip install torch==2.4.0', {}],
  ])('%s', (path, text, found) => {
    expect(frameworksIn(path, text)).toEqual(found);
  });
});
