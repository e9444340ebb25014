// The strikes of one layer: columns and what their numbers mean.

import { unpack } from "./columns.js";

export const FORM = { none: 0, point: 1, circle: 2, area: 3 };
/** What strikes can be filtered by, in the order of the panel. */
export const FACETS = ["class", "origin", "attacker", "grade", "precision", "outcome"];
/** The column of each facet: a number for every row. @type {Record<string, string>} */
export const COLUMN = { class: "weapon_classes", origin: "weapon_origins", attacker: "attacker", grade: "grade", precision: "precision", outcome: "outcome" };
/** Confidence from which a step begins, per cent; as in encode.py. */
const STEPS_FROM = [55, 80];

export class Store {
  /** @param {Uint8Array} raw */
  constructor(raw) {
    const { header, columns } = unpack(raw);
    this.header = header;
    /** @type {Record<string, any>} */
    this.c = columns;
    /** @type {number} */
    this.n = header.n;
    const { day } = columns;
    for (let i = 0; i < this.n; i++) day[i] += header.base_day;
    this.first = this.n ? day[0] : 0;
    this.last = this.n ? day[this.n - 1] : 0;
    this.places = columns.place_form.length;
    this.surfaces = surfaces(columns, "area");
    onDemand(columns, "precision", () => {
      const { place, place_precision } = columns;
      return Uint8Array.from(place, (at) => place_precision[at]);
    });
    /** Facet -> for each number in its column, the values it stands for. @type {Record<string, string[][]>} */
    this.values = {};
    for (const facet of FACETS) this.values[facet] = this.meanings(facet);
    /** Facet -> rows with each number of its column. @type {Record<string, Uint32Array>} */
    this.sums = {};
    for (const facet of FACETS) onDemand(this.sums, facet, () => histogram(columns[COLUMN[facet]], this.values[facet].length));
    this.drawable = new Uint8Array(this.n);
    this.long = this.unplaced = new Int32Array(0);
    /** The day of the last first report. */
    this.lastKnown = this.last;
    this.sort();
    /** What holds in the end; `c` holds what was known on `known`. */
    this.final = { grade: columns.grade, step: columns.step };
    this.known = Infinity;
    /** The wave that was asked for last. @type {{row: number, parts: number[]}} */
    this.wave = { row: -1, parts: [] };
  }

  /** @param {string} facet @returns {string[][]} */
  meanings(facet) {
    if (facet === "precision") return this.header.precisions.map((/** @type {string} */ word) => [word]);
    const sets = this.header.sets[COLUMN[facet]];
    if (sets) return sets.map((/** @type {string[]} */ set) => (set.length ? set : [""]));
    return this.header.words[COLUMN[facet]].map((/** @type {string} */ word) => [word]);
  }

  /** @param {string} facet @param {number} row @returns {string[]} */
  valuesAt(facet, row) {
    return this.values[facet][this.c[COLUMN[facet]][row]];
  }

  /** @param {string} name @param {number} row @returns {string} */
  word(name, row) {
    return this.header.words[name][this.c[name][row]];
  }

  /** @param {number} row */
  placeName(row) {
    return this.header.locations[this.c.place_location[this.c.place[row]]];
  }

  /** Which rows the map can show, which cannot be placed, and which have a window longer than a night:
   * these show wherever the window touches the brush.
   */
  sort() {
    const { n } = this;
    const { back, ahead, place, place_form, withdrawn, day, known } = this.c;
    const { drawable } = this;
    const long = [];
    const unplaced = [];
    let lastKnown = this.last;
    for (let i = 0; i < n; i++) {
      if (back[i] + ahead[i] > 1) long.push(i);
      if (place_form[place[i]] === FORM.none || withdrawn[i]) unplaced.push(i);
      else drawable[i] = 1;
      if (day[i] + known[i] > lastKnown) lastKnown = day[i] + known[i];
    }
    this.long = Int32Array.from(long);
    this.unplaced = Int32Array.from(unplaced);
    this.lastKnown = lastKnown;
    const until = this.c.state_until ?? [];
    for (let i = 0; i < until.length; i++) {
      until[i] += this.header.base_day;
      if (until[i] > this.lastKnown) this.lastKnown = until[i];
    }
  }

  /** Puts grades and steps of confidence as they were known on a day. A row of `state_...` tells what held of a strike
   * before the day `state_until`; of several the first one that is later than the day counts.
   * @param {number} day Infinity for what holds in the end
   */
  setKnown(day) {
    if (day === this.known) return;
    this.known = day;
    Object.assign(this.c, this.final);
    const { state_row, state_until, state_grade, state_confidence } = this.c;
    if (!state_row?.length || day === Infinity) return;
    const grade = this.final.grade.slice();
    const step = this.final.step.slice();
    for (let i = state_row.length - 1; i >= 0; i--) {
      if (state_until[i] <= day) continue;
      grade[state_row[i]] = state_grade[i];
      step[state_row[i]] = stepOf(state_confidence[i]);
    }
    Object.assign(this.c, { grade, step });
  }

  /** Confidence as it was known on the day that is set, 0 to 1; null where that is what holds in the end. @param {number} row */
  confidenceThen(row) {
    const { state_row, state_until, state_confidence } = this.c;
    if (this.known === Infinity || !state_row) return null;
    for (let i = from(state_row, row); i < state_row.length && state_row[i] === row; i++) {
      if (state_until[i] > this.known) return state_confidence[i] / 100;
    }
    return null;
  }

  /** The parts of a wave. @param {number} row @returns {number[]} */
  partsOf(row) {
    if (this.wave.row === row) return this.wave.parts;
    const { wave } = this.c;
    this.wave = { row, parts: [] };
    for (let i = 0; i < this.n; i++) if (wave[i] === row + 1) this.wave.parts.push(i);
    return this.wave.parts;
  }

  /** The first row on or after a day. @param {number} day */
  rowFrom(day) {
    return from(this.c.day, day);
  }
}

/** A property that is made when it is first read: a pass over all rows that opening the page need not wait for.
 * @param {any} holder @param {string} name @param {() => any} make
 */
function onDemand(holder, name, make) {
  const keep = (/** @type {any} */ value) => Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(holder, name, { get: () => keep(make())[name], set: keep, enumerable: true, configurable: true });
}

/** The first index of a sorted column whose value is not below `least`. @param {any} column @param {number} least */
function from(column, least) {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {any} codes @param {number} size */
function histogram(codes, size) {
  const sums = new Uint32Array(size);
  for (let i = 0; i < codes.length; i++) sums[codes[i]]++;
  return sums;
}

/** @param {number} percent */
function stepOf(percent) {
  return percent < STEPS_FROM[0] ? 0 : percent < STEPS_FROM[1] ? 1 : 2;
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
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const end = ring + counts[area]; ring < end; ring++) {
      const points = new Float64Array(2 * lengths[ring]);
      for (let i = 0; i < points.length; i += 2, corner++) {
        const x = (points[i] = xs[corner] / 1000);
        const y = (points[i + 1] = ys[corner] / 1000);
        if (x < west) west = x;
        if (y < south) south = y;
        if (x > east) east = x;
        if (y > north) north = y;
      }
      rings.push(points);
    }
    found.push({ rings, box: [west, south, east, north], x: columns[`${prefix}_label_x`][area] / 1000, y: columns[`${prefix}_label_y`][area] / 1000 });
  }
  return found;
}
