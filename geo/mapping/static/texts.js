// The blocks of texts: opened when needed, the last ones kept.

import { bytesOf, inflate } from "./columns.js";

const KEPT = 64;

export class Texts {
  /** @param {Element[]} elements one for each block @param {number} rows strikes in a block */
  constructor(elements, rows) {
    this.elements = elements;
    this.rows = rows;
    /** @type {Map<number, Promise<any[]>>} */
    this.open = new Map();
  }

  /** @param {number} block @returns {Promise<any[]>} */
  block(block) {
    let found = this.open.get(block);
    if (!found) {
      found = inflate(bytesOf(this.elements[block].textContent ?? "")).then((raw) => JSON.parse(new TextDecoder().decode(raw)));
      if (this.open.size >= KEPT) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
      this.open.set(block, found);
    }
    return found;
  }

  /** What a strike's reports say. @param {number} row @returns {Promise<any>} */
  async at(row) {
    return (await this.block(Math.floor(row / this.rows)))[row % this.rows];
  }
}
