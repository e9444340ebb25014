// Web Mercator and shapes on a canvas.

/** @param {number} longitude degrees @returns {number} 0 to 1 */
export function mercatorX(longitude) {
  return longitude / 360 + 0.5;
}

/** @param {number} latitude degrees @returns {number} 0 to 1, north is 0 */
export function mercatorY(latitude) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @typedef {{lat: number, lng: number, zoom: number}} Sight where a map looks */

/** Share of the window by which a canvas is larger on each side: a drag shows no edge at once. */
export const PADDING = 0.1;

/** Where a map looks that shows a box whole: what Leaflet's `fitBounds` comes to.
 * @param {number[]} box degrees: west, south, east, north @param {{x: number, y: number}} size of the map, pixels
 * @param {number} left pixels that stay free there @param {number} around pixels that stay free on the other sides
 * @param {number} most the closest zoom @param {number} snap zooms are its multiples @returns {Sight}
 */
export function fitted([west, south, east, north], size, left, around, most, snap) {
  const [low, high] = [mercatorY(south), mercatorY(north)];
  const scale = Math.min((size.x - left - around) / (mercatorX(east) - mercatorX(west)), (size.y - 2 * around) / (low - high));
  const exact = (Math.round((Math.log2(scale / 256) * 100) / snap) * snap) / 100; // as Leaflet has it: what is a hundredth of a step short is whole
  const zoom = Math.max(0, Math.min(most, Math.floor(exact / snap) * snap || 0));
  const x = (mercatorX(west) + mercatorX(east)) / 2 + (around - left) / 2 / (256 * 2 ** zoom);
  const y = (low + high) / 2;
  return { lat: latitudeOf(y), lng: (x - 0.5) * 360, zoom };
}

/** The zoom that a map takes for one that it is asked for. @param {number} zoom @param {number} snap */
export function snapped(zoom, snap) {
  return Math.max(0, Math.round(zoom / snap) * snap);
}

/** @param {number} y 0 to 1, north is 0 @returns {number} degrees */
function latitudeOf(y) {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/** The frame of a canvas over a map: what part of the world it shows. @param {Sight} sight @param {{x: number, y: number}} size of the map, pixels */
export function frameAt({ lat, lng, zoom }, size) {
  const scale = 256 * 2 ** zoom;
  const offset = { x: Math.round(-PADDING * size.x), y: Math.round(-PADDING * size.y) };
  return {
    scale,
    zoom,
    left: Math.round(mercatorX(lng) * scale - size.x / 2) + offset.x,
    top: Math.round(mercatorY(lat) * scale - size.y / 2) + offset.y,
    width: Math.round(offset.x + size.x * (1 + 2 * PADDING)) - offset.x,
    height: Math.round(offset.y + size.y * (1 + 2 * PADDING)) - offset.y,
    offset,
  };
}

/** Pixels of a length on the ground. @param {number} metres @param {number} latitude @param {number} world pixels */
export function pixelsOf(metres, latitude, world) {
  return (metres / (40075016.7 * Math.cos((latitude * Math.PI) / 180))) * world;
}

/** Whether a point lies in rings by the even-odd rule. @param {Float64Array[]} rings @param {number} x @param {number} y */
export function inside(rings, x, y) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const yi = ring[i + 1];
      const yj = ring[j + 1];
      if (yi > y !== yj > y && x < ((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]) odd = !odd;
    }
  }
  return odd;
}

/** @type {Record<string, [number, number, number]>} corners, turn, and growth that makes surfaces look alike */
const REGULAR = {
  triangle: [3, -0.25, 1.3], down: [3, 0.25, 1.3], wedge: [3, 0, 1.3], diamond: [4, -0.25, 1.2],
  square: [4, -0.125, 1.15], pentagon: [5, -0.25, 1.1], hexagon: [6, 0, 1.08],
};

/** Lays the path of a shape. @param {any} context @param {string} shape @param {number} x @param {number} y @param {number} r */
export function tracePath(context, shape, x, y, r) {
  context.beginPath();
  const regular = REGULAR[shape];
  if (regular) return polygon(context, x, y, r * regular[2], regular[0], regular[1]);
  if (shape === "star") return star(context, x, y, r * 1.3);
  if (shape === "cross") return cross(context, x, y, r);
  if (shape === "drop") {
    context.moveTo(x, y - r * 1.5);
    context.quadraticCurveTo(x + r * 1.3, y, x + r * 0.8, y + r * 0.7);
    context.quadraticCurveTo(x, y + r * 1.4, x - r * 0.8, y + r * 0.7);
    context.quadraticCurveTo(x - r * 1.3, y, x, y - r * 1.5);
    return context.closePath();
  }
  context.arc(x, y, r, 0, 2 * Math.PI);
  if (shape === "ring") {
    context.moveTo(x + r * 0.38, y);
    context.arc(x, y, r * 0.38, 0, 2 * Math.PI, true);
  }
}

/** @param {any} context @param {number} x @param {number} y @param {number} r @param {number} corners @param {number} turn */
function polygon(context, x, y, r, corners, turn) {
  for (let i = 0; i < corners; i++) {
    const angle = 2 * Math.PI * (i / corners + turn);
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

/** @param {any} context @param {number} x @param {number} y @param {number} r */
function star(context, x, y, r) {
  for (let i = 0; i < 10; i++) {
    const angle = Math.PI * (i / 5 - 0.5);
    const reach = i % 2 ? r * 0.5 : r;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
}

/** @param {any} context @param {number} x @param {number} y @param {number} r */
function cross(context, x, y, r) {
  const arm = r * 0.42;
  const corners = [[-arm, -r], [arm, -r], [arm, -arm], [r, -arm], [r, arm], [arm, arm], [arm, r], [-arm, r], [-arm, arm], [-r, arm], [-r, -arm], [-arm, -arm]];
  for (const [dx, dy] of corners) context.lineTo(x + dx, y + dy);
  context.closePath();
}
