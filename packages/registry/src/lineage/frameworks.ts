import { basename } from 'node:path';

/** Libraries that decide how a model computes, as the package managers spell them (lower case, `-`). */
const FRAMEWORKS = new Set([
  'catboost',
  'flax',
  'jax',
  'jaxlib',
  'joblib',
  'keras',
  'lightgbm',
  'lightning',
  'mlflow',
  'numpy',
  'onnx',
  'onnxruntime',
  'onnxruntime-node',
  'pandas',
  'polars',
  'prophet',
  'pyarrow',
  'pytorch-lightning',
  'safetensors',
  'scikit-learn',
  'scipy',
  'sentence-transformers',
  'spacy',
  'statsmodels',
  'tensorflow',
  'tokenizers',
  'torch',
  'torchvision',
  'transformers',
  'xgboost',
  '@huggingface/transformers',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-node',
  'brain.js',
  'danfojs',
  'ml-matrix',
  'ml-random-forest',
]);

/** Name to version of the known frameworks in an environment file; empty for a file of another kind. */
export function frameworksIn(path: string, text: string): Record<string, string> {
  const found = Object.entries(packagesIn(basename(path), text))
    .map(([name, version]) => [name.startsWith('@') ? name : normalized(name), version] as const)
    .filter(([name, version]) => FRAMEWORKS.has(name) && version.length <= 256);
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Python names compare without regard to case, `_` and `.` (PEP 503). */
function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-') === 'brain-js'
    ? 'brain.js'
    : name.toLowerCase().replaceAll(/[-_]+/g, '-');
}

function packagesIn(name: string, text: string): Record<string, string> {
  if (name === 'package-lock.json' || name === 'npm-shrinkwrap.json') return npmPackages(text);
  if (name.endsWith('.lock') && /^\[\[package\]\]/m.test(text)) return tomlPackages(text);
  if (/\.(txt|in|lock)$/.test(name)) return pinnedRequirements(text);
  return {};
}

function npmPackages(text: string): Record<string, string> {
  try {
    const { packages = {} } = JSON.parse(text) as { packages?: Record<string, { version?: unknown }> };
    const installed = Object.entries(packages).flatMap(([path, { version }]) => {
      const name = path.split('node_modules/').at(-1) ?? '';
      return path.startsWith('node_modules/') && typeof version === 'string' ? [{ path, name, version }] : [];
    });
    // The copy nearest to the root is what an import of the project finds: it is written last, over the nested ones.
    const depth = (path: string) => path.split('node_modules/').length;
    return Object.fromEntries(
      installed.sort((a, b) => depth(b.path) - depth(a.path)).map(({ name, version }) => [name, version]),
    );
  } catch {
    return {};
  }
}

/** `[[package]]` tables of uv.lock and poetry.lock: `name = "…"` and `version = "…"` in each. */
function tomlPackages(text: string): Record<string, string> {
  const tables = text.split(/^\[\[package\]\]\s*$/m).slice(1);
  const value = (table: string, key: string) => new RegExp(`^${key}\\s*=\\s*"([^"\\n]{1,256})"`, 'm').exec(table)?.[1];
  return Object.fromEntries(
    tables.flatMap((table) => {
      const own = table.split(/^\[/m)[0]!;
      const [name, version] = [value(own, 'name'), value(own, 'version')];
      return name === undefined || version === undefined ? [] : [[name, version] as const];
    }),
  );
}

/** `name==1.2.3` lines; extras, markers, hashes and comments are left out, what is not pinned is no version. */
function pinnedRequirements(text: string): Record<string, string> {
  const lines = text
    .split('\n')
    .map((line) => /^\s*([A-Za-z0-9._-]{1,256})(?:\[[^\]\n]*\])?\s*===?\s*([^\s;#\\]{1,256})/.exec(line));
  return Object.fromEntries(lines.flatMap((match) => (match === null ? [] : [[match[1]!, match[2]!] as const])));
}
