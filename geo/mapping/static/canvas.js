// Canvases that follow the map, and the ground that is painted on one.

import { mercatorX, mercatorY } from "./geometry.js";
import { paintLabel } from "./paint.js";

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
export const WORLD = 16384;

/** The Leaflet class of a canvas that follows the map; made when Leaflet is there.
 * @param {any} L @param {(context: any, frame: any) => void} paint @param {string} pane
 */
export function canvasLayer(L, paint, pane) {
  const Canvas = L.Renderer.extend({
    options: { padding: 0.1, pane },
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
    redraw() {
      if (!this._map || !this._bounds) return;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const size = this._bounds.getSize();
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min); // and with it goes the scale of a zoom that was animated
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
export function inWorld(context, frame, draw) {
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
export function onCanvas(frame, surface) {
  const wide = (mercatorX(surface.box[2]) - mercatorX(surface.box[0])) * frame.scale;
  return [mercatorX(surface.x) * frame.scale - frame.left, mercatorY(surface.y) * frame.scale - frame.top, wide];
}
