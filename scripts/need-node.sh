#!/bin/sh
# The scripts' tests need Node, and what package-lock.json locks: fetched where that is possible, else told and failed.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null || true
  fi
fi
for name in node npm; do
  if ! command -v "$name" >/dev/null 2>&1; then
    echo "$name is missing: the map's scripts are tested with it. Install Node 18 or newer (Debian, Ubuntu: apt-get install nodejs npm)." >&2
    exit 1
  fi
done
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error >&2 || {
    echo "npm ci failed: the type checker and axe-core (package-lock.json) could not be fetched." >&2
    exit 1
  }
fi
