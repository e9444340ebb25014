// Hue and shape, always together: Okabe and Ito's colours without yellow, each with a shape of its own.

export const CLASSES = [
  "ballistic_missile", "cruise_missile", "missile", "drone", "glide_bomb", "bomb", "air_strike", "rocket_artillery",
  "artillery", "naval_drone", "unspecified",
];
export const GRADES = ["acknowledged", "corroborated", "single_origin", "contested", "discounted"];

const HUE = { vermilion: 0, orange: 1, sky: 2, green: 3, blue: 4, purple: 5, ink: 6, grey: 7 };
export const HUES = 8;
/** Fills for light and dark ground. */
const FILLS = {
  light: ["#d55e00", "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#cc79a7", "#1a1a1a", "#767676"],
  dark: ["#f07a24", "#f0ac1e", "#6cc2f2", "#1fc295", "#4a9fe0", "#e091be", "#f2f2f2", "#a0a0a0"],
};

/** @typedef {{key: string, hue: number, shape: string}} Look */

/** @type {Record<string, [number, string]>} */
const CLASS_LOOKS = {
  ballistic_missile: [HUE.vermilion, "triangle"],
  cruise_missile: [HUE.orange, "wedge"],
  missile: [HUE.vermilion, "diamond"],
  drone: [HUE.blue, "circle"],
  glide_bomb: [HUE.purple, "square"],
  bomb: [HUE.purple, "pentagon"],
  air_strike: [HUE.purple, "down"],
  rocket_artillery: [HUE.green, "hexagon"],
  artillery: [HUE.green, "cross"],
  naval_drone: [HUE.sky, "drop"],
  unspecified: [HUE.grey, "ring"],
};
/** @type {[number, string][]} */
const ORIGIN_LOOKS = [
  [HUE.blue, "circle"], [HUE.vermilion, "triangle"], [HUE.green, "square"], [HUE.purple, "diamond"],
  [HUE.orange, "hexagon"], [HUE.sky, "down"], [HUE.ink, "pentagon"],
];
export const MIXED = "*";

/** The looks of a map's classes or origins; the last two are "several" and "not stated".
 * @param {"class" | "origin"} by
 * @param {string[]} present origins, most frequent first
 * @returns {Look[]}
 */
export function looksOf(by, present) {
  const keys = by === "class" ? CLASSES : present.filter((key) => key);
  const looks = keys.map((key, i) => {
    const [hue, shape] = by === "class" ? CLASS_LOOKS[key] : ORIGIN_LOOKS[i] ?? [HUE.grey, "cross"];
    return { key, hue, shape };
  });
  looks.push({ key: MIXED, hue: HUE.ink, shape: "star" }, { key: "", hue: HUE.grey, shape: "ring" });
  return looks;
}

/** The look of a set of values: its own where it has one value, "several" where more.
 * @param {Look[]} looks @param {string[]} set
 */
export function lookOf(looks, set) {
  const values = set.filter((value) => value);
  const key = values.length > 1 ? MIXED : values[0] ?? "";
  const at = looks.findIndex((look) => look.key === key);
  return at < 0 ? looks.length - 1 : at;
}

/** Whether light stands on dark: what the reader asked for, but never on paper. */
export function isDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches && !document.querySelector(".sm-printing");
}

/** @param {boolean} dark */
export function fills(dark) {
  return dark ? FILLS.dark : FILLS.light;
}

/** Fill opacity of a step of confidence. */
export const OPACITY = [0.35, 0.65, 0.95];
/** Dashes of the outline by grade, in units of its width. @type {Record<string, number[]>} */
export const DASHES = { acknowledged: [], corroborated: [], single_origin: [3, 2], contested: [1, 1.6], discounted: [1, 3], "": [3, 2] };

/** Radius in pixels for munitions that hit: 6 where unknown, capped at 13.
 * @param {number} hit
 */
export function radiusOf(hit) {
  return hit > 1 ? Math.min(13, 6 + 1.6 * Math.sqrt(hit - 1)) : 6;
}
