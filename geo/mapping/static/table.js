// What is in view as a table that can be sorted and taken along as CSV; and the list of what cannot be drawn.

import { el } from "./dom.js";
import { placeWords, valueName, whenWords } from "./details.js";
import { isoDay } from "./dates.js";

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

export class Table {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.sort = { column: "date", down: true };
    this.shown = PAGE;
    this.element = el("div", { class: "sm-table" });
  }

  /** @param {{store: any, row: number, drawn: any}[]} rows */
  sorted(rows) {
    const { column, down } = this.sort;
    const key = column === "date" ? (/** @type {any} */ r) => r.store.c.day[r.row] : (/** @type {any} */ r) => cell(this.desk, r.store, r.row, column);
    const keyed = rows.map((row) => ({ row, key: key(row) }));
    const turn = down ? -1 : 1;
    const collator = new Intl.Collator(this.desk.lang);
    keyed.sort((a, b) => turn * (typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key)));
    return keyed.map((each) => each.row);
  }

  draw() {
    const { desk } = this;
    const { say } = desk;
    const rows = this.sorted(desk.rowsInView());
    const head = COLUMNS.map((column) => {
      const here = this.sort.column === column;
      const state = here ? (this.sort.down ? "descending" : "ascending") : "none";
      return el("th", { scope: "col", "aria-sort": state }, el("button", { type: "button", class: "sm-link", onclick: () => this.sortBy(column) }, say(`column.${column}`), here ? (this.sort.down ? " ↓" : " ↑") : ""));
    });
    const body = rows.slice(0, this.shown).map(({ store, row, drawn }) =>
      el(
        "tr",
        {},
        ...COLUMNS.map((column) =>
          column === "date"
            ? el("td", {}, el("button", { type: "button", class: "sm-link", onclick: () => desk.choose(drawn, row, true) }, cell(desk, store, row, column)))
            : el("td", { dir: "auto" }, cell(desk, store, row, column)),
        ),
      ),
    );
    this.element.replaceChildren(
      el("div", { class: "sm-both" }, el("button", { type: "button", class: "sm-button", onclick: () => this.download() }, say("download_csv"))),
      el("div", { class: "sm-scroll", tabindex: "0", role: "region", "aria-label": say("table") }, el("table", {}, el("caption", {}, say("in_view", { n: rows.length })), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body))),
      ...(rows.length > this.shown ? [el("button", { type: "button", class: "sm-button", onclick: () => ((this.shown += PAGE), this.draw()) }, say("more_rows", { n: rows.length - this.shown }))] : []),
    );
  }

  /** @param {string} column */
  sortBy(column) {
    this.sort = { column, down: this.sort.column === column ? !this.sort.down : false };
    this.draw();
    this.element.querySelector(`th:nth-child(${COLUMNS.indexOf(column) + 1}) button`)?.focus();
  }

  async csv() {
    const { desk } = this;
    const lines = [["date_start", "date_end", "location", "admin1", "country_code", "geo_precision", "weapon_classes", "weapon_origins", "attacker", "outcome", "grade", ...TEXT_COLUMNS, "urls"].join(",")];
    for (const { store, row, drawn } of this.sorted(desk.rowsInView())) {
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
  for (const drawn of desk.active()) {
    const { store } = drawn;
    for (const row of store.unplaced.slice(0, 2000)) {
      const why = store.c.withdrawn[row] ? say("withdrawn") : say("place_unknown");
      items.push(el("li", {}, el("button", { type: "button", class: "sm-link", onclick: () => desk.choose(drawn, row, false) }, `${whenWords(desk, store, row)} · ${cell(desk, store, row, "class")}`), ` ${placeWords(desk, store, row)} — ${why}`));
    }
  }
  return el("div", {}, el("p", {}, say("unplaced_why")), items.length ? el("ul", { class: "sm-list" }, ...items) : el("p", {}, say("unplaced_none")));
}
