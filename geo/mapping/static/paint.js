// Marks, areas and labels on a canvas.

import { tracePath } from "./geometry.js";
import { DASHES, GRADES, HUES, OPACITY } from "./palette.js";

const RING = 4;
/** What keeps a mark apart from the ground, pixels. */
const HALO = 1.5;

/** @typedef {{fills: string[], ink: string, paper: string, halo: string, border: string, hairline: string, land: string, label: string}} Inks */

/** @param {boolean} dark @param {string[]} fills @returns {Inks} */
export function inksOf(dark, fills) {
  return dark
    ? { fills, ink: "#f4f4f4", paper: "#15191d", halo: "#15191d", border: "#59636d", hairline: "#3a434b", land: "#262c32", label: "#aab4be" }
    : { fills, ink: "#1a1a1a", paper: "#ffffff", halo: "#ffffff", border: "#a79f92", hairline: "#d5cfc4", land: "#f7f4ee", label: "#6b665d" };
}

/** One strike. @param {any} context @param {Inks} inks @param {import("./palette.js").Look} look
 * @param {number} x @param {number} y @param {number} r @param {string} grade @param {number} step
 */
export function paintStrike(context, inks, look, x, y, r, grade, step) {
  tracePath(context, look.shape, x, y, r);
  context.setLineDash([]);
  context.lineWidth = 4;
  context.strokeStyle = inks.halo;
  context.stroke();
  context.fillStyle = inks.halo;
  context.fill();
  context.globalAlpha = OPACITY[step];
  context.fillStyle = inks.fills[look.hue];
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.6;
  context.setLineDash((DASHES[grade] ?? []).map((dash) => dash * 1.6));
  context.strokeStyle = inks.ink;
  context.stroke();
  context.setLineDash([]);
}

/** Several strikes: a ring of their hues around their number. @param {any} context @param {Inks} inks
 * @param {ArrayLike<number>} byHue @param {number} from where its hues begin @param {number} count @param {number} x @param {number} y @param {number} r
 */
export function paintCount(context, inks, byHue, from, count, x, y, r) {
  paintDisc(context, x, y, r + HALO, inks.halo);
  let angle = -Math.PI / 2; // slices under a disc: half the cost of arcs with a pen as broad as the ring
  for (let hue = 0; hue < HUES; hue++) {
    const turn = (2 * Math.PI * byHue[from + hue]) / count;
    if (turn * r >= 0.7) {
      context.beginPath();
      context.moveTo(x, y);
      context.arc(x, y, r, angle, angle + turn);
      context.fillStyle = inks.fills[hue];
      context.fill();
    }
    angle += turn;
  }
  paintDisc(context, x, y, r - RING, inks.paper);
  write(context, inks, shorten(count), x, y, r > 14 ? 12 : 11);
}

/** @param {any} context @param {number} x @param {number} y @param {number} r @param {string} fill */
function paintDisc(context, x, y, r, fill) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

/** The count of an area: a square badge, so that it is never taken for a place. @param {any} context @param {Inks} inks
 * @param {number} count @param {number} x @param {number} y
 * @returns {number} half of its width
 */
export function paintBadge(context, inks, count, x, y) {
  const text = shorten(count);
  context.font = "600 11px system-ui, sans-serif";
  const half = Math.max(9, context.measureText(text).width / 2 + 6);
  context.beginPath();
  context.rect(x - half, y - 9, 2 * half, 18);
  context.fillStyle = inks.paper;
  context.fill();
  context.lineWidth = 1.5;
  context.setLineDash([]);
  context.strokeStyle = inks.ink;
  context.stroke();
  write(context, inks, text, x, y, 11);
  return half;
}

/** @param {any} context @param {Inks} inks @param {string} text @param {number} x @param {number} y @param {number} size */
function write(context, inks, text, x, y, size) {
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = inks.ink;
  context.fillText(text, x, y + 0.5);
}

/** @param {number} count */
export function shorten(count) {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)}k` : `${(count / 1e6).toFixed(1)}M`;
}

/** An area where it may have happened: evenly filled, bordered by its best grade. @param {any} context
 * @param {Path2D} path @param {string} fill @param {number} opacity @param {number} rank @param {number} unit one pixel in the path's units
 * @param {"evenodd" | "nonzero"} [rule]
 */
export function paintArea(context, path, fill, opacity, rank, unit, rule = "evenodd") {
  context.globalAlpha = opacity;
  context.fillStyle = fill;
  context.fill(path, rule);
  context.globalAlpha = 1;
  context.lineWidth = 2 * unit;
  context.setLineDash((DASHES[GRADES[rank]] ?? []).map((dash) => dash * 2 * unit));
  context.strokeStyle = fill;
  context.stroke(path);
  context.setLineDash([]);
}

/** A quiet name on the ground. @param {any} context @param {Inks} inks @param {string} text @param {number} x @param {number} y @param {number} size */
export function paintLabel(context, inks, text, x, y, size) {
  context.font = `${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = inks.land;
  context.strokeText(text, x, y);
  context.fillStyle = inks.label;
  context.fillText(text, x, y);
}
