// The strikes of one layer: columns and what their numbers mean.

import { unpack } from "./columns.js";

export const FORM = { none: 0, point: 1, circle: 2, area: 3 };
/** What strikes can be filtered by, in the order of the panel. */
export const FACETS = ["class", "origin", "attacker", "grade", "precision", "outcome"];
const SOURCE = { class: "weapon_classes", origin: "weapon_origins", attacker: "attacker", grade: "grade", outcome: "outcome" };

export class Store {
  /** @param {Uint8Array} raw */
  constructor(raw) {
    const { header, columns } = unpack(raw);
    this.header = header;
    /** @type {Record<string, any>} */
    this.c = columns;
    /** @type {number} */
    this.n = header.n;
    const base = header.base_day;
    for (let i = 0; i < this.n; i++) columns.day[i] += base;
    this.first = this.n ? columns.day[0] : 0;
    this.last = this.n ? columns.day[this.n - 1] : 0;
    this.places = columns.place_form.length;
    this.surfaces = surfaces(columns, "area");
    /** Facet -> for each number in its column, the values it stands for. @type {Record<string, string[][]>} */
    this.values = {};
    for (const facet of FACETS) this.values[facet] = this.meanings(facet);
    this.long = this.longRows();
    this.unplaced = this.unplacedRows();
  }

  /** @param {string} facet @returns {string[][]} */
  meanings(facet) {
    if (facet === "precision") return this.header.precisions.map((/** @type {string} */ word) => [word]);
    const name = /** @type {any} */ (SOURCE)[facet];
    const sets = this.header.sets[name];
    if (sets) return sets.map((/** @type {string[]} */ set) => (set.length ? set : [""]));
    return this.header.words[name].map((/** @type {string} */ word) => [word]);
  }

  /** The number of a row in a facet's column. @param {string} facet @param {number} row */
  code(facet, row) {
    if (facet === "precision") return this.c.place_precision[this.c.place[row]];
    return this.c[/** @type {any} */ (SOURCE)[facet]][row];
  }

  /** @param {string} facet @param {number} row @returns {string[]} */
  valuesAt(facet, row) {
    return this.values[facet][this.code(facet, row)];
  }

  /** @param {string} name @param {number} row @returns {string} */
  word(name, row) {
    return this.header.words[name][this.c[name][row]];
  }

  /** @param {number} row */
  placeName(row) {
    return this.header.locations[this.c.place_location[this.c.place[row]]];
  }

  /** @param {number} row */
  form(row) {
    return this.c.place_form[this.c.place[row]];
  }

  /** Rows whose window is longer than a night: they show wherever the window touches the brush. */
  longRows() {
    const { back, ahead } = this.c;
    const rows = [];
    for (let i = 0; i < this.n; i++) if (back[i] + ahead[i] > 1) rows.push(i);
    return Int32Array.from(rows);
  }

  unplacedRows() {
    const { place, place_form, withdrawn } = this.c;
    const rows = [];
    for (let i = 0; i < this.n; i++) if (place_form[place[i]] === FORM.none || withdrawn[i]) rows.push(i);
    return Int32Array.from(rows);
  }

  /** The first row on or after a day. @param {number} day */
  rowFrom(day) {
    let low = 0;
    let high = this.n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.c.day[middle] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @typedef {{rings: Float64Array[], x: number, y: number, box: number[]}} Surface */

/** Rings in degrees, with label points and boxes.
 * @param {Record<string, any>} columns @param {string} prefix @returns {Surface[]}
 */
export function surfaces(columns, prefix) {
  const counts = columns[`${prefix}_rings`];
  const lengths = columns[`${prefix}_corners`];
  const xs = columns[`${prefix}_x`];
  const ys = columns[`${prefix}_y`];
  const found = [];
  let ring = 0;
  let corner = 0;
  for (let area = 0; area < counts.length; area++) {
    const rings = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const end = ring + counts[area]; ring < end; ring++) {
      const points = new Float64Array(2 * lengths[ring]);
      for (let i = 0; i < lengths[ring]; i++, corner++) {
        const x = (points[2 * i] = xs[corner] / 1000);
        const y = (points[2 * i + 1] = ys[corner] / 1000);
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
      rings.push(points);
    }
    found.push({ rings, box, x: columns[`${prefix}_label_x`][area] / 1000, y: columns[`${prefix}_label_y`][area] / 1000 });
  }
  return found;
}
