// The timeline: stacked bars, a brush with two handles, play and step, and "as known on".

import { edges, isoDay } from "./dates.js";
import { el } from "./dom.js";

const SPEEDS = [1, 2, 4];
const FRAME_MS = 700;

/** Bars no thinner than this. @param {number} days @param {number} width pixels */
export function binSize(days, width) {
  const most = Math.max(1, width / 5);
  return [1, 7, 30, 365].find((size) => days / size <= most) ?? 365;
}

export class Timeline {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    const say = desk.say;
    this.canvas = el("canvas", { class: "sm-bars", "aria-hidden": "true" });
    this.shade = el("div", { class: "sm-brush", "aria-hidden": "true" });
    this.handles = ["from", "to"].map((end) =>
      el("div", { class: `sm-handle sm-handle-${end}`, role: "slider", tabindex: "0", "aria-label": say(`brush_${end}`), "data-end": end, onkeydown: (/** @type {any} */ e) => this.key(e, end) }),
    );
    this.tip = el("div", { class: "sm-tip", "aria-hidden": "true", hidden: true });
    this.scale = el("div", { class: "sm-scale", "aria-hidden": "true" });
    this.track = el("div", { class: "sm-track" }, this.canvas, el("div", { class: "sm-clip" }, this.shade), ...this.handles, this.tip);
    this.words = el("output", { class: "sm-window", "aria-live": "off" });
    this.playButton = el("button", { type: "button", class: "sm-button sm-play", onclick: () => this.toggle() }, say("play"));
    this.speed = el("select", { "aria-label": say("speed"), onchange: () => this.playing && this.start() }, ...SPEEDS.map((speed) => el("option", { value: String(speed) }, `${speed}×`)));
    this.known = el("input", { type: "range", min: "0", max: "0", step: "1", "aria-label": say("known_on"), oninput: () => this.setKnown() });
    this.knownWords = el("output", { class: "sm-known-words" });
    this.element = el(
      "section",
      { class: "sm-timeline", "aria-label": say("timeline") },
      el(
        "div",
        { class: "sm-transport" },
        this.playButton,
        el("button", { type: "button", class: "sm-button", "aria-label": say("step_back"), onclick: () => this.step(-1) }, "‹"),
        el("button", { type: "button", class: "sm-button", "aria-label": say("step_on"), onclick: () => this.step(1) }, "›"),
        this.speed,
        el("button", { type: "button", class: "sm-button", onclick: () => this.desk.setWindow(this.desk.first, this.desk.last) }, say("whole_time")),
        this.words,
        el("label", { class: "sm-known" }, el("span", {}, say("known_on")), this.known, this.knownWords),
      ),
      el("div", { class: "sm-track-box" }, this.track, this.scale),
    );
    this.track.addEventListener("pointerdown", (/** @type {PointerEvent} */ e) => this.grab(e));
    this.track.addEventListener("pointermove", (/** @type {PointerEvent} */ e) => this.point(e.clientX));
    this.track.addEventListener("pointerleave", () => (this.tip.hidden = true));
    /** @type {any} */
    this.playing = null;
    /** @type {{size: number, found: number[], bins: Uint32Array, most: number} | null} */
    this.bars = null;
    this.width = this.height = 0;
    /** @type {number | undefined} */
    this.waiting = undefined;
  }

  /** @param {number} day */
  x(day) {
    const { first, last } = this.desk;
    return ((day - first) / (last - first + 1)) * this.width; // not asked of the page, which would lay itself out anew
  }

  /** @param {number} x pixels on the track */
  dayAt(x) {
    const { first, last } = this.desk;
    return Math.round(first + (x / Math.max(1, this.track.clientWidth)) * (last - first + 1));
  }

  /** @param {PointerEvent} event */
  grab(event) {
    const box = this.track.getBoundingClientRect();
    const at = (/** @type {PointerEvent} */ e) => this.dayAt(e.clientX - box.left);
    const { view, first, last } = this.desk;
    const start = { x: event.clientX, day: at(event), from: view.from, to: view.to };
    const end = /** @type {any} */ (event.target).dataset?.end;
    const whole = view.from === first && view.to === last;
    const held = end ?? (!whole && start.day >= view.from && start.day <= view.to ? "both" : "new");
    this.track.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (end) this.handles[end === "from" ? 0 : 1].focus();
    const move = (/** @type {PointerEvent} */ e) => {
      const day = at(e);
      if (held === "from") this.desk.setWindow(Math.min(day, view.to), view.to);
      else if (held === "to") this.desk.setWindow(view.from, Math.max(day - 1, view.from));
      else if (held === "both") this.shift(start.from, start.to, day - start.day);
      else if (Math.abs(e.clientX - start.x) > 3) this.desk.setWindow(Math.min(start.day, day), Math.max(start.day, day - 1));
    };
    const drop = () => {
      this.track.removeEventListener("pointermove", move);
      this.track.removeEventListener("pointerup", drop);
      this.track.removeEventListener("pointercancel", drop);
      this.desk.settle();
    };
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener("pointerup", drop);
    this.track.addEventListener("pointercancel", drop);
  }

  /** Tells what the bar under the pointer stands for. @param {number} clientX */
  point(clientX) {
    if (!this.bars) return;
    const { found, bins } = this.bars;
    const { calendar, looks, say, first, last } = this.desk;
    const x = clientX - this.track.getBoundingClientRect().left;
    const bin = found.findIndex((_, i) => i < found.length - 1 && this.x(found[i + 1]) > x);
    this.tip.hidden = bin < 0;
    if (bin < 0) return;
    const n = bins.subarray(bin * looks.length, (bin + 1) * looks.length).reduce((a, b) => a + b, 0);
    this.tip.textContent = `${calendar.range(Math.max(first, found[bin]), Math.min(last, found[bin + 1] - 1))}: ${say("bar", { n })}`;
    this.tip.style.left = `${Math.max(0, Math.min(this.track.clientWidth - this.tip.offsetWidth, x - this.tip.offsetWidth / 2))}px`;
  }

  /** Moves a window whole. @param {number} from @param {number} to @param {number} by days */
  shift(from, to, by) {
    const { first, last } = this.desk;
    const moved = Math.max(first - from, Math.min(last - to, by));
    this.desk.setWindow(from + moved, to + moved);
  }

  /** @param {KeyboardEvent} event @param {string} end */
  key(event, end) {
    const { view, first, last } = this.desk;
    const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -1e7, End: 1e7 });
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (end === "from") this.desk.setWindow(Math.max(first, Math.min(view.from + by, view.to)), view.to);
    else this.desk.setWindow(view.from, Math.min(last, Math.max(view.to + by, view.from)));
  }

  /** One window further; from the whole time, one bar. @param {number} direction */
  step(direction) {
    const { view, first, last } = this.desk;
    const size = binSize(last - first + 1, this.track.clientWidth);
    if (view.from === first && view.to === last && last > first) return this.desk.setWindow(direction > 0 ? first : Math.max(first, last - size + 1), direction > 0 ? Math.min(last, first + size - 1) : last);
    const long = view.to - view.from + 1;
    this.shift(view.from, view.to, direction * long);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    this.stop();
    this.playButton.textContent = this.desk.say("pause");
    const { view, first, last } = this.desk;
    if (view.to >= last && view.from > first) this.shift(view.from, view.to, -1e7);
    const tick = () => {
      this.step(1);
      if (view.to >= last) this.stop();
    };
    tick();
    this.playing = setInterval(tick, FRAME_MS / Number(this.speed.value));
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
    this.playButton.textContent = this.desk.say("play");
  }

  setKnown() {
    const value = Number(this.known.value);
    this.desk.setKnown(value >= this.desk.lastKnown ? Infinity : value);
  }

  /** After a change of filters: the bars. */
  reckon() {
    this.bars = null;
    this.drawSoon();
  }

  /** How large it stands in the page, which has just been laid out. */
  measure() {
    this.width = this.track.clientWidth;
    this.height = this.track.clientHeight;
  }

  /** The window has another width. */
  resize() {
    if (this.track.clientWidth !== this.width || this.track.clientHeight !== this.height) this.drawSoon();
  }

  drawSoon() {
    if (!this.desk.later.begun) return this.desk.later.put("timeline", () => this.draw());
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.draw();
    });
  }

  draw() {
    const { desk, canvas } = this;
    this.measure();
    const { width, height } = this;
    if (!width || !height) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const size = binSize(desk.last - desk.first + 1, width);
    if (!this.bars || this.bars.size !== size) this.bars = { size, ...this.sums(edges(desk.first, desk.last, size)) };
    const { found, bins, most } = this.bars;
    const looks = desk.looks.length;
    const style = desk.style();
    for (let bin = 0; bin < found.length - 1; bin++) {
      const left = Math.max(0, this.x(found[bin]));
      const right = Math.min(width, this.x(found[bin + 1]));
      let y = height;
      for (let look = 0; look < looks; look++) {
        const count = bins[bin * looks + look];
        if (!count) continue;
        const tall = (count / most) * (height - 4);
        context.fillStyle = style.inks.fills[style.looks[look].hue];
        context.fillRect(left + 0.5, y - tall, Math.max(1, right - left - 1), tall);
        y -= tall;
      }
    }
    this.drawScale(width);
    this.place();
  }

  /** Strikes by bin and look, and the most in a bin. @param {number[]} found edges of the bins */
  sums(found) {
    const { first, last, looks, layers } = this.desk;
    const binOf = new Uint16Array(last - first + 1);
    for (let day = first, bin = 0; day <= last; day++) {
      while (bin < found.length - 2 && day >= found[bin + 1]) bin++;
      binOf[day - first] = bin;
    }
    const bins = new Uint32Array(looks.length * (found.length - 1));
    for (const { store, judged, lookOfCode, lookCodes } of layers) {
      const { day } = store.c;
      const { fails } = judged;
      for (let i = 0; i < store.n; i++) if (!fails[i]) bins[binOf[day[i] - first] * looks.length + lookOfCode[lookCodes[i]]]++;
    }
    let most = 1;
    for (let bin = 0; bin < found.length - 1; bin++) {
      most = Math.max(most, bins.subarray(bin * looks.length, (bin + 1) * looks.length).reduce((a, b) => a + b, 0));
    }
    return { found, bins, most };
  }

  /** @param {number} width */
  drawScale(width) {
    const { first, last, calendar } = this.desk;
    const days = last - first + 1;
    const ticks = Math.max(1, Math.min(days, Math.floor(width / 90)));
    const every = Math.max(1, Math.ceil(days / ticks));
    const labels = [];
    for (let day = first; day <= last - every / 3 || day === first; day += every) {
      const label = el("span", {}, days > 400 ? calendar.month(day) : calendar.short(day));
      label.style.left = `${this.x(day)}px`;
      labels.push(label);
    }
    this.scale.replaceChildren(...labels);
  }

  /** After a step of the brush: shade, handles and words. */
  place() {
    const { view, first, last, calendar, lastKnown } = this.desk;
    const left = this.x(view.from);
    const right = this.x(view.to + 1);
    this.shade.style.left = `${left}px`;
    this.shade.style.width = `${Math.max(2, right - left)}px`;
    this.words.textContent = calendar.range(view.from, view.to);
    [view.from, view.to].forEach((day, i) => {
      const handle = this.handles[i];
      handle.style.left = `${i ? right : left}px`;
      handle.setAttribute("aria-valuemin", String(first));
      handle.setAttribute("aria-valuemax", String(last));
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", calendar.day(day));
      handle.setAttribute("data-day", isoDay(day));
    });
    this.known.min = String(first);
    this.known.max = String(lastKnown);
    this.known.value = String(Math.min(view.known, lastKnown));
    this.knownWords.textContent = calendar.short(Math.min(view.known, lastKnown));
    this.known.setAttribute("aria-valuetext", calendar.day(Math.min(view.known, lastKnown)));
  }
}
