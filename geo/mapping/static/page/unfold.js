// Unfolds what stands deflated in the page, at once: what follows in the page may count on it.
// The browser's own DecompressionStream answers later, when the scripts below have already asked for Leaflet.

(function () {
  "use strict";
  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const END = 256;

  /** A Huffman code as a table: the next `bits` bits, as they come, give symbol * 16 + length. @param {number[]} lengths */
  function tableOf(lengths) {
    const bits = Math.max(1, ...lengths);
    const table = new Uint16Array(1 << bits);
    let code = 0;
    for (let length = 1; length <= bits; length++, code <<= 1) {
      lengths.forEach((each, symbol) => {
        if (each !== length) return;
        let turned = 0;
        for (let i = 0; i < length; i++) turned |= ((code >> i) & 1) << (length - 1 - i);
        for (let at = turned; at < table.length; at += 1 << length) table[at] = symbol * 16 + length;
        code++;
      });
    }
    return { table, mask: table.length - 1 };
  }

  const FIXED = [tableOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), tableOf(new Array(30).fill(5))];

  /** Inflates a raw deflate stream (RFC 1951). @param {string} text bytes as characters @param {number} size bytes that come out */
  function inflate(text, size) {
    const raw = new Uint8Array(text.length);
    for (let i = 0; i < raw.length; i++) raw[i] = text.charCodeAt(i);
    const out = new Uint8Array(size);
    const state = { raw, out, at: 0, to: 0, held: 0, count: 0 };
    for (let last = 0; !last; ) {
      last = take(state, 1);
      const kind = take(state, 2);
      if (kind === 0) {
        stored(state);
        continue;
      }
      const [literal, distance] = kind === 1 ? FIXED : codes(state);
      packed(state, literal, distance);
    }
    return out;
  }

  /** @typedef {{raw: Uint8Array, out: Uint8Array, at: number, to: number, held: number, count: number}} State */
  /** @typedef {{table: Uint16Array, mask: number}} Code */

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
    const { table, mask } = tableOf(order);
    /** @type {number[]} */
    const all = [];
    while (all.length < literals + distances) {
      for (; state.count < 7 && state.at < state.raw.length; state.count += 8) state.held |= state.raw[state.at++] << state.count;
      const next = table[state.held & mask] >> 4;
      take(state, table[state.held & mask] & 15);
      if (next < 16) all.push(next);
      else {
        const value = next === 16 ? all[all.length - 1] : 0;
        for (let times = next === 16 ? 3 + take(state, 2) : next === 17 ? 3 + take(state, 3) : 11 + take(state, 7); times; times--) all.push(value);
      }
    }
    return [tableOf(all.slice(0, literals)), tableOf(all.slice(literals))];
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
    const { table, mask } = literal;
    let { at, to, held, count } = state;
    for (;;) {
      for (; count < 15; count += 8) held |= raw[at++] << count;
      let found = table[held & mask];
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
      found = distance.table[held & distance.mask];
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
    element.textContent = new TextDecoder().decode(inflate(atob(folded.textContent ?? ""), Number(folded.dataset.size)));
    folded.replaceWith(element);
  }

  /** @type {any} */ (globalThis).strikemapUnfold = strikemapUnfold;
  /** @type {any} */ (strikemapUnfold).inflate = inflate;
})();
