// Unfolds what stands deflated in the page, at once: what follows in the page may count on it.
// The browser's own DecompressionStream answers later, when the scripts below have already asked for Leaflet.

(function () {
  "use strict";
  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const END = 256;

  /** Bits that a table looks up at once; longer codes are rare, and a table for them would take longer than they do. */
  const QUICK = 10;
  const MASK = (1 << QUICK) - 1;

  /** @typedef {{quick: Uint16Array, first: number[], counts: number[], at: number[], symbols: number[]}} Code */

  /** A Huffman code: `quick` gives symbol * 16 + length for the next bits as they come, 0 where the code is longer.
   * @param {number[]} lengths @returns {Code}
   */
  function codeOf(lengths) {
    const counts = new Array(16).fill(0);
    for (let i = 0; i < lengths.length; i++) counts[lengths[i]]++;
    counts[0] = 0;
    const [first, at] = [[0], [0]];
    for (let length = 1; length < 16; length++) {
      first[length] = (first[length - 1] + counts[length - 1]) << 1;
      at[length] = at[length - 1] + counts[length - 1];
    }
    const [symbols, next] = [new Array(lengths.length).fill(0), at.slice()];
    const quick = new Uint16Array(1 << QUICK);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol];
      if (!length) continue;
      const rank = next[length]++;
      symbols[rank] = symbol;
      if (length > QUICK) continue;
      const code = first[length] + rank - at[length];
      let turned = 0;
      for (let i = 0; i < length; i++) turned |= ((code >> i) & 1) << (length - 1 - i);
      for (; turned <= MASK; turned += 1 << length) quick[turned] = symbol * 16 + length;
    }
    return { quick, first, counts, at, symbols };
  }

  /** The same for a code that is longer, bit by bit. @param {Code} code @param {number} held */
  function long({ first, counts, at, symbols }, held) {
    let code = held & 1;
    for (let length = 1; length < 16; length++, code = (code << 1) | ((held >> (length - 1)) & 1)) {
      const rank = code - first[length];
      if (rank >= 0 && rank < counts[length]) return symbols[at[length] + rank] * 16 + length;
    }
    throw new RangeError("a folded element is damaged");
  }

  const fixed = () => [codeOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), codeOf(new Array(30).fill(5))];

  /** @param {string} text base64 @returns {Uint8Array} */
  function bytesOf(text) {
    const { fromBase64 } = /** @type {any} */ (Uint8Array);
    return fromBase64 ? fromBase64.call(Uint8Array, text) : Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
  }

  /** Inflates a raw deflate stream (RFC 1951). @param {Uint8Array} raw @param {number} size bytes that come out */
  function inflate(raw, size) {
    const out = new Uint8Array(size);
    const state = { raw, out, at: 0, to: 0, held: 0, count: 0 };
    for (let last = 0; !last; ) {
      last = take(state, 1);
      const kind = take(state, 2);
      if (kind === 0) {
        stored(state);
        continue;
      }
      const [literal, distance] = kind === 1 ? fixed() : codes(state);
      packed(state, literal, distance);
    }
    return out;
  }

  /** @typedef {{raw: Uint8Array, out: Uint8Array, at: number, to: number, held: number, count: number}} State */

  /** The next bits as a number. @param {State} state @param {number} bits */
  function take(state, bits) {
    for (; state.count < bits; state.count += 8) state.held |= state.raw[state.at++] << state.count;
    const value = state.held & ((1 << bits) - 1);
    state.held >>>= bits;
    state.count -= bits;
    return value;
  }

  /** The two codes that stand before a block. @param {State} state @returns {[Code, Code]} */
  function codes(state) {
    const [literals, distances, lengths] = [take(state, 5) + 257, take(state, 5) + 1, take(state, 4) + 4];
    const order = new Array(19).fill(0);
    for (let i = 0; i < lengths; i++) order[ORDER[i]] = take(state, 3);
    const { quick } = codeOf(order); // of 7 bits at most
    /** @type {number[]} */
    const all = [];
    while (all.length < literals + distances) {
      for (; state.count < 7 && state.at < state.raw.length; state.count += 8) state.held |= state.raw[state.at++] << state.count;
      const found = quick[state.held & MASK];
      const next = found >> 4;
      take(state, found & 15);
      if (next < 16) all.push(next);
      else {
        const value = next === 16 ? all[all.length - 1] : 0;
        for (let times = next === 16 ? 3 + take(state, 2) : next === 17 ? 3 + take(state, 3) : 11 + take(state, 7); times; times--) all.push(value);
      }
    }
    return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals))];
  }

  /** A block that is not packed. @param {State} state */
  function stored(state) {
    state.at -= state.count >> 3;
    state.held = state.count = 0;
    const { raw, at } = state;
    const end = at + 4 + (raw[at] | (raw[at + 1] << 8));
    state.out.set(raw.subarray(at + 4, end), state.to);
    state.to += end - at - 4;
    state.at = end;
  }

  /** A packed block. @param {State} state @param {Code} literal @param {Code} distance */
  function packed(state, literal, distance) {
    const { raw, out } = state;
    const [quick, quickDistance] = [literal.quick, distance.quick];
    let { at, to, held, count } = state;
    for (;;) {
      for (; count < 15; count += 8) held |= raw[at++] << count;
      let found = quick[held & MASK] || long(literal, held);
      held >>>= found & 15;
      count -= found & 15;
      const next = found >> 4;
      if (next < END) {
        out[to++] = next;
        continue;
      }
      if (next === END) break;
      for (; count < 15; count += 8) held |= raw[at++] << count;
      let bits = next < 265 || next === 285 ? 0 : (next - 261) >> 2;
      const length = LENGTHS[next - 257] + (held & ((1 << bits) - 1));
      held >>>= bits;
      count -= bits;
      for (; count < 15; count += 8) held |= raw[at++] << count;
      found = quickDistance[held & MASK] || long(distance, held);
      held >>>= found & 15;
      count -= found & 15;
      bits = found < 64 ? 0 : ((found >> 4) - 2) >> 1;
      for (; count < bits; count += 8) held |= raw[at++] << count;
      const from = to - DISTANCES[found >> 4] - (held & ((1 << bits) - 1));
      held >>>= bits;
      count -= bits;
      for (let i = 0; i < length; i++) out[to++] = out[from + i];
    }
    Object.assign(state, { at, to, held, count });
  }

  /** Puts the element that stands folded before the running script into the page. */
  function strikemapUnfold() {
    const folded = /** @type {HTMLElement} */ (/** @type {HTMLScriptElement} */ (document.currentScript).previousElementSibling);
    const element = document.createElement(folded.dataset.fold ?? "script");
    element.textContent = new TextDecoder().decode(inflate(bytesOf(folded.textContent ?? ""), Number(folded.dataset.size)));
    folded.replaceWith(element);
  }

  /** @type {any} */ (globalThis).strikemapUnfold = strikemapUnfold;
  /** @type {any} */ (strikemapUnfold).inflate = inflate;
})();
