// As much of a document as `el` needs; what was given as text stays apart from what was given as markup: there is none.

class Node {}

class Text extends Node {
  constructor(data) {
    super();
    this.data = data;
  }
}

class Element extends Node {
  constructor(tag) {
    super();
    Object.assign(this, { tag, attributes: {}, children: [], listeners: {} });
  }

  append(...parts) {
    this.children.push(...parts.map((part) => (part instanceof Node ? part : new Text(String(part)))));
  }

  replaceChildren(...parts) {
    this.children = [];
    this.append(...parts);
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  addEventListener(name, act) {
    this.listeners[name] = act;
  }
}

export function install() {
  Object.assign(globalThis, { Node, document: { createElement: (tag) => new Element(tag), createTextNode: (data) => new Text(data) } });
}

/** Every element of a tree. @returns {Element[]} */
export function elements(node) {
  return node instanceof Element ? [node, ...node.children.flatMap(elements)] : [];
}

/** All text of a tree. */
export function textOf(node) {
  return node instanceof Text ? node.data : node.children.map(textOf).join("");
}
