// From strikes in view to marks: summed by place, then places that would cover one another counted together.

import { mercatorX, mercatorY } from "./geometry.js";
import { inBrush } from "./filter.js";

/** What the strikes in view add up to at each place of a store. */
export class Tally {
  /** @param {import("./store.js").Store} store @param {number} looks how many looks there are */
  constructor(store, looks) {
    this.looks = looks;
    this.count = new Uint32Array(store.places);
    this.first = new Int32Array(store.places);
    this.byLook = new Uint32Array(store.places * looks);
    this.grade = new Uint8Array(store.places);
    this.step = new Uint8Array(store.places);
    /** @type {number[]} */
    this.used = [];
    this.total = 0;
    this.x = Float64Array.from(store.c.place_x, (/** @type {number} */ x) => mercatorX(x / 1e5));
    this.y = Float64Array.from(store.c.place_y, (/** @type {number} */ y) => mercatorY(y / 1e5));
  }

  /**
   * @param {import("./store.js").Store} store
   * @param {Uint8Array} fails
   * @param {Uint8Array | number[]} lookOfCode @param {any} lookCodes the column that `lookOfCode` reads
   * @param {Uint8Array} gradeRank rank of each number of the column of grades, 0 best
   * @param {number} from @param {number} to
   */
  fill(store, fails, lookOfCode, lookCodes, gradeRank, from, to) {
    const { count, first, byLook, grade, step, looks } = this;
    for (const place of this.used) {
      count[place] = 0;
      byLook.fill(0, place * looks, (place + 1) * looks);
    }
    this.used.length = 0;
    this.total = 0;
    const { place: places, place_form, grade: grades, step: steps, withdrawn } = store.c;
    inBrush(store, from, to, (i) => {
      if (fails[i]) return;
      const place = places[i];
      if (place_form[place] === 0 || withdrawn[i]) return;
      const rank = gradeRank[grades[i]];
      if (count[place]++ === 0) {
        this.used.push(place);
        first[place] = i;
        grade[place] = rank;
        step[place] = steps[i];
      } else {
        if (rank < grade[place]) grade[place] = rank;
        if (steps[i] > step[place]) step[place] = steps[i];
      }
      byLook[place * looks + lookOfCode[lookCodes[i]]]++;
      this.total++;
    });
  }
}

/**
 * @typedef {object} Mark
 * @property {import("./renderer.js").Drawn} drawn whose strikes
 * @property {number[]} places
 * @property {number} count
 * @property {number} x @property {number} y pixels on the canvas
 * @property {number} r
 * @property {number} row the strike, where it is one
 * @property {boolean} area whether it is the count badge of an area
 */

/** Marks for places in a box of pixels; places within one cell of `size` pixels become one mark.
 * Cells hang on the world, not on the window: panning regroups nothing.
 * @param {number[]} places @param {Tally} tally @param {{scale: number, left: number, top: number, width: number, height: number}} frame
 * @param {number} size pixels; 0 groups nothing
 */
export function cluster(places, tally, frame, size) {
  const { scale, left, top, width, height } = frame;
  /** @type {Map<number, {places: number[], count: number, x: number, y: number}>} */
  const cells = new Map();
  for (const place of places) {
    const worldX = tally.x[place] * scale;
    const worldY = tally.y[place] * scale;
    const x = worldX - left;
    const y = worldY - top;
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
    const key = size ? Math.floor(worldX / size) * 4194304 + Math.floor(worldY / size) : -1 - place;
    const count = tally.count[place];
    const cell = cells.get(key);
    if (!cell) cells.set(key, { places: [place], count, x: x * count, y: y * count });
    else {
      cell.places.push(place);
      cell.count += count;
      cell.x += x * count;
      cell.y += y * count;
    }
  }
  const marks = [];
  for (const cell of cells.values()) {
    marks.push({ places: cell.places, count: cell.count, x: cell.x / cell.count, y: cell.y / cell.count });
  }
  return marks;
}

/** Radius of a count mark. @param {number} count */
export function countRadius(count) {
  return Math.min(24, 9 + 2.2 * Math.log2(count));
}

/** A grid of marks for finding the one under the pointer. */
export class Picker {
  /** @param {Mark[]} marks @param {number} [size] pixels of a cell */
  constructor(marks, size = 32) {
    this.size = size;
    /** @type {Map<string, Mark[]>} */
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
    return `${Math.floor(x / this.size)},${Math.floor(y / this.size)}`;
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
