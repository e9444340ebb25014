// The blocks of texts: opened when needed, the last ones kept. texts.py writes them.

import { bytesOf, inflate } from "./columns.js";

const KEPT = 64;
/** Blocks that are inflated side by side. */
const AT_ONCE = 8;

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
    else found = this.raw(block).then((text) => JSON.parse(text));
    if (this.open.size >= KEPT) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
    this.open.set(block, found);
    return found;
  }

  /** A block as it was written. @param {number} block @returns {Promise<string>} */
  async raw(block) {
    if (this.elements.length < this.blocks) {
      if (document.readyState === "loading") await new Promise((parsed) => document.addEventListener("DOMContentLoaded", parsed, { once: true }));
      this.elements = document.querySelectorAll(`script[data-texts="${this.id}"]`);
    }
    return new TextDecoder().decode(await inflate(bytesOf(this.elements[block].textContent ?? "")));
  }

  /** Calls `each` for the strikes of every block that holds some words, case aside: other blocks are not taken apart.
   * @param {string} words in lower case @param {(row: number, text: any) => void} each
   * @param {(done: number) => boolean} on after every few blocks: whether to go on
   */
  async scan(words, each, on) {
    const written = JSON.stringify(words).slice(1, -1);
    for (let first = 0; first < this.blocks; first += AT_ONCE) {
      const blocks = Array.from({ length: Math.min(AT_ONCE, this.blocks - first) }, (_, i) => first + i);
      const texts = await Promise.all(blocks.map((block) => this.raw(block)));
      if (!on(first + blocks.length)) return;
      texts.forEach((text, i) => {
        if (text.toLowerCase().includes(written)) rowsOf(JSON.parse(text)).forEach((row, at) => each(blocks[i] * this.rows + at, row));
      });
    }
  }

  /** The row of a strike; -1 where there is none. @param {string} id */
  async rowOf(id) {
    let found = -1;
    await this.scan(id.toLowerCase(), (row, text) => (found = text.strike_id === id ? row : found), () => found < 0);
    return found;
  }

  /** What a strike's reports say. @param {number} row @returns {Promise<any>} */
  async at(row) {
    return rowOf(await this.block(Math.floor(row / this.rows)), row % this.rows);
  }
}

/** @typedef {{n: number, columns: Record<string, any[]>, sources: {n: number[], columns: Record<string, any[]>}, starts?: number[]}} Block */

/** A strike of a block as an object, its sources a list; what is null is left out. @param {Block} block @param {number} row @returns {any} */
export function rowOf(block, row) {
  const { columns, sources } = block;
  if (!block.starts) {
    let next = 0;
    block.starts = sources.n.map((n) => (next += n) - n);
  }
  const { starts } = block;
  const text = cells(columns, row);
  text.sources = Array.from({ length: sources.n[row] }, (_, i) => cells(sources.columns, starts[row] + i));
  return text;
}

/** @param {Block} block @returns {any[]} */
export function rowsOf(block) {
  return Array.from({ length: block.n }, (_, row) => rowOf(block, row));
}

/** @param {Record<string, any[]>} columns @param {number} row */
function cells(columns, row) {
  /** @type {any} */
  const held = {};
  for (const name in columns) if (columns[name][row] !== null) held[name] = columns[name][row];
  return held;
}
