// What is in view as a table that can be sorted and taken along as CSV; and the list of what cannot be drawn.

import { el } from "./dom.js";
import { placeWords, valueName, whenWords } from "./details.js";
import { isoDay } from "./dates.js";
import { COLUMN } from "./store.js";

const PAGE = 200;
const COLUMNS = ["date", "place", "class", "origin", "attacker", "precision", "grade"];
const TEXT_COLUMNS = [
  "strike_id", "launched_min", "launched_max", "intercepted_min", "intercepted_max", "hit_min", "hit_max", "killed_min",
  "killed_max", "injured_min", "injured_max", "n_origins", "n_reports",
];

/** A cell that a spreadsheet takes for text: quoted, and never the start of a formula. @param {unknown} value */
export function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {any} desk @param {import("./store.js").Store} store @param {number} row @param {string} column */
function cell(desk, store, row, column) {
  if (column === "date") return whenWords(desk, store, row);
  if (column === "place") return placeWords(desk, store, row);
  return store.valuesAt(column, row).map((value) => valueName(desk, column, value)).join(", ");
}

/** Places of sorted numbers, equal ones in the order they came. @param {Int32Array} keys @returns {Int32Array} */
export function ordered(keys) {
  const order = new Int32Array(keys.length);
  let [least, most] = [Infinity, -Infinity];
  for (const key of keys) [least, most] = [Math.min(least, key), Math.max(most, key)];
  if (!keys.length) return order;
  const starts = new Uint32Array(most - least + 2);
  for (let i = 0; i < keys.length; i++) starts[keys[i] - least + 1]++;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  for (let i = 0; i < keys.length; i++) order[starts[keys[i] - least]++] = i;
  return order;
}

export class Table {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.sort = { column: "date", down: true };
    this.shown = PAGE;
    this.element = el("div", { class: "sm-table" });
    /** @type {[any, number][]} */
    this.told = [];
    /** @type {any[]} */
    this.buttons = [];
  }

  /** The rows in view in the order that is asked for: each as layer and row.
   * @returns {{n: number, at: (i: number) => {store: any, row: number, drawn: any}}}
   */
  sorted() {
    const { desk } = this;
    const parts = desk.rowsInView();
    const n = parts.reduce((/** @type {number} */ sum, /** @type {any} */ part) => sum + part.rows.length, 0);
    const layer = new Uint8Array(n);
    const row = new Int32Array(n);
    const keys = new Int32Array(n);
    let next = 0;
    parts.forEach((/** @type {any} */ { drawn, rows }, /** @type {number} */ number) => {
      const key = this.keyOf(drawn.store, parts);
      for (const i of rows) {
        layer[next] = number;
        row[next] = i;
        keys[next++] = key(i);
      }
    });
    const order = ordered(keys);
    if (this.sort.down) order.reverse();
    return { n, at: (i) => ({ row: row[order[i]], drawn: parts[layer[order[i]]].drawn, store: parts[layer[order[i]]].drawn.store }) };
  }

  /** What a row is sorted by, as a whole number: its day, or the rank of its words among all words.
   * @param {any} store @param {any[]} parts @returns {(row: number) => number}
   */
  keyOf(store, parts) {
    const { column } = this.sort;
    const { desk } = this;
    if (column === "date") return (row) => store.c.day[row];
    const words = (/** @type {any} */ held) =>
      column === "place"
        ? held.header.locations.map((/** @type {string} */ name) => name || desk.say("place_unknown"))
        : held.values[column].map((/** @type {string[]} */ set) => set.map((value) => valueName(desk, column, value)).join(", "));
    const collator = new Intl.Collator(desk.lang);
    const all = [...new Set(parts.flatMap(({ drawn }) => words(drawn.store)))].sort(collator.compare);
    const ranks = new Map(all.map((word, rank) => [word, rank]));
    const rankOf = words(store).map((/** @type {string} */ word) => ranks.get(word));
    if (column === "place") return (row) => rankOf[store.c.place_location[store.c.place[row]]];
    const codes = store.c[COLUMN[column]];
    return (row) => rankOf[codes[row]];
  }

  /** The parts that stay while rows come and go: a click or a focus on them is never lost to a redraw. */
  build() {
    const { say } = this.desk;
    /** @type {Map<string, any>} */
    this.heads = new Map(COLUMNS.map((column) => [column, el("th", { scope: "col" }, el("button", { type: "button", class: "sm-link", onclick: () => this.sortBy(column) }))]));
    this.caption = el("caption", {});
    this.body = el("tbody", {});
    this.more = el("button", { type: "button", class: "sm-button", onclick: () => ((this.shown += PAGE), this.draw()) });
    this.element.replaceChildren(
      el("div", { class: "sm-both" }, el("button", { type: "button", class: "sm-button", onclick: () => this.download() }, say("download_csv"))),
      el("div", { class: "sm-scroll", tabindex: "0", role: "region", "aria-label": say("table") }, el("table", {}, this.caption, el("thead", {}, el("tr", {}, ...this.heads.values())), this.body)),
      this.more,
    );
  }

  draw() {
    const { desk } = this;
    const { say } = desk;
    if (!this.body) this.build();
    const rows = this.sorted();
    for (const [column, head] of this.heads) {
      const here = this.sort.column === column;
      head.setAttribute("aria-sort", here ? (this.sort.down ? "descending" : "ascending") : "none");
      head.firstElementChild.textContent = say(`column.${column}`) + (here ? (this.sort.down ? " ↓" : " ↑") : "");
    }
    const held = this.buttons.indexOf(document.activeElement);
    const [drawnHeld, rowHeld] = this.told[held] ?? [];
    this.told = Array.from({ length: Math.min(rows.n, this.shown) }, (_, i) => rows.at(i)).map(({ row, drawn }) => [drawn, row]);
    this.buttons = this.told.map(([drawn, row]) => el("button", { type: "button", class: "sm-link", onclick: () => desk.reader.choose(drawn, row, true) }, cell(desk, drawn.store, row, "date")));
    this.caption.textContent = say("in_view", { n: rows.n });
    this.body.replaceChildren(
      ...this.told.map(([drawn, row], i) =>
        el("tr", {}, ...COLUMNS.map((column) => (column === "date" ? el("td", {}, this.buttons[i]) : el("td", { dir: "auto" }, cell(desk, drawn.store, row, column))))),
      ),
    );
    if (held >= 0) this.buttons[this.told.findIndex(([drawn, row]) => drawn === drawnHeld && row === rowHeld)]?.focus();
    this.more.hidden = rows.n <= this.shown;
    this.more.textContent = say("more_rows", { n: Math.max(0, rows.n - this.shown) });
  }

  /** @param {string} column */
  sortBy(column) {
    this.sort = { column, down: this.sort.column === column ? !this.sort.down : false };
    this.draw();
  }

  async csv() {
    const { desk } = this;
    const lines = [["date_start", "date_end", "location", "admin1", "country_code", "geo_precision", "weapon_classes", "weapon_origins", "attacker", "outcome", "grade", ...TEXT_COLUMNS, "urls"].join(",")];
    const rows = this.sorted();
    for (let i = 0; i < rows.n; i++) {
      const { store, row, drawn } = rows.at(i);
      const text = await drawn.texts.at(row);
      const { day, back, ahead } = store.c;
      const urls = [...new Set((text.sources ?? []).map((/** @type {any} */ source) => source.url).filter(Boolean))].join(";");
      const facet = (/** @type {string} */ name) => store.valuesAt(name, row).join(";");
      const cells = [isoDay(day[row] - back[row]), isoDay(day[row] + ahead[row]), store.placeName(row), store.word("admin1", row), store.word("country_code", row), facet("precision"), facet("class"), facet("origin"), facet("attacker"), facet("outcome"), facet("grade")];
      lines.push([...cells, ...TEXT_COLUMNS.map((name) => text[name]), urls].map(csvCell).join(","));
    }
    return `\ufeff${lines.join("\r\n")}\r\n`;
  }

  async download() {
    const url = URL.createObjectURL(new Blob([await this.csv()], { type: "text/csv;charset=utf-8" }));
    const link = el("a", { href: url, download: "strikes.csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
}

/** The list of strikes that the map cannot show. @param {any} desk */
export function unplacedList(desk) {
  const { say } = desk;
  const items = [];
  for (const drawn of desk.layers) {
    const { store } = drawn;
    for (const row of store.unplaced.slice(0, 2000)) {
      const why = store.c.withdrawn[row] ? say("withdrawn") : say("place_unknown");
      items.push(el("li", {}, el("button", { type: "button", class: "sm-link", onclick: () => desk.reader.choose(drawn, row, false) }, `${whenWords(desk, store, row)} · ${cell(desk, store, row, "class")}`), ` ${placeWords(desk, store, row)} — ${why}`));
    }
  }
  return el("div", {}, el("p", {}, say("unplaced_why")), items.length ? el("ul", { class: "sm-list" }, ...items) : el("p", {}, say("unplaced_none")));
}
