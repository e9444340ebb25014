// What a reader is told of a strike: in short in the popup, in full in the panel.

import { dayOf } from "./dates.js";
import { el, outward } from "./dom.js";

/**
 * @typedef {object} Teller
 * @property {import("./messages.js").Say} say
 * @property {(code: string) => string} country
 * @property {any} calendar
 * @property {import("./filter.js").View} view
 */

/** @param {Teller} teller @param {string} facet @param {string} value */
export function valueName(teller, facet, value) {
  if (value === "") return teller.say("not_stated");
  if (value === "*") return teller.say("several");
  if (facet === "origin" || facet === "attacker") return teller.country(value);
  return teller.say(`${facet}.${value}`);
}

/** A count as a range: "32", "at least 2", "up to 20", "3 to 5", or null where nothing is known.
 * @param {import("./messages.js").Say} say @param {number | null | undefined} low @param {number | null | undefined} high
 * @returns {string | null}
 */
export function rangeWords(say, low, high) {
  const known = (/** @type {any} */ value) => typeof value === "number";
  if (known(low) && known(high)) return low === high ? say("count.exact", { low: Number(low) }) : say("count.range", { low: Number(low), high: Number(high) });
  if (known(low)) return say("count.least", { low: Number(low) });
  if (known(high)) return say("count.most", { high: Number(high) });
  return null;
}

/** @param {Teller} teller @param {import("./store.js").Store} store @param {number} row */
export function whenWords(teller, store, row) {
  const { day, back, ahead } = store.c;
  const window = teller.calendar.range(day[row] - back[row], day[row] + ahead[row]);
  const precision = store.word("time_precision", row);
  return precision ? `${window} (${teller.say(`time.${precision}`)})` : window;
}

/** @param {Teller} teller @param {import("./store.js").Store} store @param {number} row @param {string} facet */
function listWords(teller, store, row, facet) {
  return store.valuesAt(facet, row).map((value) => valueName(teller, facet, value)).join(", ");
}

/** @param {Teller} teller @param {import("./store.js").Store} store @param {number} row */
export function placeWords(teller, store, row) {
  const name = store.placeName(row) || teller.say("place_unknown");
  const unit = store.word("admin1", row);
  const country = store.word("country_code", row);
  const parts = [name, unit !== name ? unit : "", country ? teller.country(country) : ""];
  return parts.filter((part, i) => part && parts.indexOf(part) === i).join(", ");
}

/** "Kharkiv: drone, cruise missile". @param {Teller} teller @param {import("./store.js").Store} store @param {number} row */
export function headline(teller, store, row) {
  return `${store.placeName(row) || capital(teller.say("place_unknown"))}: ${listWords(teller, store, row, "class")}`;
}

/** @param {string} words */
export function capital(words) {
  return words.slice(0, 1).toLocaleUpperCase() + words.slice(1);
}

/** What was known on a day: without the reports published later, and without what only all of them together say.
 * @param {any} text @param {number} day Infinity for everything @returns {any} `later` is the number of reports left out
 */
export function asKnown(text, day) {
  const sources = (text.sources ?? []).filter((/** @type {any} */ source) => (dayOf(source.published ?? "") ?? -Infinity) <= day);
  const later = (text.sources ?? []).length - sources.length;
  if (!later) return text;
  const different = (/** @type {string} */ key) => new Set(sources.map((/** @type {any} */ source) => source[key]).filter(Boolean)).size;
  const counts = Object.fromEntries(Object.keys(text).filter((key) => /_(min|max|best)$/.test(key)).map((key) => [key, undefined]));
  const claimants = [...new Set(sources.flatMap((/** @type {any} */ source) => source.claimants ?? []))];
  return {
    ...text, ...counts, sources, later, claimants, deniers: [], notes: [],
    n_origins: different("origin"), n_outlets: different("publisher"), n_reports: different("report_id"), n_sides: undefined,
  };
}

/** @param {Teller} teller @param {any} text */
function laterWords({ say, calendar, view }, text) {
  return text.later ? el("p", { class: "sm-later" }, say("later_reports", { n: text.later, day: calendar.day(view.known) })) : null;
}

/** @param {string} term @param {...any} parts */
function line(term, ...parts) {
  if (!parts.some((part) => part !== null && part !== undefined && part !== "")) return null;
  return el("div", { class: "sm-line" }, el("dt", {}, term), el("dd", { dir: "auto" }, ...parts));
}

/** @param {Teller} teller @param {import("./store.js").Store} store @param {number} row */
function gradeMark(teller, store, row) {
  const grade = store.word("grade", row);
  if (!grade) return null;
  return el("span", { class: `sm-grade sm-grade-${grade}` }, teller.say(`grade.${grade}`));
}

/** The popup. @param {Teller} teller @param {import("./store.js").Store} store @param {number} row @param {any} whole @param {() => void} more */
export function popup(teller, store, row, whole, more) {
  const { say } = teller;
  const text = asKnown(whole, teller.view.known);
  const source = (text.sources ?? [])[0];
  return el(
    "article",
    { class: "sm-popup" },
    el("h2", { dir: "auto" }, headline(teller, store, row)),
    el("p", {}, whenWords(teller, store, row)),
    el("p", { dir: "auto" }, placeWords(teller, store, row), " · ", say(`precision.${store.valuesAt("precision", row)[0] || "unknown"}`)),
    el("p", {}, gradeMark(teller, store, row)),
    laterWords(teller, text),
    source?.quote && el("blockquote", { dir: "auto" }, source.quote),
    source && el("p", { class: "sm-cite" }, outward(source.url, source.publisher || source.title || say("source"))),
    el("button", { type: "button", class: "sm-button", onclick: more }, say("all_details")),
  );
}

/** The panel. @param {Teller} teller @param {import("./store.js").Store} store @param {number} row @param {any} whole
 * @param {{wave: number, parts: number[], open: (row: number) => void}} around its wave (-1 for none) and the strikes inside it
 */
export function fullDetails(teller, store, row, whole, around) {
  const { say } = teller;
  const text = asKnown(whole, teller.view.known);
  return el(
    "article",
    { class: "sm-details" },
    el("h3", { dir: "auto" }, headline(teller, store, row)),
    el("p", {}, gradeMark(teller, store, row), " ", store.word("grade", row) ? say(`grade_means.${store.word("grade", row)}`) : null),
    laterWords(teller, text),
    el(
      "dl",
      {},
      line(say("when"), whenWords(teller, store, row), text.time_start ? ` · ${say("at_time", { time: String(text.time_start).slice(0, 5) })}` : null),
      text.date_text ? line(say("words_for_time"), quoted(text.date_text)) : null,
      line(say("where"), placeWords(teller, store, row)),
      line(say("place_precision"), precisionWords(teller, store, row, text)),
      text.place_text ? line(say("words_for_place"), quoted(text.place_text)) : null,
      line(say("attacker"), listWords(teller, store, row, "attacker")),
      line(say("weapon_class"), listWords(teller, store, row, "class")),
      line(say("weapon_system"), store.header.sets.weapon_systems[store.c.weapon_systems[row]].join(", ")),
      line(say("weapon_origin"), originWords(teller, store, row, text)),
      ...["launched", "intercepted", "hit", "killed", "injured"].map((name) => line(say(name), rangeWords(say, text[`${name}_min`], text[`${name}_max`]))),
      line(say("outcome"), listWords(teller, store, row, "outcome")),
      line(say("target"), targetWords(teller, store, row, text)),
      line(say("confidence"), confidenceWords(teller, text, store.confidenceThen(row) ?? text.confidence)),
      line(say("who_says"), (text.claimants ?? []).map(teller.country).join(", ")),
      line(say("who_denies"), (text.deniers ?? []).map(teller.country).join(", ")),
      line(say("support"), supportWords(say, text)),
    ),
    notes(say, text),
    waveParts(teller, store, around),
    el("h4", {}, say("sources")),
    ...(text.sources ?? []).map((/** @type {any} */ source) => sourceCard(teller, source)),
    el("p", { class: "sm-id" }, `${say("id")} `, el("code", {}, text.strike_id)),
  );
}

/** @param {string} words */
function quoted(words) {
  return el("q", { dir: "auto" }, words);
}

/** @param {Teller} teller @param {any} store @param {number} row @param {any} text */
function precisionWords({ say }, store, row, text) {
  const name = say(`precision.${store.valuesAt("precision", row)[0] || "unknown"}`);
  if (!(text.uncertainty_m > 0)) return name;
  const km = text.uncertainty_m / 1000;
  return `${name}, ${say("within_km", { km: km < 10 ? Math.round(km * 10) / 10 : Math.round(km) })}`;
}

/** @param {Teller} teller @param {any} store @param {number} row @param {any} text */
function originWords(teller, store, row, text) {
  const names = listWords(teller, store, row, "origin");
  const basis = text.weapon_origin_basis;
  return basis && basis !== "none" ? `${names} (${teller.say(`basis.${basis}`)})` : names;
}

/** @param {Teller} teller @param {any} store @param {number} row @param {any} text */
function targetWords({ say }, store, row, text) {
  const kind = store.word("target_type", row);
  return [kind && say(`target.${kind}`), text.target_text].filter(Boolean).join(": ");
}

/** A number only where it was calibrated; else words. @param {Teller} teller @param {any} text @param {unknown} value 0 to 1 */
export function confidenceWords({ say }, text, value) {
  if (typeof value !== "number") return "";
  if (text.confidence_calibrated) return say("confidence.number", { percent: Math.round(100 * value) });
  const step = value >= 0.8 ? "very_likely" : value >= 0.55 ? "likely" : value >= 0.45 ? "even" : "unlikely";
  return say(`confidence.${step}`);
}

/** @param {import("./messages.js").Say} say @param {any} text */
function supportWords(say, text) {
  const parts = ["n_origins", "n_outlets", "n_reports", "n_sides"].filter((name) => text[name] > 0).map((name) => say(name, { n: text[name] }));
  return parts.join(" · ");
}

/** @param {import("./messages.js").Say} say @param {any} text */
function notes(say, text) {
  if (!text.notes?.length) return null;
  return el("section", {}, el("h4", {}, say("contradictions")), el("ul", {}, ...text.notes.map((/** @type {string} */ note) => el("li", { dir: "auto" }, note))));
}

/** @param {Teller} teller @param {import("./store.js").Store} store @param {{wave: number, parts: number[], open: (row: number) => void}} around */
function waveParts(teller, store, { wave, parts, open }) {
  const button = (/** @type {number} */ row) =>
    el("button", { type: "button", class: "sm-link", onclick: () => open(row) }, `${teller.calendar.short(store.c.day[row])} · ${headline(teller, store, row)}`);
  if (wave >= 0) return el("section", {}, el("h4", {}, teller.say("part_of_wave")), button(wave));
  if (!parts.length) return null;
  return el("section", {}, el("h4", {}, teller.say("wave_parts", { n: parts.length })), el("ul", {}, ...parts.slice(0, 100).map((row) => el("li", {}, button(row)))));
}

/** @param {Teller} teller @param {any} source */
function sourceCard(teller, source) {
  const { say } = teller;
  const by = (source.claimants ?? []).map(teller.country).join(", ");
  return el(
    "section",
    { class: "sm-source" },
    source.quote ? el("blockquote", { dir: "auto" }, source.quote) : null,
    el(
      "p",
      { class: "sm-cite" },
      outward(source.url, source.title || source.url || say("source")),
      source.publisher ? el("span", {}, " · ", el("bdi", {}, source.publisher)) : null,
      source.published ? ` · ${source.published}` : null,
    ),
    el(
      "p",
      { class: "sm-cite" },
      [by && say("says", { who: by }), source.origin && source.origin !== source.publisher && say("first_said", { who: String(source.origin) }), source.assertion && say(`assertion.${source.assertion}`)]
        .filter(Boolean)
        .join(" · "),
    ),
  );
}
