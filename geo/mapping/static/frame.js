// The page around the map: header, filters, map, panel, timeline.

import { el, fill } from "./dom.js";

/** Room that a popup takes with its frame, pixels. */
export const POPUP_WIDE = 340;

/** @param {any} desk @param {HTMLElement} container of the map @param {any} config */
export function frameOf(desk, container, config) {
  const { say } = desk;
  const shown = el("span", { class: "sm-shown" });
  const unplaced = el("button", { type: "button", class: "sm-link", onclick: () => desk.show("unplaced", true) });
  const heading = el("h2", { tabindex: "-1" });
  const content = el("div", { class: "sm-content" });
  const panel = el("aside", { class: "sm-panel", "aria-label": say("details"), hidden: true }, el("div", { class: "sm-head" }, heading, el("button", { type: "button", class: "sm-button sm-close", "aria-label": say("close"), onclick: () => close() }, "×")), content);
  const legend = el("div", { class: "sm-legend-body" });
  const legendBox = el("details", { class: "sm-legend", open: container.clientWidth > 700 }, el("summary", {}, say("legend")), legend);
  const mapBox = el("div", { class: "sm-map" }, legendBox);
  const filtersButton = el("button", { type: "button", class: "sm-button", "aria-expanded": "false", onclick: () => desk.show("filters", desk.facets.element.hidden) }, say("filters"));
  const toggle = (/** @type {"arcs" | "heat"} */ what) => el("button", { type: "button", class: "sm-button", "aria-pressed": "false", onclick: () => (desk.setSwitch(what, !desk.view[what]), switches()) }, say(what));
  const arcs = toggle("arcs");
  const heat = toggle("heat");
  const copied = el("span", { class: "sm-copied", role: "status" });
  const header = el(
    "header",
    { class: "sm-header" },
    el("h1", {}, el("bdi", {}, config.title || say("title"))),
    el("p", { class: "sm-status", role: "status" }, shown, " · ", unplaced),
    el("div", { class: "sm-tools" }, filtersButton, el("button", { type: "button", class: "sm-button", onclick: () => desk.show("table", true) }, say("table")), arcs, heat, el("button", { type: "button", class: "sm-button", onclick: () => copy() }, say("link")), copied),
  );
  const root = el("div", { class: "sm-desk", lang: config.lang }, header, config.banner && el("section", { class: "sm-banner", "aria-label": say("banner") }, config.banner), el("main", { class: "sm-middle" }, desk.facets.element, mapBox, panel), desk.timeline.element);
  if (config.size) [root.style.width, root.style.height] = config.size;
  container.replaceWith(root);
  mapBox.prepend(container);
  container.classList.add("sm-leaflet");
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", say("map_label"));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => e.key === "Escape" && (panel.hidden ? desk.show("filters", false) : close()));
  desk.timeline.measure();

  /** @type {Element | null} */
  let opener = null;
  function close() {
    panel.hidden = true;
    frame.mode = "";
    if (opener instanceof HTMLElement) opener.focus();
  }
  function switches() {
    arcs.setAttribute("aria-pressed", String(desk.view.arcs));
    heat.setAttribute("aria-pressed", String(desk.view.heat));
  }
  async function copy() {
    const address = `${location.href.split("#")[0]}#${desk.link()}`;
    try {
      await navigator.clipboard.writeText(address);
      copied.textContent = say("copied");
    } catch {
      copied.textContent = say("in_address");
    }
    setTimeout(() => (copied.textContent = ""), 3000);
  }
  const frame = {
    root,
    mapBox,
    legend,
    filters: desk.facets.element,
    mode: "",
    switches,
    /** @param {any} L @param {any} map */
    attach(L, map) {
      L.DomEvent.disableClickPropagation(legendBox);
      L.DomEvent.disableScrollPropagation(legendBox);
      map.invalidateSize();
    },
    /** Of the map, pixels. */
    size() {
      return { x: container.clientWidth, y: container.clientHeight };
    },
    /** @param {string} mode @param {string} title @param {Node} body */
    open(mode, title, body) {
      if (panel.hidden) opener = document.activeElement;
      frame.mode = mode;
      panel.hidden = false;
      panel.classList.toggle("sm-wide", mode === "table");
      heading.textContent = title;
      fill(content, body);
      heading.focus();
    },
    /** What is open changed: the reader stays where they are. @param {Node} body */
    renew(body) {
      const { scrollTop } = panel;
      fill(content, body);
      panel.scrollTop = scrollTop;
    },
    /** How far from the left edge a popup must stand so that the open legend does not lie upon it, pixels. */
    clearOfLegend() {
      const right = legendBox.offsetLeft + legendBox.offsetWidth + 12;
      return legendBox.open && mapBox.clientWidth - right > POPUP_WIDE ? right : 12;
    },
    /** How much of the map the panel covers from below, pixels: on small screens. */
    covered() {
      const [under, over] = [mapBox.getBoundingClientRect(), panel.getBoundingClientRect()];
      return panel.hidden || over.left >= under.right || over.width < under.width ? 0 : Math.max(0, under.bottom - over.top);
    },
    /** @param {boolean} on */
    showFilters(on) {
      desk.facets.element.hidden = !on;
      filtersButton.setAttribute("aria-expanded", String(on));
      if (on) desk.facets.search.focus();
      else filtersButton.focus();
    },
    /** @param {number} seen @param {number} hidden @param {number} off */
    status(seen, hidden, off) {
      shown.textContent = say("status", { shown: seen, hidden });
      unplaced.textContent = say("status_unplaced", { n: off });
    },
  };
  return frame;
}
