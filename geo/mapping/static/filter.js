// Which strikes are in view: the filters once for each change of them, the brush at every step.

import { FACETS } from "./store.js";

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

/** For each row how many filters it fails (brush aside), and which one where it is one alone: 1 + its number.
 * @param {import("./store.js").Store} store
 * @param {View} view
 * @param {Uint8Array | null} matches rows in which the searched text occurs; null where nothing is searched
 */
export function judge(store, view, matches) {
  const { c, n } = store;
  const fails = new Uint8Array(n);
  const alone = new Uint8Array(n);
  const tables = FACETS.map((facet) => allowed(store.values[facet], view.off[facet]));
  const [okClass, okOrigin, okAttacker, okGrade, okPrecision, okOutcome] = tables;
  const { weapon_classes, weapon_origins, attacker, grade, outcome, place, place_precision, day, known } = c;
  const strict = Number.isFinite(view.known);
  for (let i = 0; i < n; i++) {
    let failed = 0;
    let which = 0;
    if (!okClass[weapon_classes[i]]) failed++, (which = 1);
    if (!okOrigin[weapon_origins[i]]) failed++, (which = 2);
    if (!okAttacker[attacker[i]]) failed++, (which = 3);
    if (!okGrade[grade[i]]) failed++, (which = 4);
    if (!okPrecision[place_precision[place[i]]]) failed++, (which = 5);
    if (!okOutcome[outcome[i]]) failed++, (which = 6);
    if (strict && day[i] + known[i] > view.known) failed += 2;
    if (matches && !matches[i]) failed += 2;
    fails[i] = failed;
    alone[i] = failed === 1 ? which : 0;
  }
  return { fails, alone };
}

/** Calls `each` for every row that the brush holds, filters aside.
 * @param {import("./store.js").Store} store @param {number} from @param {number} to @param {(row: number) => void} each
 */
export function inBrush(store, from, to, each) {
  const low = store.rowFrom(from);
  const high = store.rowFrom(to + 1);
  for (let i = low; i < high; i++) each(i);
  const { day, back, ahead } = store.c;
  for (const i of store.long) {
    if ((i < low || i >= high) && day[i] - back[i] <= to && day[i] + ahead[i] >= from) each(i);
  }
}

/** Counts beside each value: strikes in the brush that fail no filter but perhaps this one.
 * @param {import("./store.js").Store} store @param {View} view
 * @param {{fails: Uint8Array, alone: Uint8Array}} judged
 * @returns {Record<string, Map<string, number>>}
 */
export function facetCounts(store, view, judged) {
  const sums = FACETS.map((facet) => new Uint32Array(store.values[facet].length));
  const codes = FACETS.map((facet) => (/** @type {number} */ row) => store.code(facet, row));
  inBrush(store, view.from, view.to, (i) => {
    if (judged.fails[i] === 0) for (let f = 0; f < sums.length; f++) sums[f][codes[f](i)]++;
    else if (judged.alone[i]) sums[judged.alone[i] - 1][codes[judged.alone[i] - 1](i)]++;
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
