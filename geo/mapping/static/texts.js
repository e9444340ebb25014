// The blocks of texts: opened when needed, the last ones kept. texts.py writes them.

import { bytesOf, inflate } from "./columns.js";

const KEPT = 64;

export class Texts {
  /** @param {string} id of the layer @param {number} blocks how many there are @param {number} rows strikes in a block */
  constructor(id, blocks, rows) {
    this.id = id;
    this.blocks = blocks;
    this.rows = rows;
    /** @type {ArrayLike<Element>} */
    this.elements = [];
    /** @type {Map<number, Promise<any[]>>} */
    this.open = new Map();
  }

  /** @param {number} block @returns {Promise<any[]>} */
  block(block) {
    let found = this.open.get(block);
    if (!found) {
      found = this.read(block);
      if (this.open.size >= KEPT) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
      this.open.set(block, found);
    }
    return found;
  }

  /** @param {number} block @returns {Promise<any[]>} */
  async read(block) {
    if (this.elements.length < this.blocks) {
      if (document.readyState === "loading") await new Promise((parsed) => document.addEventListener("DOMContentLoaded", parsed, { once: true }));
      this.elements = document.querySelectorAll(`script[data-texts="${this.id}"]`);
    }
    const raw = await inflate(bytesOf(this.elements[block].textContent ?? ""));
    return rowsOf(JSON.parse(new TextDecoder().decode(raw)));
  }

  /** What a strike's reports say. @param {number} row @returns {Promise<any>} */
  async at(row) {
    return (await this.block(Math.floor(row / this.rows)))[row % this.rows];
  }
}

/** A block's columns as one object a strike, its sources a list; what is null is left out.
 * @param {{n: number, columns: Record<string, any[]>, sources: {n: number[], columns: Record<string, any[]>}}} block
 * @returns {any[]}
 */
export function rowsOf({ n, columns, sources }) {
  let next = 0;
  return Array.from({ length: n }, (_, row) => {
    const text = rowAt(columns, row);
    text.sources = Array.from({ length: sources.n[row] }, () => rowAt(sources.columns, next++));
    return text;
  });
}

/** @param {Record<string, any[]>} columns @param {number} row */
function rowAt(columns, row) {
  /** @type {any} */
  const held = {};
  for (const name in columns) if (columns[name][row] !== null) held[name] = columns[name][row];
  return held;
}
