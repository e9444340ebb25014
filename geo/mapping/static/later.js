// What may wait until the marks are on the screen: marks are what a reader came for, the rest follows them.

/** Frames do not come to a page that nobody sees; its rest is built all the same. */
const PATIENCE_MS = 400;

/** Does something once the next frame has been shown. @param {() => void} work */
export function afterFrame(work) {
  let once = () => {
    once = () => {};
    work();
  };
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => once()))); // with the second one the first is on its way to the screen
  setTimeout(() => once(), PATIENCE_MS);
}

/** Layers whose marks are not on the screen yet, and what waits for all of them. */
let coming = 0;
/** @type {(() => void)[]} */
let behind = [];

/** Marks are on their way. */
export function marksComing() {
  coming++;
}

/** They are painted, or cannot be: with the next frame the way is free. */
export function marksCame() {
  afterFrame(() => {
    if (--coming) return;
    const held = behind;
    behind = [];
    for (const work of held) work();
  });
}

/** Does something after the marks; at once where none are on their way. @param {() => void} work */
export function afterMarks(work) {
  if (coming) behind.push(work);
  else work();
}

/** The pieces of a desk that may wait. */
export class Later {
  constructor() {
    /** @type {Map<string, () => void>} */
    this.waiting = new Map();
    /** Whether a frame with marks has been shown. */
    this.begun = false;
  }

  /** Does something in a task of its own, after the first marks; of several of one name the last.
   * @param {string} name @param {() => void} work
   */
  put(name, work) {
    this.waiting.delete(name);
    this.waiting.set(name, work);
    if (this.begun && this.waiting.size === 1) setTimeout(() => this.next());
  }

  /** The marks are painted: once they are on the screen the rest is built, one piece a task. */
  begin() {
    if (this.begun) return;
    this.begun = true;
    afterFrame(() => this.next());
  }

  next() {
    for (const [name, work] of this.waiting) {
      this.waiting.delete(name);
      if (this.waiting.size) setTimeout(() => this.next());
      return work();
    }
  }

  /** A reader wants it now. */
  all() {
    const held = [...this.waiting.values()];
    this.waiting.clear();
    for (const work of held) work();
  }
}
