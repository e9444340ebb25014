// What the page calls: one function for each kind of layer, both ordinary Leaflet layers; and `first`, which shows the
// marks before Leaflet is there.

import { unpack } from "./columns.js";
import { anchors, deskOf, grounded } from "./desk.js";
import { mercatorX, mercatorY } from "./geometry.js";
import { afterMarks, marksCame, marksComing } from "./later.js";
import { namer } from "./messages.js";
import { fills, isDark } from "./palette.js";
import { inksOf } from "./paint.js";
import { canvasLayer, paintGround } from "./canvas.js";
import { Store, surfaces } from "./store.js";
import { bytesOf, inflate } from "./streams.js";
import { Texts } from "./texts.js";

/** What the page says of a layer. @param {string} kind @param {string} id */
function said(kind, id) {
  return document.querySelector(`script[data-${kind}="${id}"]`)?.textContent ?? "";
}

/** How a layer is shown. @param {string} id @returns {any} */
function configOf(id) {
  return JSON.parse(said("config", id));
}

/** The columns of a layer, inflated. @param {string} id @returns {Promise<Uint8Array>} */
function columnsOf(id) {
  return inflate(bytesOf(said("layer", id)));
}

/** Layers by id: read once, whoever asks first. @type {Map<string, {config: any, opened: Promise<any>}>} */
const held = new Map();

/** @param {string} id */
function layerOf(id) {
  let layer = held.get(id);
  if (!layer) {
    const opened = columnsOf(id).then((raw) => {
      const store = new Store(raw);
      return { store, texts: new Texts(id, store.header.blocks, store.header.block_rows) };
    });
    held.set(id, (layer = { config: configOf(id), opened }));
  }
  return layer;
}

/** Puts a layer on its desk, unless it stands there already. @param {import("./desk.js").Desk} desk @param {string} id @param {() => boolean} wanted */
function bring(desk, id, wanted) {
  const { config, opened } = layerOf(id);
  marksComing();
  opened.then((drawn) => wanted() && !desk.layers.includes(drawn) && desk.add(config, drawn)).finally(marksCame);
}

/** Shows the marks of all layers that their maps show from the start. @returns {Promise<void>} when they are on the screen */
function first() {
  for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("script[data-config]"))) {
    const id = dataset.config ?? "";
    const config = configOf(id);
    const container = config.map && document.getElementById(config.map.id);
    if (container) bring(deskOf(container, config), id, () => true);
  }
  return new Promise((resolve) => afterMarks(resolve));
}

/** @param {string} id */
function strikeLayer(id) {
  const L = /** @type {any} */ (window).L;
  const { config, opened } = layerOf(id);
  const Strikes = L.Layer.extend({
    onAdd(/** @type {any} */ map) {
      const desk = deskOf(map.getContainer(), config);
      desk.attach(L, map);
      bring(desk, id, () => this._map === map);
    },
    onRemove(/** @type {any} */ map) {
      opened.then((drawn) => deskOf(map.getContainer(), config).remove(drawn));
    },
  });
  return new Strikes();
}

/** @param {string} id */
function outlineLayer(id) {
  const L = /** @type {any} */ (window).L;
  const name = namer(configOf(id).lang);
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
  setTimeout(() => afterMarks(() => void columnsOf(id).then(draw))); // by now the layers below have said that they come
  return canvas;
}

/** @type {any} */ (window).strikemap = Object.freeze({ first, strikeLayer, outlineLayer });
