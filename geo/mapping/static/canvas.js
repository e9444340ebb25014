// Canvases that follow the map, and the ground that is painted on one.

import { PADDING, frameAt, mercatorX, mercatorY } from "./geometry.js";
import { paintLabel } from "./paint.js";

/** Rings as one path in the unit square of the world, so that a zoom is one transform.
 * @param {import("./store.js").Surface} surface @param {number} [stray] how far the path may stray, degrees of longitude
 */
export function worldPath(surface, stray = 0) {
  const path = new Path2D();
  for (const ring of surface.rings) {
    const corners = stray ? thinned(ring, stray, surface.y) : ring;
    for (let i = 0; i < corners.length; i += 2) {
      const x = mercatorX(corners[i]) * WORLD;
      const y = mercatorY(corners[i + 1]) * WORLD;
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** The path of a surface as it is seen at a zoom, held until another zoom needs another one: a border that strays less
 * than half a pixel looks the same and costs half.
 * @param {import("./store.js").Surface & {seen?: {level: number, path: Path2D}}} surface @param {number} zoom
 */
export function pathAt(surface, zoom) {
  const level = Math.ceil(zoom);
  if (surface.seen?.level !== level) surface.seen = { level, path: worldPath(surface, (0.5 * 360) / (256 * 2 ** level)) };
  return surface.seen.path;
}

/** The corners of a ring without those that lie in a strip along the way from one corner to the next.
 * @param {Float64Array} ring @param {number} stray half the strip, degrees of longitude @param {number} latitude @returns {ArrayLike<number>}
 */
export function thinned(ring, stray, latitude) {
  const last = ring.length - 2;
  if (last < 10) return ring;
  const tall = 1 / Math.cos((latitude * Math.PI) / 180);
  const kept = [ring[0], ring[1]];
  let [x, y] = kept;
  let dx = 0;
  let dy = 0;
  let reach = 0;
  for (let i = 2; i <= last; i += 2) {
    const u = ring[i] - x;
    const v = (ring[i + 1] - y) * tall;
    const along = u * dx + v * dy;
    if (reach && along >= reach && Math.abs(u * dy - v * dx) <= stray) {
      reach = along;
      continue;
    }
    if (reach) {
      kept.push(ring[i - 2], ring[i - 1]);
      x = ring[i - 2];
      y = ring[i - 1];
    }
    const [p, q] = [ring[i] - x, (ring[i + 1] - y) * tall];
    const length = Math.sqrt(p * p + q * q) || 1;
    dx = p / length;
    dy = q / length;
    reach = length;
  }
  kept.push(ring[last], ring[last + 1]);
  return kept;
}

/** The unit of paths: large, for canvas keeps them in single precision. */
export const WORLD = 16384;

/** A context on a canvas of a size, empty, whatever the screen's pixels. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
function cleared(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function newCanvas() {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  canvas.className = "sm-canvas";
  return canvas;
}

/** What stands in for the canvas of a map that is not there yet: the same picture. */
export class Still {
  /** @param {HTMLElement} container of the map @param {(context: any, frame: any) => void} paint @param {() => import("./geometry.js").Sight | null} sight null while there is nothing to paint */
  constructor(container, paint, sight) {
    this.container = container;
    this.paint = paint;
    this.sight = sight;
    /** @type {HTMLCanvasElement | null} */
    this.canvas = null;
    /** @type {number | undefined} */
    this.waiting = undefined;
  }

  redraw() {
    const sight = this.sight();
    if (!sight) return;
    const { clientWidth: x, clientHeight: y } = this.container;
    const frame = frameAt(sight, { x, y });
    const canvas = (this.canvas ??= newCanvas());
    const context = cleared(canvas, x, y); // no edge: it is gone before the map can be dragged
    context.translate(frame.offset.x, frame.offset.y);
    this.paint(context, frame);
    if (!canvas.isConnected) this.container.append(canvas);
  }

  redrawSoon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.redraw();
    });
  }

  remove() {
    this.sight = () => null;
    this.canvas?.remove();
  }
}

/** The Leaflet class of a canvas that follows the map; made when Leaflet is there.
 * @param {any} L @param {(context: any, frame: any) => void} paint @param {string} pane
 * @param {() => boolean} ready whether there is something to paint: an empty canvas would cost a frame all the same
 */
export function canvasLayer(L, paint, pane, ready) {
  const Canvas = L.Renderer.extend({
    options: { padding: PADDING, pane },
    _initContainer() {
      this._container = newCanvas();
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redrawSoon();
    },
    _onZoomEnd() {},
    /** One picture before the browser shows the next frame, whatever the number of reasons. */
    redrawSoon() {
      this._waiting ??= requestAnimationFrame(() => {
        this._waiting = undefined;
        this.redraw();
      });
    },
    redrawNow() {
      if (!this._map) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },
    redraw() {
      cancelAnimationFrame(this._waiting);
      this._waiting = undefined;
      if (!this._map || !this._bounds || !ready()) return;
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min); // and with it goes the scale of a zoom that was animated
      const context = cleared(this._container, size.x, size.y);
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
export function inWorld(context, frame, draw) {
  context.save();
  context.translate(-frame.left, -frame.top);
  context.scale(frame.scale / WORLD, frame.scale / WORLD);
  draw();
  context.restore();
}

/** Zoom from which the lines and the names of first-level units are drawn. */
const FINE_LINES = 4.75;
const FINE_NAMES = 6.5;

/** @typedef {{level: string, name: string, surface: import("./store.js").Surface}} Shape */

/** The ground. @param {any} context @param {any} frame @param {import("./paint.js").Inks} inks @param {Shape[]} shapes */
export function paintGround(context, frame, inks, shapes) {
  const unit = WORLD / frame.scale;
  const seen = shapes.filter(({ surface, level }) => (level !== "admin1" || frame.zoom >= FINE_LINES) && inFrame(frame, surface.box));
  inWorld(context, frame, () => {
    context.fillStyle = inks.land;
    for (const { surface, level } of seen) if (level !== "admin1") context.fill(pathAt(surface, frame.zoom), "evenodd");
    context.lineJoin = "round";
    for (const fine of [true, false]) {
      context.lineWidth = (fine ? 0.6 : 1.1) * unit;
      context.strokeStyle = fine ? inks.hairline : inks.border;
      for (const { surface, level } of seen) if ((level === "admin1") === fine) context.stroke(pathAt(surface, frame.zoom));
    }
  });
  for (const { text, x, y, size } of labels(frame, seen)) paintLabel(context, inks, text, x, y, size);
}

/** The names that find room, countries first, then the larger ones. @param {any} frame @param {Shape[]} shapes */
export function labels(frame, shapes) {
  const wanted = shapes
    .filter(({ name, level }) => name && (level !== "admin1" || frame.zoom >= FINE_NAMES))
    .map(({ name, level, surface }) => ({ fine: level === "admin1", name, at: onCanvas(frame, surface) }))
    .filter(({ fine, at: [, , wide] }) => wide >= (fine ? 60 : 44))
    .sort((a, b) => Number(a.fine) - Number(b.fine) || b.at[2] - a.at[2]);
  /** @type {{text: string, x: number, y: number, size: number, half: number}[]} */
  const placed = [];
  for (const { fine, name, at } of wanted) {
    const size = fine ? 11 : 12;
    const text = fine ? name : name.toLocaleUpperCase();
    const half = text.length * size * (fine ? 0.28 : 0.36) + 4;
    const [x, y] = [at[0], fine ? at[1] : at[1] - 17];
    if (placed.some((other) => Math.abs(other.x - x) < half + other.half && Math.abs(other.y - y) < 16)) continue;
    placed.push({ text, x, y, size, half });
  }
  return placed;
}

/** @param {any} frame @param {number[]} box degrees: west, south, east, north */
function inFrame(frame, [west, south, east, north]) {
  const x = (/** @type {number} */ degrees) => mercatorX(degrees) * frame.scale - frame.left;
  const y = (/** @type {number} */ degrees) => mercatorY(degrees) * frame.scale - frame.top;
  return x(east) >= 0 && x(west) <= frame.width && y(south) >= 0 && y(north) <= frame.height;
}

/** @param {any} frame @param {import("./store.js").Surface} surface */
export function onCanvas(frame, surface) {
  const wide = (mercatorX(surface.box[2]) - mercatorX(surface.box[0])) * frame.scale;
  return [mercatorX(surface.x) * frame.scale - frame.left, mercatorY(surface.y) * frame.scale - frame.top, wide];
}
