#!/bin/sh
# The map's scripts: types by TypeScript (JSDoc), then the tests by Node's own runner.
set -eu
cd "$(dirname "$0")/.."
scripts/need-node.sh
node_modules/.bin/tsc -p tests/js/tsconfig.json
# shellcheck disable=SC2046
exec node --test --test-reporter=dot $(find tests/js -name '*.test.mjs' | sort)
