// The page's own inflate against the one of zlib.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { constants, deflateRawSync } from "node:zlib";

const page = new URL("../../geo/mapping/static/", import.meta.url);
runInThisContext(readFileSync(new URL("page/unfold.js", page), "utf8"));
const { inflate } = globalThis.strikemapUnfold;

/** Bytes without order, the same at every run. */
function noise(count) {
  let state = 1;
  return Buffer.from(Array.from({ length: count }, () => (state = (state * 48271) % 2147483647) & 255));
}

const TEXTS = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from("a"),
  "a run": Buffer.alloc(100_000, 7),
  letters: Buffer.from("й💥 hello ".repeat(999)),
  noise: noise(200_000),
  Leaflet: readFileSync(new URL("vendor/leaflet.js", page)),
};

for (const [name, bytes] of Object.entries(TEXTS)) {
  test(`inflates ${name}, however it was packed`, () => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
        const packed = deflateRawSync(bytes, { level, strategy });
        assert.equal(Buffer.compare(Buffer.from(inflate(packed, bytes.length)), bytes), 0, `level ${level}, strategy ${strategy}`);
      }
    }
  });
}
