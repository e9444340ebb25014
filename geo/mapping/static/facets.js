// The panel of filters, with counts beside each value.

import { el } from "./dom.js";
import { valueName } from "./details.js";
import { CLASSES, GRADES } from "./palette.js";
import { FACETS } from "./store.js";

const ORDER = {
  class: CLASSES,
  grade: GRADES,
  precision: ["site", "sub_settlement", "settlement", "near_settlement", "admin3", "admin2", "admin1", "region", "country", "sea_air", "unknown"],
  outcome: ["impact", "mixed", "debris", "intercepted", "unknown"],
};

export class Facets {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    const say = desk.say;
    /** @type {Record<string, Map<string, {box: any, count: any, row: any}>>} */
    this.rows = {};
    /** Layers or colours changed since the list was built; it is built when it is seen. */
    this.stale = true;
    this.search = el("input", { type: "search", placeholder: say("search_hint"), "aria-label": say("search"), oninput: () => this.desk.searchFor(this.search.value) });
    this.body = el("div", { class: "sm-facets" });
    this.element = el(
      "aside",
      { class: "sm-filters", "aria-label": say("filters"), hidden: true },
      el("div", { class: "sm-head" }, el("h2", {}, say("filters")), el("button", { type: "button", class: "sm-button sm-close", "aria-label": say("close"), onclick: () => desk.show("filters", false) }, "×")),
      this.search,
      el("button", { type: "button", class: "sm-button", onclick: () => desk.reset() }, say("reset")),
      this.body,
    );
  }

  build() {
    this.stale = false;
    const { say } = this.desk;
    const groups = FACETS.map((facet) => {
      this.rows[facet] = new Map();
      const values = this.valuesOf(facet);
      const fields = values.map((value) => this.row(facet, value));
      const open = facet === "class" || facet === "origin" || facet === "grade";
      return el(
        "details",
        { open, class: "sm-facet" },
        el("summary", {}, say(`facet.${facet}`)),
        el(
          "div",
          { role: "group", "aria-label": say(`facet.${facet}`) },
          el("div", { class: "sm-both" }, this.both(facet, values, true), this.both(facet, values, false)),
          ...fields,
        ),
      );
    });
    this.body.replaceChildren(...groups);
  }

  /** @param {string} facet @param {string[]} values @param {boolean} on */
  both(facet, values, on) {
    const { say } = this.desk;
    const words = say(on ? "all" : "none");
    return el("button", { type: "button", class: "sm-link", "aria-label": `${say(`facet.${facet}`)}: ${words}`, onclick: () => this.desk.switchAll(facet, values, on) }, words);
  }

  /** @param {string} facet @returns {string[]} */
  valuesOf(facet) {
    const found = new Set();
    for (const { store } of this.desk.layers) {
      store.values[facet].forEach((/** @type {string[]} */ set, /** @type {number} */ code) => {
        if (store.sums[facet][code]) for (const value of set) found.add(value);
      });
    }
    const order = /** @type {any} */ (ORDER)[facet] ?? this.desk.originOrder;
    const rank = (/** @type {string} */ value) => (value === "" ? 1e6 : (order.indexOf(value) + 1e5) % 1e5);
    return [...found].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  }

  /** @param {string} facet @param {string} value */
  row(facet, value) {
    const { desk } = this;
    const box = el("input", { type: "checkbox", onchange: () => desk.switchValue(facet, value, box.checked) });
    const count = el("span", { class: "sm-count" });
    const swatch = facet === desk.view.colorBy ? desk.swatch(value) : null;
    const row = el("label", { class: "sm-value" }, box, swatch, el("bdi", {}, valueName(desk, facet, value)), count);
    this.rows[facet].set(value, { box, count, row });
    return row;
  }

  /** @param {Record<string, Map<string, number>>[]} counts one for each layer */
  update(counts) {
    if (this.stale) this.build();
    for (const facet of FACETS) {
      for (const [value, { box, count, row }] of this.rows[facet] ?? []) {
        const sum = counts.reduce((total, each) => total + (each[facet].get(value) ?? 0), 0);
        box.checked = !this.desk.view.off[facet].has(value);
        count.textContent = this.desk.number(sum);
        row.classList.toggle("sm-nothing", sum === 0);
      }
    }
    if (document.activeElement !== this.search) this.search.value = this.desk.view.text;
  }
}
