// The legend: what hue, shape, outline, fill and size mean, and what is not meant.

import { el } from "./dom.js";
import { paintBadge, paintCount, paintStrike } from "./paint.js";
import { valueName } from "./details.js";

const GRADES_SHOWN = ["corroborated", "single_origin", "contested"];

/** A small picture, drawn by the map's own brush. @param {number} width @param {number} height @param {(context: any) => void} draw */
export function picture(width, height, draw) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const canvas = el("canvas", { class: "sm-swatch", width: width * ratio, height: height * ratio, "aria-hidden": "true" });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  draw(context);
  return canvas;
}

/** @param {any} desk @returns {Node[]} */
export function legend(desk) {
  const { say, looks } = desk;
  const { inks } = desk.style();
  const present = looks.filter((/** @type {any} */ look, /** @type {number} */ i) => desk.lookCounts[i]);
  const item = (/** @type {any} */ image, /** @type {string} */ words) => el("li", {}, image, el("span", {}, words));
  const by = desk.view.colorBy;
  return [
    el("div", { class: "sm-color-by", role: "radiogroup", "aria-label": say("color_by") }, ...["class", "origin"].map((which) => colourButton(desk, which))),
    el("ul", {}, ...present.map((/** @type {any} */ look) => item(desk.swatch(look.key), valueName(desk, by, look.key)))),
    el(
      "ul",
      {},
      ...GRADES_SHOWN.map((grade) => item(picture(22, 20, (c) => paintStrike(c, inks, { key: "", hue: 7, shape: "circle" }, 11, 10, 6, grade, 0)), say(`legend.${grade}`))),
      item(picture(46, 20, (c) => [0, 1, 2].forEach((step) => paintStrike(c, inks, { key: "", hue: 4, shape: "circle" }, 9 + 14 * step, 10, 5, "corroborated", step))), say("legend.fill")),
      item(picture(46, 24, (c) => [1, 6, 18].forEach((hit, i) => paintStrike(c, inks, { key: "", hue: 7, shape: "circle" }, [6, 18, 36][i], 12, [4, 6, 9][i], "corroborated", 1))), say("legend.size")),
      item(picture(22, 22, (c) => void paintCount(c, inks, [3, 0, 0, 0, 4, 0, 0, 0], 0, 7, 11, 11, 9.5)), say("legend.count")),
      item(picture(24, 22, (c) => void paintBadge(c, inks, 3, 12, 11)), say("legend.badge")),
    ),
    el("p", { class: "sm-strong" }, say("legend.area")),
    el("p", {}, say("legend.boundaries")),
    desk.config.corrections ? el("p", {}, say("corrections"), " ", el("bdi", {}, desk.config.corrections)) : null,
  ].filter(Boolean);
}

/** @param {any} desk @param {string} which */
function colourButton(desk, which) {
  const on = desk.view.colorBy === which;
  return el("button", { type: "button", class: "sm-button", role: "radio", "aria-checked": String(on), onclick: () => desk.setColorBy(which) }, desk.say(`facet.${which}`));
}
