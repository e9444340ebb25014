// Which strikes are in view: the filters once for each change of them, the brush at every step.

import { COLUMN, FACETS } from "./store.js";

/**
 * @typedef {object} View
 * @property {number} from first day of the brush
 * @property {number} to last day of the brush
 * @property {number} known only what was published by this day
 * @property {Record<string, Set<string>>} off values switched off, by facet
 * @property {string} text what must occur
 * @property {"class" | "origin"} colorBy
 * @property {boolean} arcs
 * @property {boolean} heat
 */

/** @param {number} from @param {number} to @returns {View} */
export function freshView(from, to) {
  /** @type {Record<string, Set<string>>} */
  const off = {};
  for (const facet of FACETS) off[facet] = new Set();
  off.grade.add("discounted");
  return { from, to, known: Infinity, off, text: "", colorBy: "class", arcs: false, heat: false };
}

/** For each number of a facet's column: 1 where any of its values is on.
 * @param {string[][]} values @param {Set<string>} off @returns {Uint8Array}
 */
export function allowed(values, off) {
  return Uint8Array.from(values, (set) => (set.some((value) => !off.has(value)) ? 1 : 0));
}

/**
 * @typedef {object} Judged
 * @property {Uint8Array} fails how many filters each row fails, brush aside
 * @property {Uint8Array} which one of them: 1 + its number among the facets; 0 for a filter that is none
 * @property {Uint8Array} live 1 where a row fails none, can be drawn, and has no window longer than a night
 */

/** Judges every row. Filters that let everything through cost nothing.
 * @param {import("./store.js").Store} store
 * @param {View} view
 * @param {Uint8Array | null} matches rows in which the searched text occurs; null where nothing is searched
 * @returns {Judged}
 */
export function judge(store, view, matches) {
  const { c, n } = store;
  const fails = new Uint8Array(n);
  const which = new Uint8Array(n);
  FACETS.forEach((facet, f) => {
    if (!view.off[facet].size) return;
    const ok = allowed(store.values[facet], view.off[facet]);
    const codes = c[COLUMN[facet]];
    for (let i = 0; i < n; i++) if (!ok[codes[i]]) fails[i]++, (which[i] = f + 1);
  });
  if (Number.isFinite(view.known)) for (let i = 0; i < n; i++) if (c.day[i] + c.known[i] > view.known) fails[i] += 2;
  if (matches) for (let i = 0; i < n; i++) if (!matches[i]) fails[i] += 2;
  const live = store.drawable.slice();
  for (let i = 0; i < n; i++) if (fails[i]) live[i] = 0;
  for (const i of store.long) live[i] = 0;
  return { fails, which, live };
}

/** Whether the window of a row touches the brush. @param {any} c columns @param {number} i @param {number} from @param {number} to */
export function touches(c, i, from, to) {
  return c.day[i] - c.back[i] <= to && c.day[i] + c.ahead[i] >= from;
}

/** The rows that the brush holds and no filter holds back, in their order.
 * @param {import("./store.js").Store} store @param {Judged} judged @param {number} from @param {number} to
 * @returns {Int32Array}
 */
export function rowsIn(store, judged, from, to) {
  const rows = new Int32Array(store.n);
  let found = 0;
  inBrush(store, from, to, (i) => {
    if (!judged.fails[i]) rows[found++] = i;
  });
  return rows.subarray(0, found).sort();
}

/** Calls `each` for every row that the brush holds, filters aside.
 * @param {import("./store.js").Store} store @param {number} from @param {number} to @param {(row: number) => void} each
 */
export function inBrush(store, from, to, each) {
  const low = store.rowFrom(from);
  const high = store.rowFrom(to + 1);
  for (let i = low; i < high; i++) each(i);
  for (const i of store.long) if ((i < low || i >= high) && touches(store.c, i, from, to)) each(i);
}

/** Counts beside each value: strikes in the brush that fail no filter but perhaps this one.
 * @param {import("./store.js").Store} store @param {View} view @param {Judged} judged
 * @returns {Record<string, Map<string, number>>}
 */
export function facetCounts(store, view, { fails, which }) {
  const sums = FACETS.map((facet) => new Uint32Array(store.values[facet].length));
  const codes = FACETS.map((facet) => store.c[COLUMN[facet]]);
  inBrush(store, view.from, view.to, (i) => {
    if (fails[i] === 0) for (let f = 0; f < sums.length; f++) sums[f][codes[f][i]]++;
    else if (fails[i] === 1) sums[which[i] - 1][codes[which[i] - 1][i]]++;
  });
  /** @type {Record<string, Map<string, number>>} */
  const counts = {};
  FACETS.forEach((facet, f) => {
    const map = (counts[facet] = new Map());
    store.values[facet].forEach((set, code) => {
      for (const value of set) map.set(value, (map.get(value) ?? 0) + sums[f][code]);
    });
  });
  return counts;
}
