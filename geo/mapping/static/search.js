// Text search: names at once, quotes and titles as their blocks are opened.

/** What was found so far is shown this often. */
const PAUSE_MS = 600;

export class Search {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.text = "";
    this.turn = 0;
    /** @type {WeakMap<object, Uint8Array>} */
    this.found = new WeakMap();
  }

  /** @param {any} drawn @returns {Uint8Array | null} */
  matches(drawn) {
    return this.text ? this.found.get(drawn) ?? new Uint8Array(drawn.store.n) : null;
  }

  /** @param {string} text @param {() => void} changed */
  async run(text, changed) {
    const turn = ++this.turn;
    this.text = text.trim().toLowerCase();
    if (!this.text) return changed();
    for (const drawn of this.desk.layers) this.found.set(drawn, named(drawn.store, this.text));
    changed();
    let drawnAt = performance.now();
    for (const drawn of this.desk.layers) {
      const found = /** @type {Uint8Array} */ (this.found.get(drawn));
      await drawn.texts.scan(
        this.text,
        (/** @type {number} */ row) => (found[row] = 1),
        () => {
          if (turn !== this.turn) return false;
          if (performance.now() - drawnAt > PAUSE_MS) changed(), (drawnAt = performance.now());
          return true;
        },
      );
      if (turn !== this.turn) return;
    }
    changed();
  }
}

/** @param {import("./store.js").Store} store @param {string} text */
export function named(store, text) {
  const hit = (/** @type {string[]} */ list) => list.map((word) => word.toLowerCase().includes(text));
  const places = hit(store.header.locations);
  const systems = store.header.sets.weapon_systems.map((/** @type {string[]} */ set) => set.join(" ").toLowerCase().includes(text));
  const units = hit(store.header.words.admin1);
  const { place, place_location, weapon_systems, admin1 } = store.c;
  const found = new Uint8Array(store.n);
  for (let i = 0; i < store.n; i++) if (places[place_location[place[i]]] || systems[weapon_systems[i]] || units[admin1[i]]) found[i] = 1;
  return found;
}
