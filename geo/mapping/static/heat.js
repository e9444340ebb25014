// Heat: how many strikes lie around each spot, as a smoothed grid; its cost is that of the window, not of the strikes.

const HEAT_CELL = 4;
const HEAT_PASSES = 5;
const HEAT_REACH = 3;
/** Share of the highest density -> red, green, blue, alpha; darker or lighter all the way, so that no hue is needed to read it. */
const HEAT_RAMP = {
  light: [[0, 253, 219, 160, 0], [0.12, 253, 208, 140, 120], [0.4, 240, 130, 50, 175], [0.75, 190, 55, 20, 205], [1, 110, 15, 10, 220]],
  dark: [[0, 90, 40, 10, 0], [0.12, 120, 50, 15, 130], [0.4, 200, 90, 20, 180], [0.75, 245, 170, 60, 205], [1, 255, 240, 190, 225]],
};

/** Smooths a grid in place along rows, then along columns. @param {Float32Array} grid @param {number} wide @param {number} high */
export function smooth(grid, wide, high) {
  const line = new Float32Array(Math.max(wide, high));
  for (let pass = 0; pass < HEAT_PASSES; pass++) {
    for (let row = 0; row < high; row++) blur(grid, row * wide, 1, wide, line);
    for (let column = 0; column < wide; column++) blur(grid, column, wide, high, line);
  }
}

/** A running mean over `2 * HEAT_REACH + 1` cells. @param {Float32Array} grid @param {number} start @param {number} step @param {number} n @param {Float32Array} line */
function blur(grid, start, step, n, line) {
  for (let i = 0; i < n; i++) line[i] = grid[start + i * step];
  let sum = 0;
  for (let i = 0; i < Math.min(HEAT_REACH, n); i++) sum += line[i];
  for (let i = 0; i < n; i++) {
    if (i + HEAT_REACH < n) sum += line[i + HEAT_REACH];
    if (i > HEAT_REACH) sum -= line[i - HEAT_REACH - 1];
    grid[start + i * step] = sum / (2 * HEAT_REACH + 1);
  }
}

/** @param {(string | number)[][]} ramp @param {number} share */
function tone(ramp, share) {
  const stops = /** @type {number[][]} */ (ramp);
  let at = 1;
  while (at < stops.length - 1 && stops[at][0] < share) at++;
  const [low, high] = [stops[at - 1], stops[at]];
  const part = Math.min(1, Math.max(0, (share - low[0]) / (high[0] - low[0])));
  return [1, 2, 3, 4].map((i) => low[i] + part * (high[i] - low[i]));
}

/** @param {any} context @param {import("./groups.js").Frame} frame @param {import("./scene.js").Drawn[]} layers @param {boolean} dark */
export function paintHeat(context, frame, layers, dark) {
  const wide = Math.ceil(frame.width / HEAT_CELL);
  const high = Math.ceil(frame.height / HEAT_CELL);
  const grid = new Float32Array(wide * high);
  for (const { tally, cells } of layers) {
    for (const place of tally.places()) {
      if (cells.of[place] < 0) continue;
      const x = Math.floor((tally.x[place] * frame.scale - frame.left) / HEAT_CELL);
      const y = Math.floor((tally.y[place] * frame.scale - frame.top) / HEAT_CELL);
      if (x >= 0 && y >= 0 && x < wide && y < high) grid[y * wide + x] += tally.count[place];
    }
  }
  smooth(grid, wide, high);
  const most = grid.reduce((a, b) => Math.max(a, b), 0);
  if (!most) return;
  const tones = Array.from({ length: 65 }, (_, i) => tone(dark ? HEAT_RAMP.dark : HEAT_RAMP.light, i / 64));
  const image = new ImageData(wide, high);
  for (let i = 0; i < grid.length; i++) if (grid[i] > 0) image.data.set(tones[Math.round(64 * Math.sqrt(grid[i] / most))], 4 * i);
  const small = document.createElement("canvas");
  small.width = wide;
  small.height = high;
  /** @type {CanvasRenderingContext2D} */ (small.getContext("2d")).putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, wide * HEAT_CELL, high * HEAT_CELL);
}
