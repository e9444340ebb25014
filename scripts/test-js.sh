#!/bin/sh
# The map's JavaScript has tests for node's own runner; without node the browser tests still cover it.
set -eu
cd "$(dirname "$0")/.."
tests=$(find tests -name '*.test.js' -o -name '*.test.mjs' | sort)
[ -n "$tests" ] || exit 0
if command -v node >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  node --test $tests
else
  echo "node is missing: the JavaScript unit tests are left out." >&2
fi
