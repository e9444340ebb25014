// Elements from parts. Text is always a text node; nothing here reads HTML, so text from reports stays text.

/** @typedef {string | number | Node | null | undefined | false} Part */

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on...` are listeners, `class` and `text` what they say
 * @param {...Part} parts
 * @returns {any}
 */
export function el(tag, attributes = {}, ...parts) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in PROPERTIES) /** @type {any} */ (node)[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const part of parts) {
    if (part === null || part === undefined || part === false) continue;
    node.append(part instanceof Node ? part : document.createTextNode(String(part)));
  }
  return node;
}

const PROPERTIES = { value: 1, checked: 1, disabled: 1, indeterminate: 1 };

/** A web address that may be opened, or null: http and https only.
 * @param {unknown} url
 * @returns {string | null}
 */
export function webAddress(url) {
  if (typeof url !== "string") return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link where the address may be opened, else the words alone.
 * @param {unknown} url
 * @param {string} words
 */
export function outward(url, words) {
  const address = webAddress(url);
  if (!address) return el("bdi", {}, words);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, el("bdi", {}, words));
}

/** @param {Element} node @param {...Part} parts */
export function fill(node, ...parts) {
  node.replaceChildren();
  for (const part of parts) {
    if (part === null || part === undefined || part === false) continue;
    node.append(part instanceof Node ? part : document.createTextNode(String(part)));
  }
}
