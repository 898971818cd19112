#!/bin/sh
# Builds hyparquet.js beside this file, so that training reads Parquet with nothing but Node installed.
#   vendor/hyparquet/bundle.sh [FILE]     (default: hyparquet.js beside this script)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/hyparquet.js}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/entry.js" "$work/"
npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --silent hyparquet@1.31.5 rolldown@1.2.19
(cd "$work" && node_modules/.bin/rolldown entry.js --platform node --format esm --file bundled.js --log-level silent \
  --banner '/*! hyparquet 1.31.5, MIT licence, https://github.com/hyparam/hyparquet: see LICENSE and bundle.sh */
// biome-ignore-all lint: third-party code
// biome-ignore-all format: third-party code
// biome-ignore-all assist: third-party code')
cp "$work/bundled.js" "$target"
