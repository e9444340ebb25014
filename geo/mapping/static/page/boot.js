// Puts a page together whose scripts stand folded in it: first what shows the marks, and when these are on the screen
// Leaflet, the map's controls and what Folium wrote.

import { bytesOf, inflate } from "../streams.js";

/** @param {Element} folded @returns {Promise<Element>} the script or style that it holds */
async function unfold(folded) {
  const element = document.createElement(/** @type {HTMLElement} */ (folded).dataset.fold ?? "script");
  element.textContent = new TextDecoder().decode(await inflate(bytesOf(folded.textContent ?? "")));
  return element;
}

/** Puts what stands folded in its place, one after the other: each may count on those before it. @param {string} turn */
async function unfoldAll(turn) {
  const folded = [...document.querySelectorAll(`[data-turn="${turn}"]`)];
  const elements = await Promise.all(folded.map(unfold));
  folded.forEach((each, i) => each.replaceWith(elements[i]));
}

async function boot() {
  await unfoldAll("first");
  await /** @type {any} */ (window).strikemap.first();
  await unfoldAll("then");
  for (const waiting of document.querySelectorAll("script[data-waiting]")) {
    const script = document.createElement("script");
    script.textContent = waiting.textContent;
    waiting.replaceWith(script);
  }
}

void boot();
