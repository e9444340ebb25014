// One desk for a map: its strikes, the view on them, and the parts of the page that show it.

import { calendar } from "./dates.js";
import { fill } from "./dom.js";
import { Facets } from "./facets.js";
import { facetCounts, freshView, judge, rowsIn } from "./filter.js";
import { Tally } from "./groups.js";
import { fitted, snapped } from "./geometry.js";
import { Later } from "./later.js";
import { legend, picture } from "./legend.js";
import { counter, namer, speaker } from "./messages.js";
import { inksOf, paintStrike } from "./paint.js";
import { GRADES, fills, isDark, lookOf, looksOf } from "./palette.js";
import { hashOf, viewOf } from "./permalink.js";
import { Still, canvasLayer } from "./canvas.js";
import { Scene } from "./scene.js";
import { paintArcs } from "./arcs.js";
import { COLUMN, FORM } from "./store.js";
import { CLOSEST_FIT, Reader } from "./reader.js";
import { Search } from "./search.js";
import { Table, unplacedList } from "./table.js";
import { Timeline } from "./timeline.js";
import { frameOf } from "./frame.js";

/** Desks by the element of their map. @type {WeakMap<Element, Desk>} */
const desks = new WeakMap();
/** Label points of countries by code, told by the ground. @type {Map<string, number[]>} */
export const anchors = new Map();
const SETTLE_MS = 150;

/** The ground of a map stands: arcs begin there. @param {any} map */
export function grounded(map) {
  const desk = desks.get(map.getContainer());
  if (desk?.view.arcs) desk.redrawSoon();
}

/** The desk around the element of a map, made with the first layer. @param {HTMLElement} container @param {any} config */
export function deskOf(container, config) {
  let desk = desks.get(container);
  if (!desk) desks.set(container, (desk = new Desk(container, config)));
  return desk;
}

export class Desk {
  /** @param {HTMLElement} container of the map, which may come later @param {any} config */
  constructor(container, config) {
    /** Leaflet and its map, once they are there. @type {any} */
    this.L = undefined;
    /** @type {any} */
    this.map = undefined;
    this.attachedNow = () => {};
    /** @type {Promise<void>} */
    this.attached = new Promise((resolve) => (this.attachedNow = resolve));
    /** Where a map that is not there yet will look. @type {import("./geometry.js").Sight | null} */
    this.sight = null;
    this.config = config;
    this.lang = config.lang;
    this.say = speaker(config.messages, config.lang);
    this.country = namer(config.lang);
    this.calendar = calendar(this.say);
    this.number = counter(config.messages.thousands, config.lang);
    this.darkness = matchMedia("(prefers-color-scheme: dark)");
    /** @type {any[]} */
    this.layers = [];
    this.first = this.last = this.lastKnown = 0;
    /** @type {string[]} */
    this.originOrder = [];
    this.view = freshView(0, 0);
    this.fresh = freshView(0, 0);
    this.looks = looksOf("class", []);
    this.originLooks = this.looks;
    /** @type {number[]} */
    this.lookCounts = [];
    /** @type {import("./paint.js").Inks | undefined} */
    this.inks = undefined;
    /** Nothing is painted before the first layer stands. */
    this.ready = false;
    /** Where the arcs of a country begin, from the outlines. @type {Map<string, number[]>} */
    this.anchors = anchors;
    this.later = new Later();
    this.scene = new Scene();
    this.search = new Search(this);
    this.timeline = new Timeline(this);
    this.facets = new Facets(this);
    this.table = new Table(this);
    this.frame = frameOf(this, container, config);
    this.reader = new Reader(this);
    /** @type {any} */
    this.canvas = new Still(container, (context, frame) => this.paint(context, frame), () => (this.ready ? this.sight : null));
    this.darkness.addEventListener("change", () => this.recolour());
    addEventListener("hashchange", (event) => this.restore(new URL(event.newURL).hash)); // by now the address may hold the last view again
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    matchMedia("print").addEventListener("change", (event) => this.print(event.matches));
  }

  /** The map is there: it looks where the first picture looked, and from now on it says where. @param {any} L @param {any} map */
  attach(L, map) {
    if (this.map) return;
    const still = this.canvas;
    this.L = L;
    this.map = map;
    this.frame.attach(L, map);
    this.reader.attach(map);
    if (this.sight) map.setView([this.sight.lat, this.sight.lng], this.sight.zoom, { animate: false });
    this.canvas = canvasLayer(L, (context, frame) => this.paint(context, frame), "overlayPane", () => this.ready).addTo(map);
    this.canvas.redraw();
    still.remove();
    if (!map.getContainer().querySelector(".leaflet-control-scale")) L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    map.on("moveend", () => this.settle());
    new ResizeObserver(() => requestAnimationFrame(() => (map.invalidateSize(), this.timeline.resize()))).observe(this.frame.mapBox); // what made room is shown first
    this.attachedNow();
    if (!this.ready) return;
    this.settle();
    this.whole();
  }

  /** Tells that all stands, when it does. */
  whole() {
    this.later.put("whole", () => (this.frame.root.dataset.whole = String(this.layers.length)));
  }

  /** @param {any} config @param {any} drawn */
  add(config, drawn) {
    drawn.name = config.name;
    this.layers.push(drawn);
    this.reckon();
    if (this.layers.length === 1) {
      this.view.colorBy = this.fresh.colorBy = config.colorBy;
      this.view.arcs = this.fresh.arcs = config.arcs;
    }
    this.rebuild();
    if (this.layers.length === 1) this.fit();
    if (this.search.text) this.search.run(this.view.text, () => this.refilter());
    this.restore();
    this.ready = true;
    this.canvas.redraw();
    performance.mark("strikemap-first-marks");
    this.frame.root.dataset.ready = String(this.layers.length);
    if (this.map) this.whole();
    this.later.begin();
  }

  /** @param {any} drawn */
  remove(drawn) {
    this.layers = this.layers.filter((each) => each !== drawn);
    this.reckon();
    this.rebuild();
  }

  /** The span of days and the order of origins over all layers. */
  reckon() {
    const whole = this.view.from === this.first && this.view.to === this.last;
    const full = this.layers.filter(({ store }) => store.n);
    this.first = full.length ? Math.min(...full.map(({ store }) => store.first)) : 0;
    this.last = full.length ? Math.max(...full.map(({ store }) => store.last)) : 0;
    this.lastKnown = full.reduce((most, { store }) => Math.max(most, store.lastKnown), this.last);
    const sums = new Map();
    for (const { store } of full) {
      store.values.origin.forEach((/** @type {string[]} */ set, /** @type {number} */ code) => set.forEach((value) => sums.set(value, (sums.get(value) ?? 0) + store.sums.origin[code])));
    }
    this.originOrder = [...sums.keys()].filter((key) => key).sort((a, b) => sums.get(b) - sums.get(a) || (a < b ? -1 : 1));
    this.fresh = { ...this.fresh, from: this.first, to: this.last };
    if (whole) Object.assign(this.view, { from: this.first, to: this.last });
  }

  /** Everything anew: layers or colours changed. */
  rebuild() {
    this.looks = looksOf(this.view.colorBy, this.originOrder);
    this.originLooks = looksOf("origin", this.originOrder);
    this.lookCounts = this.looks.map(() => 0);
    for (const drawn of this.layers) {
      const { store } = drawn;
      const by = this.view.colorBy;
      drawn.lookOfCode = Uint8Array.from(store.values[by], (set) => lookOf(this.looks, set));
      drawn.lookCodes = store.c[COLUMN[by]];
      drawn.tally ??= new Tally(store);
      const rankOfCode = Uint8Array.from(store.values.grade, ([grade]) => (GRADES.includes(grade) ? GRADES.indexOf(grade) : 2));
      drawn.tally.looks(drawn.lookOfCode.map((/** @type {number} */ look) => this.looks[look].hue), drawn.lookCodes, rankOfCode);
      store.sums[by].forEach((/** @type {number} */ sum, /** @type {number} */ code) => (this.lookCounts[drawn.lookOfCode[code]] += sum));
    }
    this.facets.stale = true;
    this.refilter();
    this.later.put("legend", () => fill(this.frame.legend, ...legend(this)));
  }

  /** The filters changed. */
  refilter() {
    const { from, to, known } = this.view;
    for (const drawn of this.layers) {
      drawn.store.setKnown(known);
      drawn.judged = judge(drawn.store, this.view, this.search.matches(drawn));
      drawn.tally.fill(drawn.judged, from, to);
    }
    this.timeline.reckon();
    this.moved();
  }

  /** The brush moved. */
  rebrush() {
    for (const drawn of this.layers) drawn.tally.move(this.view.from, this.view.to);
    this.moved();
  }

  moved() {
    this.redrawSoon();
    this.timeline.place();
    this.status();
    this.settle();
  }

  redrawSoon() {
    this.canvas.redrawSoon();
  }

  /** What may wait until the hand rests: counts, table, address. */
  settle() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      if (!this.map) return; // it settles when it comes
      if (!this.frame.filters.hidden) this.recount();
      if (this.frame.mode === "table") this.table.draw();
      this.remember();
    }, SETTLE_MS);
  }

  /** Counts beside the filters. */
  recount() {
    this.facets.update(this.layers.map(({ store, judged }) => facetCounts(store, this.view, judged)));
  }

  style() {
    const dark = isDark();
    return {
      dark,
      inks: (this.inks ??= inksOf(dark, fills(dark))),
      looks: this.looks,
      groupPx: this.config.groupPx,
      heat: this.view.heat,
      lookOf: (/** @type {any} */ store, /** @type {number} */ row) => lookOf(this.looks, store.valuesAt(this.view.colorBy, row)),
    };
  }

  /** The hue of a country of supply. @param {string} origin */
  originHue(origin) {
    return this.originLooks[lookOf(this.originLooks, [origin])].hue;
  }

  /** @param {any} context @param {any} frame */
  paint(context, frame) {
    const style = this.style();
    this.scene.paint(context, frame, this.layers, style);
    if (this.view.arcs) paintArcs(context, frame, this.layers, style, this);
  }

  /** @param {string} key */
  swatch(key) {
    const look = this.looks.find((each) => each.key === key) ?? this.looks[this.looks.length - 1];
    return picture(22, 20, (context) => paintStrike(context, this.style().inks, look, 11, 10, 6, "corroborated", 2));
  }

  status() {
    const total = this.layers.reduce((sum, { store }) => sum + store.n, 0);
    const shown = this.layers.reduce((sum, { tally }) => sum + tally.total, 0);
    const unplaced = this.layers.reduce((sum, { store }) => sum + store.unplaced.length, 0);
    this.frame.status(shown, total - shown - unplaced, unplaced);
  }

  fit() {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { store } of this.layers) enclose(box, store);
    const near = this.frame.clearOfLegend() + 8;
    if (!this.map) this.sight = this.config.map && { ...this.config.map, ...(box[0] <= box[2] && fitted(box, this.frame.size(), near, 20, CLOSEST_FIT, this.config.map.snap)) };
    else if (box[0] <= box[2]) this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { paddingTopLeft: [near, 20], paddingBottomRight: [20, 20], maxZoom: CLOSEST_FIT, animate: false });
  }

  /** @param {import("./geometry.js").Sight} sight */
  look(sight) {
    if (this.map) this.map.setView([sight.lat, sight.lng], sight.zoom, { animate: false });
    else this.sight = { ...sight, zoom: snapped(sight.zoom, this.config.map.snap) };
  }

  /** @param {number} from @param {number} to */
  setWindow(from, to) {
    const { view, first, last } = this;
    const next = { from: Math.max(first, Math.min(from, last)), to: Math.max(first, Math.min(to, last)) };
    if (next.from === view.from && next.to === view.to) return;
    Object.assign(view, next);
    this.rebrush();
  }

  /** @param {number} day */
  setKnown(day) {
    this.view.known = day;
    this.refilter();
    this.reader.renew();
  }

  /** @param {string} facet @param {string} value @param {boolean} on */
  switchValue(facet, value, on) {
    if (on) this.view.off[facet].delete(value);
    else this.view.off[facet].add(value);
    this.refilter();
  }

  /** @param {string} facet @param {string[]} values @param {boolean} on */
  switchAll(facet, values, on) {
    this.view.off[facet] = new Set(on ? [] : values);
    this.refilter();
  }

  /** @param {string} text */
  searchFor(text) {
    this.view.text = text;
    this.search.run(text, () => this.refilter());
  }

  /** @param {"class" | "origin"} by */
  setColorBy(by) {
    this.view.colorBy = by;
    this.rebuild();
  }

  /** @param {"arcs" | "heat"} what @param {boolean} on */
  setSwitch(what, on) {
    this.view[what] = on;
    this.redrawSoon();
    this.settle();
  }

  recolour() {
    this.inks = undefined;
    this.rebuild();
  }

  /** To paper and back: all is painted at once, for no frame comes in between. @param {boolean} on */
  print(on) {
    if (!this.map || this.frame.root.classList.contains("sm-printing") === on) return;
    const [center, zoom] = [this.map.getCenter(), this.map.getZoom()];
    this.frame.root.classList.toggle("sm-printing", on);
    this.frame.root.querySelector(".sm-legend").open = true;
    this.inks = undefined;
    this.map.invalidateSize({ animate: false, pan: false });
    this.map.setView(center, zoom, { animate: false });
    this.map.eachLayer((/** @type {any} */ layer) => layer.redrawNow?.());
    this.later.all();
    this.timeline.draw();
    fill(this.frame.legend, ...legend(this));
  }

  reset() {
    const { colorBy, arcs } = this.fresh;
    this.view = { ...freshView(this.first, this.last), colorBy, arcs };
    this.search.run("", () => this.rebuild());
    this.frame.switches();
  }

  /** Rows in the brush and through the filters, not mappable ones too. */
  rowsInView() {
    return this.layers.map((drawn) => ({ drawn, rows: rowsIn(drawn.store, drawn.judged, this.view.from, this.view.to) }));
  }

  /** @param {string} what @param {boolean} on */
  show(what, on) {
    if (what === "filters") (on && this.recount(), this.frame.showFilters(on));
    else if (what === "table") (this.frame.open("table", this.say("table"), this.table.element), this.table.draw());
    else if (what === "unplaced") this.frame.open("unplaced", this.say("unplaced"), unplacedList(this));
    this.settle();
  }

  link() {
    const center = this.map.getCenter();
    return hashOf(this.view, this.fresh, { lat: center.lat, lng: center.lng, zoom: this.map.getZoom() }, this.reader.chosenId, this.scene.chosen?.row);
  }

  remember() {
    this.hash = `#${this.link()}`;
    try {
      history.replaceState(null, "", this.hash);
    } catch {
      // a frame without an address of its own keeps none
    }
  }

  /** Puts a view back. @param {string} [hash] */
  restore(hash = location.hash) {
    if (hash.length < 2 || hash === this.hash) return;
    const { view, at, chosen, row } = viewOf(hash, this.fresh);
    this.view = view;
    if (at) this.look(at);
    this.search.run(view.text, () => this.rebuild());
    this.frame.switches();
    if (chosen) this.reader.find(chosen, row);
  }
}

/** Widens a box, so that all places of a store lie in it. @param {number[]} box degrees: west, south, east, north @param {import("./store.js").Store} store */
function enclose(box, { surfaces, places, c: { place_form, place_x, place_y } }) {
  let [west, south, east, north] = box;
  for (let i = 0; i < places; i++) {
    if (place_form[i] === FORM.none || place_form[i] === FORM.area) continue;
    const x = place_x[i] / 1e5;
    const y = place_y[i] / 1e5;
    if (x < west) west = x;
    if (y < south) south = y;
    if (x > east) east = x;
    if (y > north) north = y;
  }
  for (const { box: other } of surfaces) {
    if (other[0] < west) west = other[0];
    if (other[1] < south) south = other[1];
    if (other[2] > east) east = other[2];
    if (other[3] > north) north = other[3];
  }
  box.splice(0, 4, west, south, east, north);
}
