// Provenance: arcs from the country of make to the attacker to the places hit. Never a flight path: the legend says so.

import { onCanvas } from "./canvas.js";
import { inBrush } from "./filter.js";
import { FORM } from "./store.js";

/** What the strikes in view add up to: from supplier to attacker, and from attacker to each cell or area.
 * @param {import("./scene.js").Drawn} drawn @param {number} from @param {number} to
 */
export function flowsOf({ store, judged, cells }, from, to) {
  const { attacker, weapon_origins, place, place_form, place_area } = store.c;
  /** @type {Map<number, number>} */
  const supplies = new Map();
  /** @type {Map<number, number>} */
  const hits = new Map();
  inBrush(store, from, to, (i) => {
    if (judged.fails[i] || !store.drawable[i] || !attacker[i]) return;
    const supply = attacker[i] * 65536 + weapon_origins[i];
    supplies.set(supply, (supplies.get(supply) ?? 0) + 1);
    const area = place_form[place[i]] === FORM.area;
    const hit = attacker[i] * 2 ** 32 + (area ? 2 ** 31 + place_area[place[i]] : cells.of[place[i]]);
    hits.set(hit, (hits.get(hit) ?? 0) + 1);
  });
  return { supplies, hits };
}

/** @param {any} context @param {import("./groups.js").Frame} frame @param {import("./scene.js").Drawn[]} layers @param {any} style @param {any} desk */
export function paintArcs(context, frame, layers, style, desk) {
  const spot = (/** @type {string} */ code) => {
    const at = desk.anchors.get(code);
    return at && [at[0] * frame.scale - frame.left, at[1] * frame.scale - frame.top];
  };
  for (const drawn of layers) {
    const { store, cells } = drawn;
    const { supplies, hits } = flowsOf(drawn, desk.view.from, desk.view.to);
    const attackers = store.header.words.attacker;
    context.globalAlpha = 0.35;
    for (const [key, count] of hits) {
      const start = spot(attackers[Math.floor(key / 2 ** 32)]);
      const what = key % 2 ** 32;
      const end = what >= 2 ** 31 ? onCanvas(frame, store.surfaces[what - 2 ** 31 - 1]) : cells.count[what] ? Object.values(cells.middle(what, frame)) : null;
      if (start && end) arc(context, start, end, style.inks.ink, 0.7 + Math.min(2, 0.4 * Math.log2(count)));
    }
    context.globalAlpha = 0.85;
    for (const [key, count] of supplies) {
      const to = attackers[Math.floor(key / 65536)];
      for (const origin of store.values.origin[key % 65536]) {
        const start = origin !== to && spot(origin);
        const end = spot(to);
        if (!start || !end) continue;
        arc(context, start, end, style.inks.fills[desk.originHue(origin)], 2 + Math.min(6, 0.6 * Math.log2(1 + count)), 11);
      }
    }
  }
  context.globalAlpha = 1;
}

/** @param {any} context @param {number[]} start @param {number[]} end @param {string} colour @param {number} width @param {number} [head] pixels of an arrow's head */
function arc(context, [x, y], [u, v], colour, width, head = 0) {
  const [cx, cy] = [(x + u) / 2 + (v - y) * 0.15, (y + v) / 2 - (u - x) * 0.15];
  context.beginPath();
  context.moveTo(x, y);
  context.quadraticCurveTo(cx, cy, u, v);
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.stroke();
  if (!head) return;
  const angle = Math.atan2(v - cy, u - cx);
  context.beginPath();
  context.moveTo(u, v);
  for (const side of [0.42, -0.42]) context.lineTo(u - head * Math.cos(angle + side), v - head * Math.sin(angle + side));
  context.closePath();
  context.fill();
}
