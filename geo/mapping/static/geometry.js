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
