#!/bin/sh
# The browser tests need Chromium: fetched through apt when that is possible, else told and failed.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium && exit 0
fi
echo "Chromium is missing: the browser tests need it. Install it (Debian, Ubuntu: apt-get install chromium)." >&2
exit 1
