// The canvas on the map: areas, then places, then the count badges of areas.

import { mercatorX, mercatorY, inside, pixelsOf } from "./geometry.js";
import { Picker, cluster, countRadius } from "./groups.js";
import { paintArea, paintBadge, paintCount, paintLabel, paintStrike } from "./paint.js";
import { GRADES, radiusOf } from "./palette.js";
import { FORM } from "./store.js";

/** What one layer draws. @typedef {{store: import("./store.js").Store, tally: import("./groups.js").Tally, paths: Path2D[]}} Drawn */

export const SPREAD_MOST = 12;
/** More marks than this are grouped more coarsely: nobody reads six hundred numbers. */
const CROWD = 600;

/** Rings as one path in the unit square of the world, so that a zoom is one transform.
 * @param {import("./store.js").Surface} surface
 */
export function worldPath(surface) {
  const path = new Path2D();
  for (const ring of surface.rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = mercatorX(ring[i]) * WORLD;
      const y = mercatorY(ring[i + 1]) * WORLD;
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** The unit of paths: large, for canvas keeps them in single precision. */
const WORLD = 16384;

/** The Leaflet class of a canvas that follows the map; made when Leaflet is there.
 * @param {any} L @param {(context: any, frame: any) => void} paint @param {string} pane
 */
export function canvasLayer(L, paint, pane) {
  const Canvas = L.Renderer.extend({
    options: { padding: 0.2, pane },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.className = "sm-canvas";
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },
    _onZoomEnd() {},
    redraw() {
      if (!this._map || !this._bounds) return;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const size = this._bounds.getSize();
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      const zero = this._map.getPixelOrigin();
      const frame = {
        scale: 256 * 2 ** this._map.getZoom(),
        zoom: this._map.getZoom(),
        left: zero.x + this._bounds.min.x,
        top: zero.y + this._bounds.min.y,
        width: size.x,
        height: size.y,
        offset: this._bounds.min,
      };
      this.frame = frame;
      paint(context, frame);
    },
  });
  return new Canvas();
}

/** @param {any} context @param {any} frame @param {() => void} draw with the world's unit square as coordinates */
function inWorld(context, frame, draw) {
  context.save();
  context.translate(-frame.left, -frame.top);
  context.scale(frame.scale / WORLD, frame.scale / WORLD);
  draw();
  context.restore();
}

/** The ground. @param {any} context @param {any} frame @param {import("./paint.js").Inks} inks
 * @param {{path: Path2D, level: string, name: string, surface: import("./store.js").Surface}[]} shapes
 */
export function paintGround(context, frame, inks, shapes) {
  const unit = WORLD / frame.scale;
  inWorld(context, frame, () => {
    for (const { path, level } of shapes) {
      if (level === "admin1") continue;
      context.fillStyle = inks.land;
      context.fill(path, "evenodd");
    }
    for (const { path, level } of shapes) {
      context.lineWidth = (level === "admin1" ? 0.6 : 1.2) * unit;
      context.strokeStyle = inks.border;
      context.stroke(path);
    }
  });
  for (const { name, level, surface } of shapes) {
    if (!name) continue;
    const [x, y, wide] = onCanvas(frame, surface);
    const fine = level === "admin1";
    if (fine ? frame.zoom < 6.5 || wide < 60 : wide < 50) continue;
    paintLabel(context, inks, fine ? name : name.toUpperCase(), x, fine ? y : y - 17, fine ? 11 : 12);
  }
}

/** @param {any} frame @param {import("./store.js").Surface} surface */
function onCanvas(frame, surface) {
  const wide = (mercatorX(surface.box[2]) - mercatorX(surface.box[0])) * frame.scale;
  return [mercatorX(surface.x) * frame.scale - frame.left, mercatorY(surface.y) * frame.scale - frame.top, wide];
}

/** Fill of an area by its step of confidence; half of it for a country, which lies under everything else.
 * @param {import("./store.js").Store} store @param {number} place @param {number} step
 */
function shade(store, place, step) {
  const wide = store.header.precisions[store.c.place_precision[place]] === "country";
  return [0.1, 0.18, 0.26][step] * (wide ? 0.5 : 1);
}

/** Everything that is drawn of the strikes, and how to find it again under the pointer. */
export class Scene {
  constructor() {
    /** @type {import("./groups.js").Mark[]} */
    this.marks = [];
    this.picker = new Picker([]);
    /** The mark whose strikes are spread. @type {{drawn: Drawn, place: number, rows: number[]} | null} */
    this.spread = null;
    /** @type {{drawn: Drawn, row: number} | null} */
    this.chosen = null;
  }

  /** @param {any} context @param {any} frame @param {Drawn[]} layers @param {any} style */
  paint(context, frame, layers, style) {
    this.frame = frame;
    this.marks = [];
    for (const drawn of layers) this.paintAreas(context, frame, drawn, style);
    if (style.heat) for (const drawn of layers) this.paintHeat(context, frame, drawn, style);
    for (const drawn of layers) this.paintPlaces(context, frame, drawn, style);
    for (const drawn of layers) this.paintBadges(context, frame, drawn, style);
    if (this.spread) this.paintSpread(context, frame, style);
    this.paintChosen(context, frame, style);
    this.picker = new Picker(this.marks);
  }

  /** @param {any} context @param {any} frame @param {Drawn} drawn @param {any} style */
  paintAreas(context, frame, { store, tally, paths }, style) {
    const { place_form, place_area, place_radius, place_y } = store.c;
    const areas = tally.used.filter((place) => place_form[place] === FORM.area);
    const size = (/** @type {number} */ place) => {
      const [west, south, east, north] = store.surfaces[place_area[place] - 1].box;
      return (east - west) * (north - south);
    };
    areas.sort((a, b) => size(b) - size(a));
    const unit = WORLD / frame.scale;
    inWorld(context, frame, () => {
      for (const place of areas) {
        const path = (paths[place] ??= worldPath(store.surfaces[place_area[place] - 1]));
        paintArea(context, style.inks, path, this.colour(tally, place, style), shade(store, place, tally.step[place]), tally.grade[place], unit);
      }
    });
    for (const place of tally.used) {
      if (place_form[place] !== FORM.circle) continue;
      const r = pixelsOf(place_radius[place], place_y[place] / 1e5, frame.scale);
      if (r < 9) continue;
      const x = tally.x[place] * frame.scale - frame.left;
      const y = tally.y[place] * frame.scale - frame.top;
      if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) continue;
      const path = new Path2D();
      path.arc(x, y, r, 0, 2 * Math.PI);
      paintArea(context, style.inks, path, this.colour(tally, place, style), shade(store, place, tally.step[place]), tally.grade[place], 1);
    }
  }

  /** The colour of a place: that of its strikes where they share one. @param {import("./groups.js").Tally} tally @param {number} place @param {any} style */
  colour(tally, place, style) {
    const shares = this.shares(tally, [place]);
    const used = shares.map((share, i) => (share ? i : -1)).filter((i) => i >= 0);
    const hues = new Set(used.map((i) => style.looks[i].hue));
    return style.inks.fills[hues.size === 1 ? style.looks[used[0]].hue : 7];
  }

  /** @param {import("./groups.js").Tally} tally @param {number[]} places */
  shares(tally, places) {
    const sums = new Array(tally.looks).fill(0);
    for (const place of places) for (let i = 0; i < tally.looks; i++) sums[i] += tally.byLook[place * tally.looks + i];
    return sums;
  }

  /** @param {any} context @param {any} frame @param {Drawn} drawn @param {any} style */
  paintPlaces(context, frame, drawn, style) {
    const { store, tally } = drawn;
    const points = tally.used.filter((place) => store.c.place_form[place] !== FORM.area);
    const found = cluster(points, tally, frame, style.groupPx);
    const crowded = style.groupPx && found.length > CROWD;
    for (const each of crowded ? cluster(points, tally, frame, style.groupPx * 1.5) : found) this.paintMark(context, drawn, each, style);
  }

  /** @param {any} context @param {Drawn} drawn @param {any} found @param {any} style */
  paintMark(context, drawn, found, style) {
    const { store, tally } = drawn;
    const row = found.count === 1 ? tally.first[found.places[0]] : -1;
    const r = row >= 0 ? radiusOf(store.c.hit[row]) : countRadius(found.count);
    this.marks.push({ ...found, drawn, row, r, area: false });
    if (row >= 0) this.paintOne(context, drawn, row, found.x, found.y, style);
    else paintCount(context, style.inks, style.looks, this.shares(tally, found.places), found.count, found.x, found.y, r);
  }

  /** @param {any} context @param {Drawn} drawn @param {number} row @param {number} x @param {number} y @param {any} style */
  paintOne(context, { store }, row, x, y, style) {
    const look = style.looks[style.lookOf(store, row)];
    paintStrike(context, style.inks, look, x, y, radiusOf(store.c.hit[row]), store.word("grade", row), store.c.step[row]);
  }

  /** @param {any} context @param {any} frame @param {Drawn} drawn @param {any} style */
  paintHeat(context, frame, { store, tally }, style) {
    const most = Math.max(1, ...tally.used.map((place) => tally.count[place]));
    for (const place of tally.used) {
      if (store.c.place_form[place] === FORM.area) continue;
      const x = tally.x[place] * frame.scale - frame.left;
      const y = tally.y[place] * frame.scale - frame.top;
      const glow = context.createRadialGradient(x, y, 0, x, y, 42);
      glow.addColorStop(0, `rgba(213, 94, 0, ${0.2 + 0.6 * Math.sqrt(tally.count[place] / most)})`);
      glow.addColorStop(1, "rgba(213, 94, 0, 0)");
      context.fillStyle = glow;
      context.fillRect(x - 42, y - 42, 84, 84);
    }
  }

  /** @param {any} context @param {any} frame @param {Drawn} drawn @param {any} style */
  paintBadges(context, frame, drawn, style) {
    const { store, tally } = drawn;
    /** @type {Map<number, number[]>} one badge for an area, whatever the names of its places */
    const byArea = new Map();
    for (const place of tally.used) {
      if (store.c.place_form[place] !== FORM.area) continue;
      const area = store.c.place_area[place];
      byArea.set(area, [...(byArea.get(area) ?? []), place]);
    }
    for (const [area, places] of byArea) {
      const surface = store.surfaces[area - 1];
      const count = places.reduce((sum, place) => sum + tally.count[place], 0);
      let [x, y] = onCanvas(frame, surface);
      for (let tries = 0; tries < 4 && this.marks.some((m) => Math.abs(m.x - x) < m.r + 14 && Math.abs(m.y - y) < m.r + 12); tries++) y += 22;
      const r = paintBadge(context, style.inks, count, x, y);
      this.marks.push({ drawn, places, count, x, y, r, row: count === 1 ? tally.first[places[0]] : -1, area: true });
    }
  }

  /** Spreads the strikes of one place around it. @param {any} context @param {any} frame @param {any} style */
  paintSpread(context, frame, style) {
    const spread = /** @type {NonNullable<Scene["spread"]>} */ (this.spread);
    const { drawn, place } = spread;
    const rows = spread.rows.filter((row) => !style.fails(drawn)[row]).slice(0, SPREAD_MOST);
    const x = drawn.tally.x[place] * frame.scale - frame.left;
    const y = drawn.tally.y[place] * frame.scale - frame.top;
    const reach = Math.max(34, rows.length * 5.5);
    context.strokeStyle = style.inks.ink;
    context.lineWidth = 1;
    rows.forEach((row, i) => {
      const angle = (2 * Math.PI * i) / rows.length - Math.PI / 2;
      const at = { x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle) };
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(at.x, at.y);
      context.stroke();
      this.paintOne(context, drawn, row, at.x, at.y, style);
      this.marks.unshift({ drawn, places: [place], count: 1, ...at, r: 12, row, area: false });
    });
  }

  /** @param {any} context @param {any} frame @param {any} style */
  paintChosen(context, frame, style) {
    if (!this.chosen) return;
    const { drawn, row } = this.chosen;
    const place = drawn.store.c.place[row];
    const mark = this.marks.find((m) => m.drawn === drawn && m.row === row) ?? this.marks.find((m) => m.drawn === drawn && m.places.includes(place));
    if (!mark) return;
    context.beginPath();
    context.arc(mark.x, mark.y, mark.r + 6, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = style.inks.ink;
    context.stroke();
  }

  /** The smallest area in view at a point. @param {Drawn[]} layers @param {number} longitude @param {number} latitude @returns {import("./groups.js").Mark | null} */
  areaAt(layers, longitude, latitude) {
    let best = null;
    let least = Infinity;
    for (const mark of this.marks) {
      if (!mark.area) continue;
      const surface = mark.drawn.store.surfaces[mark.drawn.store.c.place_area[mark.places[0]] - 1];
      const [west, south, east, north] = surface.box;
      const size = (east - west) * (north - south);
      if (longitude < west || longitude > east || latitude < south || latitude > north || size >= least) continue;
      if (inside(surface.rings, longitude, latitude)) [best, least] = [mark, size];
    }
    return best;
  }
}


