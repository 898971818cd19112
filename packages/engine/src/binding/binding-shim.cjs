// Stands in for `@duckdb/node-bindings` in the bundles (the build aliases that name to this file). The original lists the
// eight platform packages in literal `require` calls, which no bundler can follow, and looks for them in node_modules, which
// an action does not have. This file loads the library from the folder that the loader has put under the symbol below.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const directory = globalThis[Symbol.for('model-delivery.engine-binding-directory')];
if (typeof directory !== 'string') {
  throw new Error(
    'The DuckDB binding was asked for before loadDuckdb() said where it is: import @duckdb/node-api only through loadDuckdb().',
  );
}
module.exports = createRequire(join(directory, 'engine.cjs'))('./duckdb.node');
