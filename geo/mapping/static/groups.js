// From strikes in view to marks: summed by place as the brush moves, then places that would cover one another counted
// together. Everything is kept in typed arrays, so that a step of the brush costs what it adds and takes away.

import { mercatorX, mercatorY } from "./geometry.js";
import { touches } from "./filter.js";
import { HUES } from "./palette.js";
import { FORM } from "./store.js";

const RANKS = 5;
const STEPS = 3;

/** What the strikes in view add up to at each place of a store. */
export class Tally {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    const { places } = store;
    this.store = store;
    this.count = new Uint32Array(places);
    /** The rows of a place, each added to the others by "exclusive or": where there is one, its number. */
    this.rows = new Int32Array(places);
    this.byHue = new Uint32Array(places * HUES);
    this.byRank = new Uint32Array(places * RANKS);
    this.byStep = new Uint32Array(places * STEPS);
    /** The places that have any, and where each stands among them. */
    this.list = new Int32Array(places);
    this.at = new Int32Array(places);
    this.used = 0;
    this.total = 0;
    this.low = this.high = 0;
    this.held = new Uint8Array(store.long.length);
    this.x = new Float64Array(places);
    this.y = new Float64Array(places);
    const { place_x, place_y } = store.c;
    for (let i = 0; i < places; i++) {
      this.x[i] = mercatorX(place_x[i] / 1e5);
      this.y[i] = mercatorY(place_y[i] / 1e5);
    }
    this.hueOfCode = new Uint8Array(0);
    /** @type {any} */
    this.hueCodes = [];
    this.rankOfCode = new Uint8Array(0);
    /** @type {Uint8Array} */
    this.live = new Uint8Array(store.n);
    /** @type {Uint8Array} */
    this.fails = this.live;
  }

  /** What a row's hue and rank are read from. @param {Uint8Array} hueOfCode @param {any} hueCodes @param {Uint8Array} rankOfCode 0 is the best grade */
  looks(hueOfCode, hueCodes, rankOfCode) {
    Object.assign(this, { hueOfCode, hueCodes, rankOfCode });
  }

  /** Everything anew, after a change of filters. @param {import("./filter.js").Judged} judged @param {number} from @param {number} to */
  fill(judged, from, to) {
    this.live = judged.live;
    this.fails = judged.fails;
    this.clear();
    this.move(from, to);
  }

  clear() {
    for (const sums of [this.count, this.rows, this.byHue, this.byRank, this.byStep, this.held]) sums.fill(0);
    this.used = this.total = this.low = this.high = 0;
  }

  /** The brush moved: takes away what left it and adds what came. @param {number} from @param {number} to */
  move(from, to) {
    const low = this.store.rowFrom(from);
    const high = this.store.rowFrom(to + 1);
    if (Math.abs(low - this.low) + Math.abs(high - this.high) > high - low) this.clear();
    if (this.low === this.high) this.low = this.high = low;
    if (low < this.low) this.change(low, Math.min(high, this.low), 1);
    if (high > this.high) this.change(Math.max(low, this.high), high, 1);
    if (low > this.low) this.change(this.low, low, -1);
    if (high < this.high) this.change(high, this.high, -1);
    this.low = low;
    this.high = high;
    this.moveLong(from, to);
  }

  /** @param {number} from @param {number} to */
  moveLong(from, to) {
    const { store, held, fails } = this;
    const { long, drawable, c } = store;
    for (let k = 0; k < long.length; k++) {
      const i = long[k];
      const wanted = !fails[i] && drawable[i] && touches(c, i, from, to) ? 1 : 0;
      if (wanted === held[k]) continue;
      held[k] = wanted;
      this.live[i] = 1;
      this.change(i, i + 1, wanted ? 1 : -1);
      this.live[i] = 0;
    }
  }

  /** Adds (1) or takes away (-1) the live ones of a range of rows. @param {number} low @param {number} high @param {number} by */
  change(low, high, by) {
    const { live, count, rows, byHue, byRank, byStep, list, at, hueOfCode, hueCodes, rankOfCode } = this;
    const { place: places, grade, step } = this.store.c;
    let { used, total } = this;
    for (let i = low; i < high; i++) {
      if (!live[i]) continue;
      const place = places[i];
      const before = count[place];
      count[place] = before + by;
      rows[place] ^= i;
      byHue[place * HUES + hueOfCode[hueCodes[i]]] += by;
      byRank[place * RANKS + rankOfCode[grade[i]]] += by;
      byStep[place * STEPS + step[i]] += by;
      total += by;
      if (!before) {
        at[place] = used;
        list[used++] = place;
      } else if (before + by === 0) {
        const last = list[--used];
        list[at[place]] = last;
        at[last] = at[place];
      }
    }
    this.used = used;
    this.total = total;
  }

  /** The places that have strikes in view. */
  places() {
    return this.list.subarray(0, this.used);
  }

  /** The best grade at a place, as a rank. @param {number} place */
  rank(place) {
    for (let rank = 0; rank < RANKS; rank++) if (this.byRank[place * RANKS + rank]) return rank;
    return RANKS - 1;
  }

  /** The greatest step of confidence at a place. @param {number} place */
  step(place) {
    return this.byStep[place * STEPS + 2] ? 2 : this.byStep[place * STEPS + 1] ? 1 : 0;
  }
}

/**
 * @typedef {object} Mark
 * @property {import("./scene.js").Drawn} drawn whose strikes
 * @property {Cells | null} cells the grid it belongs to; null for areas and spread strikes
 * @property {number} cell its cell there
 * @property {number[]} places of a mark without a cell; of others see `placesOf`
 * @property {number} count
 * @property {number} x @property {number} y pixels on the canvas
 * @property {number} r
 * @property {number} row the strike, where it is one
 * @property {boolean} area whether it is the count badge of an area
 */

/** A grid of square cells that hangs on the world, not on the window: panning regroups nothing. */
export class Cells {
  /** @param {Tally} tally */
  constructor(tally) {
    this.tally = tally;
    this.scale = this.size = -1;
    /** The cell of each place; -1 for areas and for what has no place. */
    this.of = new Int32Array(tally.store.places);
    this.number = 0;
    /** Sums by cell: strikes, and their places' pixels on the world, weighed by strikes. */
    this.count = new Uint32Array(0);
    this.x = this.y = new Float64Array(0);
    /** The one place in a cell that has strikes in view; -1 where there are several. */
    this.only = new Int32Array(0);
    this.byHue = new Uint32Array(0);
    /** Corners of the cells on the world, pixels. */
    this.left = this.top = new Float64Array(0);
    /** @type {number[]} cells that have strikes in view */
    this.touched = [];
  }

  /** @param {number} number of cells */
  resize(number) {
    this.number = number;
    this.count = new Uint32Array(number);
    this.x = new Float64Array(number);
    this.y = new Float64Array(number);
    this.only = new Int32Array(number);
    this.byHue = new Uint32Array(number * HUES);
    this.left = new Float64Array(number);
    this.top = new Float64Array(number);
    this.touched = [];
  }

  /** Which place lies in which cell; anew for each zoom only. @param {number} scale pixels of the world @param {number} size pixels of a cell; 0 groups nothing */
  arrange(scale, size) {
    if (scale === this.scale && size === this.size) return;
    const { tally, of } = this;
    const form = tally.store.c.place_form;
    const ids = new Map();
    const lefts = [];
    const tops = [];
    for (let place = 0; place < of.length; place++) {
      if (form[place] !== FORM.point && form[place] !== FORM.circle) {
        of[place] = -1;
        continue;
      }
      const column = size ? Math.floor((tally.x[place] * scale) / size) : tally.x[place] * scale;
      const row = size ? Math.floor((tally.y[place] * scale) / size) : tally.y[place] * scale;
      const key = size ? column * 4194304 + row : place;
      let id = ids.get(key);
      if (id === undefined) {
        ids.set(key, (id = ids.size));
        lefts.push(column * (size || 1));
        tops.push(row * (size || 1));
      }
      of[place] = id;
    }
    this.resize(ids.size);
    this.left.set(lefts);
    this.top.set(tops);
    this.scale = scale;
    this.size = size;
  }

  /** Sums the strikes in view by cell, for the cells that the frame shows. @param {Frame} frame @returns {number[]} these cells */
  gather(frame) {
    const { tally, of, count, x, y, only, byHue, touched, scale, size } = this;
    for (const cell of touched) {
      count[cell] = x[cell] = y[cell] = 0;
      byHue.fill(0, cell * HUES, (cell + 1) * HUES);
    }
    touched.length = 0;
    const [west, north] = [frame.left - size - 26, frame.top - size - 26];
    const [east, south] = [frame.left + frame.width + 26, frame.top + frame.height + 26];
    const { list, used, count: sums, byHue: hues } = tally;
    for (let k = 0; k < used; k++) {
      const place = list[k];
      const cell = of[place];
      if (cell < 0 || this.left[cell] < west || this.left[cell] > east || this.top[cell] < north || this.top[cell] > south) continue;
      const sum = sums[place];
      if (!count[cell]) {
        touched.push(cell);
        only[cell] = place;
      } else only[cell] = -1;
      count[cell] += sum;
      x[cell] += tally.x[place] * scale * sum;
      y[cell] += tally.y[place] * scale * sum;
      for (let hue = 0; hue < HUES; hue++) byHue[cell * HUES + hue] += hues[place * HUES + hue];
    }
    return touched;
  }

  /** The mark of a cell, without how it looks. @param {number} cell @param {Frame} frame */
  middle(cell, frame) {
    return { x: this.x[cell] / this.count[cell] - frame.left, y: this.y[cell] / this.count[cell] - frame.top };
  }

  /** The places in a cell that have strikes in view. @param {number} cell @returns {number[]} */
  placesIn(cell) {
    return Array.from(this.tally.places().filter((place) => this.of[place] === cell));
  }
}

/** @typedef {{scale: number, left: number, top: number, width: number, height: number, zoom?: number, offset?: any}} Frame */

/** The places of a mark. @param {Mark} mark @returns {number[]} */
export function placesOf(mark) {
  if (!mark.cells) return mark.places;
  const only = mark.cells.only[mark.cell];
  return only >= 0 ? [only] : mark.cells.placesIn(mark.cell);
}

/** Radius of a count mark. @param {number} count */
export function countRadius(count) {
  return Math.min(22, 9 + 2 * Math.log2(count) * 0.9);
}

/** A grid of marks for finding the one under the pointer. */
export class Picker {
  /** @param {Mark[]} marks @param {number} [size] pixels of a cell */
  constructor(marks, size = 32) {
    this.size = size;
    /** @type {Map<number, Mark[]>} */
    this.cells = new Map();
    for (const mark of marks) {
      const key = this.key(mark.x, mark.y);
      const cell = this.cells.get(key);
      if (cell) cell.push(mark);
      else this.cells.set(key, [mark]);
    }
  }

  /** @param {number} x @param {number} y */
  key(x, y) {
    return Math.floor(x / this.size) * 65536 + Math.floor(y / this.size);
  }

  /** The nearest mark that a pointer touches. @param {number} x @param {number} y @param {number} [slack] pixels @returns {Mark | null} */
  at(x, y, slack = 4) {
    let best = null;
    let nearest = Infinity;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const mark of this.cells.get(this.key(x + dx * this.size, y + dy * this.size)) ?? []) {
          const distance = Math.hypot(mark.x - x, mark.y - y);
          if (distance <= mark.r + slack && distance < nearest) [best, nearest] = [mark, distance];
        }
      }
    }
    return best;
  }
}
