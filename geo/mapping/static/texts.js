// The blocks of texts: opened when needed, the last ones kept. texts.py writes them.

import { unpack } from "./columns.js";
import { isoDay } from "./dates.js";
import { inflate } from "./streams.js";

const KEPT = 64;
/** Blocks that are inflated side by side. */
const AT_ONCE = 8;
/** What a search looks through. */
const SEARCHED = ["strike_id", "place_text", "target_text", "title", "publisher", "quote"];
const BETWEEN = "\x1f";
const NULL = "\x00";

/** Bytes of a text in base 85, whose digits are the printable letters that HTML and JSON write as they are.
 * @param {string} text @returns {Uint8Array}
 */
export function bytesOf85(text) {
  const digits = new Uint8Array(128);
  for (let code = 33, digit = 0; code < 127; code++) if (!"\"&'<>\\`{}".includes(String.fromCharCode(code))) digits[code] = digit++;
  const codes = new TextEncoder().encode(text);
  const words = new Uint32Array((codes.length - 1) / 5); // where bytes stand the other way round no browser runs
  for (let i = 1, to = 0; i < codes.length; i += 5) {
    words[to++] = (((digits[codes[i]] * 85 + digits[codes[i + 1]]) * 85 + digits[codes[i + 2]]) * 85 + digits[codes[i + 3]]) * 85 + digits[codes[i + 4]];
  }
  return new Uint8Array(words.buffer, 0, 4 * words.length - Number(text[0]));
}

export class Texts {
  /** @param {string} id of the layer @param {number} blocks how many there are @param {number} rows strikes in a block */
  constructor(id, blocks, rows) {
    this.id = id;
    this.blocks = blocks;
    this.rows = rows;
    /** @type {ArrayLike<Element>} */
    this.elements = [];
    /** @type {Map<number, Promise<Block>>} */
    this.open = new Map();
  }

  /** @param {number} block @returns {Promise<Block>} */
  block(block) {
    let found = this.open.get(block);
    if (found) this.open.delete(block);
    else found = this.raw(block).then((raw) => new Block(raw));
    if (this.open.size >= KEPT) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
    this.open.set(block, found);
    return found;
  }

  /** A block as it was written. @param {number} block @returns {Promise<Uint8Array>} */
  async raw(block) {
    if (this.elements.length < this.blocks) {
      if (document.readyState === "loading") await new Promise((parsed) => document.addEventListener("DOMContentLoaded", parsed, { once: true }));
      this.elements = document.querySelectorAll(`script[data-texts="${this.id}"]`);
    }
    return inflate(bytesOf85(this.elements[block].textContent ?? ""));
  }

  /** Calls `each` for the strikes that hold some words, case aside.
   * @param {string} words in lower case @param {(row: number) => void} each
   * @param {(done: number) => boolean} on after every few blocks: whether to go on
   */
  async scan(words, each, on) {
    await this.every((block, first) => block.holding(words).forEach((row) => each(first + row)), on);
  }

  /** Opens all blocks, a few at a time, and keeps none. @param {(block: Block, first: number) => void} look @param {(done: number) => boolean} on */
  async every(look, on) {
    for (let first = 0; first < this.blocks; first += AT_ONCE) {
      const blocks = Array.from({ length: Math.min(AT_ONCE, this.blocks - first) }, (_, i) => first + i);
      const raws = await Promise.all(blocks.map((block) => this.raw(block)));
      if (!on(first + blocks.length)) return;
      raws.forEach((raw, i) => look(new Block(raw), blocks[i] * this.rows));
    }
  }

  /** The row of a strike; -1 where there is none. @param {string} id */
  async rowOf(id) {
    let found = -1;
    const look = (/** @type {Block} */ block, /** @type {number} */ first) => {
      const row = block.rowOf(id);
      if (row >= 0) found = first + row;
    };
    await this.every(look, () => found < 0);
    return found;
  }

  /** What a strike's reports say. @param {number} row @returns {Promise<any>} */
  async at(row) {
    return (await this.block(Math.floor(row / this.rows))).at(row % this.rows);
  }
}

/** @typedef {(row: number) => any} Cells what a column holds in a row, null for nothing */

/** One block that is open. */
export class Block {
  /** @param {Uint8Array} raw */
  constructor(raw) {
    const { header, columns, end } = unpack(raw);
    this.header = header;
    this.columns = columns;
    this.raw = raw;
    /** @type {number} */
    this.n = header.n;
    this.starts = new Uint32Array(this.n + 1);
    for (let row = 0; row < this.n; row++) this.starts[row + 1] = this.starts[row] + columns.sources[row];
    let at = end;
    /** Where the bytes of an id begin. @type {Map<any, number>} */
    this.ids = new Map();
    for (const [kind, rows] of Object.entries({ fields: this.n, source_fields: this.starts[this.n] })) {
      for (const field of header[kind]) if (field.id) this.ids.set(field, at), (at += field.id * rows);
    }
    this.proseAt = at;
    /** @type {string | null} */
    this.said = null;
    /** @type {{fields: Record<string, Cells>, source_fields: Record<string, Cells>} | null} */
    this.made = null;
  }

  /** What the reports say, as it was written. */
  prose() {
    return (this.said ??= new TextDecoder().decode(this.raw.subarray(this.proseAt)));
  }

  /** The columns by name, of strikes and of sources; the texts among them as lists of different cells too. */
  tables() {
    if (this.made) return this.made;
    const words = this.header.json ? JSON.parse(this.prose()) : this.prose().split(BETWEEN);
    let next = 0;
    const table = (/** @type {string} */ kind) => {
      /** @type {Record<string, Cells>} */
      const held = {};
      for (const field of this.header[kind]) {
        if (field.texts === undefined) held[field.name] = this.plain(kind, field);
        else Object.assign(held, texts(kind, field, words.slice(next, (next += field.texts)), this.columns));
      }
      return held;
    };
    return (this.made = { fields: table("fields"), source_fields: table("source_fields") });
  }

  /** A column of ids, days or numbers. @param {string} kind @param {any} field @returns {Cells} */
  plain(kind, { name, id, ...field }) {
    const start = this.ids.get(this.header[kind].find((/** @type {any} */ each) => each.name === name)) ?? 0;
    if (id) return (row) => Array.from(this.raw.subarray(start + row * id, start + (row + 1) * id), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const numbers = this.columns[kind + name];
    const number = (/** @type {number} */ row) => numbers[row] - 1 + field.base;
    return (row) => (!numbers[row] ? null : field.day ? isoDay(number(row)) : number(row) / field.scale);
  }

  /** A strike as an object, its sources a list; what is null is left out. @param {number} row @returns {any} */
  at(row) {
    const { fields, source_fields } = this.tables();
    const text = cells(fields, row);
    text.sources = [];
    for (let source = this.starts[row]; source < this.starts[row + 1]; source++) text.sources.push(cells(source_fields, source));
    return text;
  }

  /** The row of a strike; -1 where there is none. @param {string} id */
  rowOf(id) {
    const field = this.header.fields.find((/** @type {any} */ { name }) => name === "strike_id");
    if (!field) return -1;
    const cells = field.id ? this.plain("fields", field) : this.tables().fields.strike_id;
    for (let row = 0; row < this.n; row++) if (cells(row) === id) return row;
    return -1;
  }

  /** The rows that hold some words, case aside: each different text is looked at once. @param {string} words in lower case */
  holding(words) {
    const ids = /^[\da-f]+$/.test(words);
    if (!ids && !this.header.json && !this.prose().toLowerCase().includes(words)) return [];
    const { fields, source_fields } = this.tables();
    /** @type {Map<any, boolean>} */
    const known = new Map();
    const holds = (/** @type {any} */ cell) => {
      if (cell === null) return false;
      let found = known.get(cell);
      if (found === undefined) known.set(cell, (found = String(cell).toLowerCase().includes(words)));
      return found;
    };
    const [ours, told] = [fields, source_fields].map((table) => SEARCHED.flatMap((name) => table[name] ?? []));
    return Array.from({ length: this.n }, (_, row) => row).filter((row) => {
      if (ours.some((cells) => holds(cells(row)))) return true;
      for (let source = this.starts[row]; source < this.starts[row + 1]; source++) if (told.some((cells) => holds(cells(source)))) return true;
      return false;
    });
  }
}

/** Columns of texts: their different cells, and which of them stands where.
 * @param {string} kind @param {any} field @param {(string | null)[]} different @param {Record<string, any>} columns @returns {Record<string, Cells>}
 */
function texts(kind, { name, names, json }, different, columns) {
  const known = different.map((cell) => (cell === null || cell === NULL ? null : json ? JSON.parse(cell) : cell));
  if (name) {
    const codes = columns[kind + name];
    return { [name]: codes ? (row) => known[codes[row]] : known.length === 1 ? () => known[0] : (row) => known[row] };
  }
  const back = columns[kind];
  const at = back && new Uint32Array(back.length);
  for (let i = 0, next = 0; back && i < back.length; i++) at[i] = back[i] ? next - back[i] : next++;
  return Object.fromEntries(names.map((/** @type {string} */ each, /** @type {number} */ column) => [each, (/** @type {number} */ row) => known[at ? at[row * names.length + column] : row * names.length + column]]));
}

/** @param {Record<string, Cells>} columns @param {number} row */
function cells(columns, row) {
  /** @type {any} */
  const held = {};
  for (const name in columns) {
    const cell = columns[name](row);
    if (cell !== null) held[name] = cell;
  }
  return held;
}
