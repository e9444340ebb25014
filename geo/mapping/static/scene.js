// Everything that is drawn of the strikes, and how to find it again under the pointer: areas, then places, then the
// count badges of areas.

import { onCanvas, inWorld, pathAt, WORLD } from "./canvas.js";
import { inside, pixelsOf } from "./geometry.js";
import { Cells, Picker, countRadius, placesOf } from "./groups.js";
import { paintHeat } from "./heat.js";
import { paintArea, paintBadge, paintCount, paintStrike } from "./paint.js";
import { GRADES, HUES, radiusOf } from "./palette.js";
import { FORM } from "./store.js";

/** What one layer draws.
 * @typedef {{store: import("./store.js").Store, tally: import("./groups.js").Tally, cells: Cells, fine?: Cells, coarse?: Cells, texts: import("./texts.js").Texts, judged: import("./filter.js").Judged}} Drawn
 */
/** @typedef {{inks: import("./paint.js").Inks, looks: import("./palette.js").Look[], groupPx: number, heat: boolean, dark: boolean, lookOf: (store: any, row: number) => number}} Style */

export const SPREAD_MOST = 12;
/** More marks than this are grouped more coarsely: nobody reads six hundred numbers. */
const CROWD = 280;
const COARSER = 1.65;
const GREY = 7;
/** Where a badge may stand above or below its area's middle, pixels. */
const SHIFTS = [0, 20, -20, 40, -40, 60];

/** Fill of an area by its step of confidence; half of it for a country, which lies under everything else.
 * @param {import("./store.js").Store} store @param {number} place @param {number} step
 */
function shade(store, place, step) {
  const wide = store.header.precisions[store.c.place_precision[place]] === "country";
  return [0.1, 0.18, 0.26][step] * (wide ? 0.5 : 1);
}

/** The hue of a sum: that of its strikes where they share one. @param {ArrayLike<number>} byHue @param {number} from where its hues begin */
export function hueOf(byHue, from) {
  let found = -1;
  for (let hue = 0; hue < HUES; hue++) {
    if (!byHue[from + hue]) continue;
    if (found >= 0) return GREY;
    found = hue;
  }
  return found < 0 ? GREY : found;
}

/** How large a surface is: that of its box. @param {import("./store.js").Surface} surface */
function extent({ box }) {
  return (box[2] - box[0]) * (box[3] - box[1]);
}

export class Scene {
  constructor() {
    /** @type {import("./groups.js").Mark[]} */
    this.marks = [];
    /** @type {Picker | null} */
    this.picked = null;
    /** The place whose strikes are spread. @type {{drawn: Drawn, place: number, rows: number[]} | null} */
    this.spread = null;
    /** @type {{drawn: Drawn, row: number} | null} */
    this.chosen = null;
  }

  /** @param {any} context @param {import("./groups.js").Frame} frame @param {Drawn[]} layers @param {Style} style */
  paint(context, frame, layers, style) {
    this.frame = frame;
    this.marks = [];
    this.picked = null;
    const cells = layers.map((drawn) => this.cellsOf(drawn, frame, style));
    for (const drawn of layers) this.paintAreas(context, frame, drawn, style);
    for (const drawn of layers) this.paintCircles(context, frame, drawn, style);
    if (style.heat) paintHeat(context, frame, layers, style.dark);
    layers.forEach((drawn, i) => {
      for (const cell of cells[i]) this.paintMark(context, frame, drawn, cell, style);
    });
    for (const drawn of layers) this.paintBadges(context, frame, drawn, style);
    if (this.spread) this.paintSpread(context, frame, style);
    this.paintChosen(context, style);
  }

  get picker() {
    return (this.picked ??= new Picker(this.marks));
  }

  /** Groups the places in view, more coarsely where there are many. What was coarse stays so until a third is left:
   * a brush that moves on must not make the groups flicker.
   * @param {Drawn} drawn @param {import("./groups.js").Frame} frame @param {Style} style
   */
  cellsOf(drawn, frame, { groupPx }) {
    const fine = (drawn.fine ??= new Cells(drawn.tally));
    fine.arrange(frame.scale, groupPx);
    if (drawn.cells && drawn.cells !== fine && drawn.cells.scale === frame.scale) {
      const found = drawn.cells.gather(frame);
      if (found.length > CROWD / COARSER ** 3) return found;
    }
    drawn.cells = fine;
    const found = fine.gather(frame);
    if (!groupPx || found.length <= CROWD) return found;
    drawn.cells = drawn.coarse ??= new Cells(drawn.tally);
    drawn.cells.arrange(frame.scale, groupPx * COARSER);
    return drawn.cells.gather(frame);
  }

  /** The areas in view, the largest first. @param {any} context @param {import("./groups.js").Frame} frame @param {Drawn} drawn @param {Style} style */
  paintAreas(context, frame, { store, tally }, style) {
    const { place_form, place_area } = store.c;
    const areas = Array.from(tally.places().filter((place) => place_form[place] === FORM.area))
      .map((place) => ({ place, size: extent(store.surfaces[place_area[place] - 1]) }))
      .sort((a, b) => b.size - a.size || a.place - b.place);
    const unit = WORLD / frame.scale;
    inWorld(context, frame, () => {
      for (const { place } of areas) {
        const path = pathAt(store.surfaces[place_area[place] - 1], frame.zoom ?? 0);
        const fill = style.inks.fills[hueOf(tally.byHue, place * HUES)];
        paintArea(context, path, fill, shade(store, place, tally.step(place)), tally.rank(place), unit);
      }
    });
  }

  /** Circles of places "near" something, where they are larger than a mark and not counted together with others.
   * Circles that look alike are one path.
   * @param {any} context @param {import("./groups.js").Frame} frame @param {Drawn} drawn @param {Style} style
   */
  paintCircles(context, frame, { store, tally, cells }, style) {
    const { place_form, place_radius, place_y } = store.c;
    /** @type {Map<number, {path: Path2D, place: number}>} */
    const alike = new Map();
    for (const cell of cells.touched) {
      const place = cells.only[cell];
      if (place < 0 || place_form[place] !== FORM.circle) continue;
      const r = pixelsOf(place_radius[place], place_y[place] / 1e5, frame.scale);
      if (r < 9) continue;
      const x = tally.x[place] * frame.scale - frame.left;
      const y = tally.y[place] * frame.scale - frame.top;
      if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) continue;
      const key = (hueOf(tally.byHue, place * HUES) * GRADES.length + tally.rank(place)) * 3 + tally.step(place);
      let group = alike.get(key);
      if (!group) alike.set(key, (group = { path: new Path2D(), place }));
      group.path.moveTo(x + r, y);
      group.path.arc(x, y, r, 0, 2 * Math.PI);
    }
    for (const { path, place } of alike.values()) {
      const fill = style.inks.fills[hueOf(tally.byHue, place * HUES)];
      paintArea(context, path, fill, shade(store, place, tally.step(place)), tally.rank(place), 1, "nonzero");
    }
  }

  /** @param {any} context @param {import("./groups.js").Frame} frame @param {Drawn} drawn @param {number} cell @param {Style} style */
  paintMark(context, frame, drawn, cell, style) {
    const { cells, tally, store } = drawn;
    const count = cells.count[cell];
    const row = count === 1 ? tally.rows[cells.only[cell]] : -1;
    const r = row >= 0 ? radiusOf(store.c.hit[row]) : countRadius(count);
    const mark = { drawn, cells, cell, places: [], count, ...cells.middle(cell, frame), r, row, area: false };
    this.marks.push(mark);
    if (row >= 0) this.paintOne(context, drawn, row, mark.x, mark.y, style);
    else paintCount(context, style.inks, cells.byHue, cell * HUES, count, mark.x, mark.y, r);
  }

  /** @param {any} context @param {Drawn} drawn @param {number} row @param {number} x @param {number} y @param {Style} style */
  paintOne(context, { store }, row, x, y, style) {
    const look = style.looks[style.lookOf(store, row)];
    paintStrike(context, style.inks, look, x, y, radiusOf(store.c.hit[row]), store.word("grade", row), store.c.step[row]);
  }

  /** One badge for an area, whatever the names of its places; a little lower or higher where something else stands already.
   * @param {any} context @param {import("./groups.js").Frame} frame @param {Drawn} drawn @param {Style} style
   */
  paintBadges(context, frame, drawn, style) {
    const { store, tally } = drawn;
    /** @type {Map<number, number[]>} */
    const byArea = new Map();
    for (const place of tally.places()) {
      if (store.c.place_form[place] !== FORM.area) continue;
      const places = byArea.get(store.c.place_area[place]);
      if (places) places.push(place);
      else byArea.set(store.c.place_area[place], [place]);
    }
    for (const [area, places] of [...byArea].sort(([a], [b]) => a - b)) {
      const count = places.reduce((sum, place) => sum + tally.count[place], 0);
      const row = count === 1 ? tally.rows[places[0]] : -1;
      const [x, middle] = onCanvas(frame, store.surfaces[area - 1]);
      if (x < -40 || middle < -40 || x > frame.width + 40 || middle > frame.height + 40) {
        this.marks.push({ drawn, cells: null, cell: -1, places, count, x: -1e4, y: -1e4, r: 0, row, area: true });
        continue;
      }
      const free = (/** @type {number} */ y) => !this.marks.some((m) => Math.abs(m.x - x) < m.r + 14 && Math.abs(m.y - y) < (m.area ? 20 : m.r + 11));
      const y = SHIFTS.map((shift) => middle + shift).find(free) ?? middle;
      const r = paintBadge(context, style.inks, count, x, y);
      this.marks.push({ drawn, cells: null, cell: -1, places, count, x, y, r, row, area: true });
    }
  }

  /** Spreads the strikes of one place around it. @param {any} context @param {import("./groups.js").Frame} frame @param {Style} style */
  paintSpread(context, frame, style) {
    const { drawn, place, rows: all } = /** @type {NonNullable<Scene["spread"]>} */ (this.spread);
    const rows = all.filter((row) => !drawn.judged.fails[row]).slice(0, SPREAD_MOST);
    const x = drawn.tally.x[place] * frame.scale - frame.left;
    const y = drawn.tally.y[place] * frame.scale - frame.top;
    const reach = Math.max(34, rows.length * 5.5);
    const spots = rows.map((_, i) => (2 * Math.PI * i) / rows.length - Math.PI / 2).map((angle) => ({ x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle) }));
    context.strokeStyle = style.inks.ink;
    context.lineWidth = 1;
    context.beginPath();
    for (const spot of spots) {
      context.moveTo(x, y);
      context.lineTo(spot.x, spot.y);
    }
    context.stroke();
    rows.forEach((row, i) => {
      this.paintOne(context, drawn, row, spots[i].x, spots[i].y, style);
      this.marks.unshift({ drawn, cells: null, cell: -1, places: [place], count: 1, ...spots[i], r: 12, row, area: false });
    });
  }

  /** A ring around the strike that is open; thinner ones around the parts of its wave. @param {any} context @param {Style} style */
  paintChosen(context, style) {
    if (!this.chosen) return;
    const { drawn, row } = this.chosen;
    context.strokeStyle = style.inks.ink;
    const marks = new Set(drawn.store.partsOf(row).map((part) => this.markOf(drawn, part)));
    for (const mark of marks) if (mark) this.circle(context, mark, 1.5);
    const mark = this.markOf(drawn, row);
    if (mark) this.circle(context, mark, 3);
  }

  /** @param {any} context @param {import("./groups.js").Mark} mark @param {number} width */
  circle(context, { x, y, r }, width) {
    context.beginPath();
    context.arc(x, y, r + 4 + width / 2, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.stroke();
  }

  /** The mark that stands for a row. @param {Drawn} drawn @param {number} row */
  markOf(drawn, row) {
    const place = drawn.store.c.place[row];
    const held = (/** @type {import("./groups.js").Mark} */ m) => m.drawn === drawn && (m.cells ? m.cells.of[place] === m.cell : m.places.includes(place));
    return this.marks.find((m) => m.drawn === drawn && m.row === row) ?? this.marks.find(held);
  }

  /** The smallest area in view at a point. @param {number} longitude @param {number} latitude @returns {import("./groups.js").Mark | null} */
  areaAt(longitude, latitude) {
    let best = null;
    let least = Infinity;
    for (const mark of this.marks) {
      if (!mark.area) continue;
      const surface = mark.drawn.store.surfaces[mark.drawn.store.c.place_area[placesOf(mark)[0]] - 1];
      const [west, south, east, north] = surface.box;
      const size = (east - west) * (north - south);
      if (longitude < west || longitude > east || latitude < south || latitude > north || size >= least) continue;
      if (inside(surface.rings, longitude, latitude)) [best, least] = [mark, size];
    }
    return best;
  }
}
