// The view as the hash of the address, and back.

import { dayOf, isoDay } from "./dates.js";
import { FACETS } from "./store.js";

/** @param {import("./filter.js").View} view @param {import("./filter.js").View} fresh how the map opens
 * @param {{lat: number, lng: number, zoom: number} | null} at @param {string | null} chosen id of the strike that is open
 * @param {number} [row] where it stands: a hint that saves a search
 */
export function hashOf(view, fresh, at, chosen, row) {
  const parts = new URLSearchParams();
  if (view.from !== fresh.from || view.to !== fresh.to) parts.set("days", `${isoDay(view.from)}_${isoDay(view.to)}`);
  if (Number.isFinite(view.known)) parts.set("known", isoDay(view.known));
  for (const facet of FACETS) {
    const off = [...view.off[facet]].sort();
    if (off.join("\n") !== [...fresh.off[facet]].sort().join("\n")) parts.set(`no-${facet}`, off.map(encode).join("~") + (off.length ? "" : "~"));
  }
  if (view.text) parts.set("q", view.text);
  if (view.colorBy !== fresh.colorBy) parts.set("color", view.colorBy);
  if (view.arcs !== fresh.arcs) parts.set("arcs", view.arcs ? "1" : "0");
  if (view.heat) parts.set("heat", "1");
  if (at) parts.set("at", `${at.lat.toFixed(4)},${at.lng.toFixed(4)},${at.zoom.toFixed(2)}`);
  if (chosen) parts.set("strike", chosen);
  if (chosen && row !== undefined) parts.set("row", String(row));
  return parts.toString();
}

/** @param {string} hash @param {import("./filter.js").View} fresh */
export function viewOf(hash, fresh) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {import("./filter.js").View} */
  const view = { ...fresh, off: Object.fromEntries(FACETS.map((facet) => [facet, new Set(fresh.off[facet])])) };
  const days = (parts.get("days") ?? "").split("_").map(dayOf);
  if (days.length === 2 && days[0] !== null && days[1] !== null && days[0] <= days[1]) {
    view.from = Math.max(fresh.from, Math.min(fresh.to, days[0]));
    view.to = Math.max(view.from, Math.min(fresh.to, days[1]));
  }
  const known = dayOf(parts.get("known") ?? "");
  if (known !== null) view.known = known;
  for (const facet of FACETS) {
    const off = parts.get(`no-${facet}`);
    if (off !== null) view.off[facet] = new Set(off === "~" ? [] : off.split("~").map(decode));
  }
  view.text = parts.get("q") ?? "";
  const color = parts.get("color");
  if (color === "class" || color === "origin") view.colorBy = color;
  if (parts.has("arcs")) view.arcs = parts.get("arcs") === "1";
  view.heat = parts.get("heat") === "1";
  const [lat, lng, zoom] = (parts.get("at") ?? "").split(",").map(Number);
  const at = [lat, lng, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lng) <= 360 ? { lat, lng, zoom } : null;
  const row = Number(parts.get("row") ?? NaN);
  return { view, at, chosen: parts.get("strike"), row: Number.isInteger(row) && row >= 0 ? row : undefined };
}

/** @param {string} text */
function encode(text) {
  return encodeURIComponent(text).replaceAll("~", "%7E");
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
