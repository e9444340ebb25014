// Provenance: arcs from the country of make to the attacker to the places hit. Never a flight path: the legend says so.

import { mercatorX, mercatorY } from "./geometry.js";
import { FORM } from "./store.js";

const MOST = 400;

/** @param {any} context @param {any} frame @param {any[]} layers @param {any} style @param {any} desk */
export function paintArcs(context, frame, layers, style, desk) {
  const at = (/** @type {string} */ code) => desk.anchors.get(code);
  const arc = (/** @type {number[]} */ a, /** @type {number[]} */ b, /** @type {string} */ colour, /** @type {number} */ width) => {
    const [x, y, u, v] = [a[0] * frame.scale - frame.left, a[1] * frame.scale - frame.top, b[0] * frame.scale - frame.left, b[1] * frame.scale - frame.top];
    context.beginPath();
    context.moveTo(x, y);
    context.quadraticCurveTo((x + u) / 2 + (v - y) * 0.15, (y + v) / 2 - (u - x) * 0.15, u, v);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  };
  context.globalAlpha = 0.5;
  for (const { store, tally } of layers) {
    const seen = new Set();
    for (const place of tally.used.slice(0, MOST)) {
      const row = tally.first[place];
      const attacker = at(store.word("attacker", row));
      if (!attacker) continue;
      const surface = store.c.place_form[place] === FORM.area ? store.surfaces[store.c.place_area[place] - 1] : null;
      const target = surface ? [mercatorX(surface.x), mercatorY(surface.y)] : [tally.x[place], tally.y[place]];
      const ink = style.inks.fills[style.looks[style.lookOf(store, row)].hue];
      arc(attacker, target, ink, 1.2);
      for (const origin of store.valuesAt("origin", row)) {
        const supplier = at(origin);
        const key = `${origin}>${store.word("attacker", row)}`;
        if (!supplier || supplier === attacker || seen.has(key)) continue;
        seen.add(key);
        arc(supplier, attacker, style.inks.ink, 2.5);
      }
    }
  }
  context.globalAlpha = 1;
}
