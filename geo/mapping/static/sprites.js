// Marks that look alike are painted once and copied: a copy costs a tenth of three paths.

const SPRITES_KEPT = 4000;

export class Sprites {
  constructor() {
    /** @type {Map<string, HTMLCanvasElement>} */
    this.held = new Map();
    this.ratio = 1;
  }

  /** Colours or the screen's resolution changed. @param {number} ratio */
  clear(ratio) {
    this.held.clear();
    this.ratio = ratio;
  }

  /** Puts a picture at a point, painting it first where it is new.
   * @param {any} context @param {string} key what it looks like @param {number} reach pixels from its middle to its edge
   * @param {number} x @param {number} y @param {(context: any) => void} paint around (0, 0)
   */
  put(context, key, reach, x, y, paint) {
    let sprite = this.held.get(key);
    if (!sprite) {
      if (this.held.size > SPRITES_KEPT) this.held.clear();
      sprite = document.createElement("canvas");
      sprite.width = sprite.height = Math.ceil(2 * reach * this.ratio);
      const own = /** @type {CanvasRenderingContext2D} */ (sprite.getContext("2d"));
      own.setTransform(this.ratio, 0, 0, this.ratio, reach * this.ratio, reach * this.ratio);
      paint(own);
      this.held.set(key, sprite);
    }
    const size = sprite.width / this.ratio;
    context.drawImage(sprite, Math.round((x - reach) * this.ratio) / this.ratio, Math.round((y - reach) * this.ratio) / this.ratio, size, size);
  }
}
