// What the page calls: one function for each kind of layer, both ordinary Leaflet layers.

import { bytesOf, inflate, unpack } from "./columns.js";
import { anchors, deskOf, grounded } from "./desk.js";
import { mercatorX, mercatorY } from "./geometry.js";
import { afterMarks, marksCame, marksComing } from "./later.js";
import { namer } from "./messages.js";
import { fills, isDark } from "./palette.js";
import { inksOf } from "./paint.js";
import { canvasLayer, paintGround } from "./canvas.js";
import { Store, surfaces } from "./store.js";
import { Texts } from "./texts.js";

/** The columns of a layer, inflated. @param {string} id @returns {Promise<Uint8Array>} */
function columnsOf(id) {
  return inflate(bytesOf(document.querySelector(`script[data-layer="${id}"]`)?.textContent ?? ""));
}

/** @param {any} config */
function strikeLayer(config) {
  const L = /** @type {any} */ (window).L;
  const opened = columnsOf(config.id).then((raw) => {
    const store = new Store(raw);
    return { store, texts: new Texts(config.id, store.header.blocks, store.header.block_rows) };
  });
  const Strikes = L.Layer.extend({
    onAdd(/** @type {any} */ map) {
      const desk = deskOf(L, map, config);
      marksComing();
      opened.then((drawn) => this._map === map && desk.add(config, drawn)).finally(marksCame);
    },
    onRemove(/** @type {any} */ map) {
      opened.then((drawn) => deskOf(L, map, config).remove(drawn));
    },
  });
  return new Strikes();
}

/** @param {any} config */
function outlineLayer(config) {
  const L = /** @type {any} */ (window).L;
  const name = namer(config.lang);
  /** @type {any[]} */
  let shapes = [];
  let drawn = false;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const canvas = canvasLayer(L, (context, frame) => paintGround(context, frame, inksOf(isDark(), fills(isDark())), shapes), "tilePane", () => drawn);
  dark.addEventListener("change", () => canvas.redraw());
  const draw = (/** @type {Uint8Array} */ raw) => {
    const { header, columns } = unpack(raw);
    shapes = surfaces(columns, "area").map((surface, i) => ({
      surface,
      name: header.name?.[i] || (header.code?.[i] ? name(header.code[i]) : ""),
      level: header.level?.[i] || "country",
    }));
    shapes.forEach(({ surface }, i) => header.code?.[i] && anchors.set(header.code[i], [mercatorX(surface.x), mercatorY(surface.y)]));
    drawn = true;
    canvas.redraw();
    grounded(canvas._map);
  };
  setTimeout(() => afterMarks(() => void columnsOf(config.id).then(draw))); // by now the layers below have said that they come
  return canvas;
}

/** @type {any} */ (window).strikemap = Object.freeze({ strikeLayer, outlineLayer });
