// What a reader points at and opens: marks, lists of strikes, popups, the panel of one strike.

import { fullDetails, headline, popup, whenWords } from "./details.js";
import { el } from "./dom.js";
import { rowsIn } from "./filter.js";
import { POPUP_WIDE } from "./frame.js";
import { placesOf } from "./groups.js";
import { afterFrame } from "./later.js";
import { SPREAD_MOST } from "./scene.js";
import { FORM } from "./store.js";

const LIST_MOST = 300;
export const CLOSEST_FIT = 8;

export class Reader {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    /** The strike in the panel. @type {{drawn: any, row: number, text: any} | null} */
    this.told = null;
    /** Id of the strike that was opened last. @type {string | null} */
    this.chosenId = null;
    this.turn = 0;
  }

  /** @param {any} map */
  attach(map) {
    map.on("click", (/** @type {any} */ e) => this.click(e));
    map.on("mousemove", (/** @type {any} */ e) => this.hover(e));
  }

  /** The panel tells it anew, as known on another day. */
  renew() {
    if (this.desk.frame.mode === "strike" && this.told) this.desk.frame.renew(this.telling(this.told));
  }

  /** @param {any} event */
  markAt(event) {
    const { frame } = this.desk.scene;
    if (!frame) return null;
    const x = event.layerPoint.x - frame.offset.x;
    const y = event.layerPoint.y - frame.offset.y;
    return this.desk.scene.picker.at(x, y) ?? this.desk.scene.areaAt(event.latlng.lng, event.latlng.lat);
  }

  /** @param {any} event */
  hover(event) {
    const mark = this.markAt(event);
    this.desk.map.getContainer().classList.toggle("sm-pointing", Boolean(mark));
    if (mark && mark.row >= 0) void mark.drawn.texts.block(Math.floor(mark.row / mark.drawn.texts.rows)); // at hand when it is clicked
  }

  /** @param {any} event */
  click(event) {
    const mark = this.markAt(event);
    if (!mark) {
      this.desk.scene.spread = null;
      return this.desk.redrawSoon();
    }
    if (mark.row >= 0) return this.choose(mark.drawn, mark.row, false, event.latlng);
    const places = placesOf(mark);
    const rows = this.rowsOf(mark.drawn, places);
    if (places.length > 1 && !mark.area && this.separates()) return this.closer(mark.drawn, places);
    this.desk.scene.spread = places.length === 1 && !mark.area && rows.length <= SPREAD_MOST ? { drawn: mark.drawn, place: places[0], rows } : null;
    this.desk.redrawSoon();
    this.list(mark.drawn, rows);
  }

  /** The strikes in view at some places. @param {any} drawn @param {number[]} places @returns {number[]} */
  rowsOf(drawn, places) {
    const wanted = new Uint8Array(drawn.store.places);
    for (const place of places) wanted[place] = 1;
    const { place } = drawn.store.c;
    return Array.from(rowsIn(drawn.store, drawn.judged, this.desk.view.from, this.desk.view.to).filter((row) => wanted[place[row]]));
  }

  /** Whether a closer look takes a group of places apart. */
  separates() {
    return this.desk.map.getZoom() < Math.min(11, this.desk.map.getMaxZoom());
  }

  /** @param {any} drawn @param {number[]} places */
  closer(drawn, places) {
    const { place_x, place_y } = drawn.store.c;
    const bounds = this.desk.L.latLngBounds(places.map((place) => [place_y[place] / 1e5, place_x[place] / 1e5]));
    const zoom = Math.max(this.desk.map.getZoom() + 1, Math.min(11, this.desk.map.getBoundsZoom(bounds, false, this.desk.L.point(40, 40))));
    this.desk.map.setView(bounds.getCenter(), zoom);
  }

  /** The strikes of a mark, in the panel. @param {any} drawn @param {number[]} rows */
  list(drawn, rows) {
    const { store } = drawn;
    const items = rows.slice(0, LIST_MOST).map((row) => el("li", {}, el("button", { type: "button", class: "sm-link", onclick: () => this.choose(drawn, row, false) }, `${whenWords(this.desk, store, row)} · ${headline(this.desk, store, row)}`)));
    this.desk.frame.open("details", this.desk.say("strikes_here", { n: rows.length }), el("ul", { class: "sm-list" }, ...items));
  }

  /** @param {any} drawn @param {number} row @param {boolean} travel whether the map moves there @param {any} [at] where it was clicked */
  async choose(drawn, row, travel, at) {
    const { store } = drawn;
    const turn = ++this.turn;
    const text = await drawn.texts.at(row);
    if (!this.desk.map) await this.desk.attached;
    if (turn !== this.turn) return; // another one was chosen meanwhile
    this.desk.scene.chosen = { drawn, row };
    this.chosenId = text.strike_id;
    const where = at ?? this.whereIs(store, row);
    const more = () => this.tell(drawn, row, text);
    if (at) this.desk.L.popup({ maxWidth: POPUP_WIDE - 20, minWidth: 220, autoPanPaddingTopLeft: [this.desk.frame.clearOfLegend(), 12], autoPanPaddingBottomRight: [12, 12] }).setLatLng(where).setContent(popup(this.desk, store, row, text, more)).openOn(this.desk.map);
    else more();
    const follow = () => {
      if (turn !== this.turn) return;
      if (travel && where) this.travel(store, row, where);
      this.desk.redrawSoon();
      this.desk.settle();
    };
    if (travel) afterFrame(follow); // the words first, then the way there
    else follow();
  }

  /** Moves the map to a strike: an area is shown whole, a place with its surroundings. @param {any} store @param {number} row @param {any} where */
  travel(store, row, where) {
    const place = store.c.place[row];
    if (store.c.place_form[place] !== FORM.area) this.desk.map.setView(where, Math.max(this.desk.map.getZoom(), 7), { animate: false });
    else this.whole(store, place);
    this.desk.map.panBy([0, this.desk.frame.covered() / 2], { animate: false });
  }

  /** @param {any} store @param {number} place an area */
  whole(store, place) {
    const [west, south, east, north] = store.surfaces[store.c.place_area[place] - 1].box;
    this.desk.map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [this.desk.frame.clearOfLegend() + 8, 20], paddingBottomRight: [20, 20], maxZoom: CLOSEST_FIT, animate: false });
  }

  /** @param {any} drawn @param {number} row @param {any} text */
  tell(drawn, row, text) {
    this.told = { drawn, row, text };
    this.desk.map.closePopup();
    this.desk.frame.open("strike", this.desk.say("strike"), this.telling(this.told));
  }

  /** @param {{drawn: any, row: number, text: any}} told */
  telling({ drawn, row, text }) {
    const { store } = drawn;
    const around = { wave: store.c.wave[row] - 1, parts: store.partsOf(row), open: (/** @type {number} */ other) => void this.choose(drawn, other, false) };
    return fullDetails(this.desk, store, row, text, around);
  }

  /** @param {any} store @param {number} row */
  whereIs(store, row) {
    const place = store.c.place[row];
    const form = store.c.place_form[place];
    if (!form) return null;
    if (form === FORM.area) return [store.surfaces[store.c.place_area[place] - 1].y, store.surfaces[store.c.place_area[place] - 1].x];
    return [store.c.place_y[place] / 1e5, store.c.place_x[place] / 1e5];
  }

  /** Opens a strike by its id. @param {string} id @param {number} [hint] the row where it stood when the link was made */
  async find(id, hint) {
    const turn = ++this.turn;
    for (const drawn of this.desk.layers) {
      const here = hint !== undefined && hint < drawn.store.n && (await drawn.texts.at(hint)).strike_id === id;
      const row = here ? /** @type {number} */ (hint) : await drawn.texts.rowOf(id);
      if (turn !== this.turn) return;
      if (row >= 0) return this.choose(drawn, row, false);
    }
  }
}
