import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const root = dirname(fileURLToPath(import.meta.url));

/** Chunk names come from the package that fills them, so that a rebuild of one package changes one file. */
function chunkName(chunk: { name: string; facadeModuleId: string | null; moduleIds: readonly string[] }): string {
  const first = chunk.facadeModuleId ?? chunk.moduleIds[chunk.moduleIds.length - 1] ?? chunk.name;
  const path = relative(root, first).replaceAll('\\', '/');
  const external = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(path)?.[1];
  const own = /^(?:packages|actions)\/([^/]+)\/src\/(.+)\.ts$/.exec(path);
  const name = external ?? (own ? `${own[1]}-${own[2] === 'index' ? 'main' : basename(own[2]!)}` : chunk.name);
  return `shared/${name.replaceAll(/[^A-Za-z0-9-]+/g, '-').replace(/^-/, '')}.js`;
}

const uploadOnly = join(root, 'scripts/bundle-parts/upload-only.js');

/** One bundle an action. */
const entries = readdirSync(join(root, 'actions')).sort();

export default defineConfig({
  cwd: root,
  platform: 'node',
  input: {
    ...Object.fromEntries(entries.map((name) => [`${name}/index`, `actions/${name}/src/main.ts`])),
    'cli/index': 'packages/cli/src/index.ts',
  },
  resolve: {
    alias: {
      '@duckdb/node-bindings': join(root, 'packages/engine/src/binding/binding-shim.cjs'),
      // The artifact client's zip writer uses little of these; whole they are a tenth of dist.
      'readable-stream/passthrough': join(root, 'scripts/bundle-parts/pass-through.cjs'),
      'readable-stream': join(root, 'scripts/bundle-parts/node-stream.cjs'),
      'async/queue': join(root, 'node_modules/async/queue.js'),
      async: join(root, 'scripts/bundle-parts/queue.cjs'),
      'tar-stream': join(root, 'scripts/bundle-parts/no-tar.cjs'),
      glob: join(root, 'scripts/bundle-parts/no-glob.cjs'),
      './download/download-artifact.js': uploadOnly,
      './delete/delete-artifact.js': uploadOnly,
      './find/get-artifact.js': uploadOnly,
      './find/list-artifacts.js': uploadOnly,
      './crc64.js': join(root, 'scripts/bundle-parts/no-crc64.js'),
      'undici/lib': join(root, 'node_modules/undici/lib'),
      undici: join(root, 'scripts/bundle-parts/http-client.cjs'),
      // The parser without SIMD runs everywhere; two of them are two copies.
      '../llhttp/llhttp_simd-wasm.js': join(root, 'node_modules/undici/lib/llhttp/llhttp-wasm.js'),
      // The ES modules of the package instead of its CommonJS: only what is used goes in, and it starts three times faster.
      yaml: join(root, 'node_modules/yaml/browser/dist/index.js'),
    },
  },
  // @actions/core brings an HTTP client for OIDC tokens, which we never ask for: without this it is loaded at every start.
  treeshake: {
    moduleSideEffects: [{ test: /node_modules\/(undici|tunnel|@actions\/http-client)\//, sideEffects: false }],
  },
  output: {
    dir: process.env.DIST_DIRECTORY ?? 'dist',
    format: 'esm',
    minify: false,
    sourcemap: false,
    entryFileNames: '[name].js',
    chunkFileNames: chunkName,
    // Doc comments of packages are a fifth of dist; ours are read in packages, never here.
    comments: { legal: false, jsdoc: false },
  },
});
