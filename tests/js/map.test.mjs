import assert from "node:assert/strict";
import { test } from "node:test";

const at = (name) => import(new URL(`../../geo/mapping/static/${name}.js`, import.meta.url));
const { unpack } = await at("columns");
const { dayOf, edges, isoDay } = await at("dates");
const { webAddress } = await at("dom");
const { speaker } = await at("messages");
const { inside, mercatorX, mercatorY } = await at("geometry");
const { freshView } = await at("filter");
const { Picker } = await at("groups");
const { csvCell } = await at("table");
const { hashOf, viewOf } = await at("permalink");
const { lookOf, looksOf } = await at("palette");
const { rangeWords } = await at("details");

test("a pack of planes, differences and signs is read", () => {
  const head = new TextEncoder().encode(JSON.stringify({ n: 2, columns: [
    { name: "a", n: 2, width: 1, delta: false, signed: false },
    { name: "b", n: 2, width: 2, delta: false, signed: true },
    { name: "c", n: 2, width: 1, delta: true, signed: false },
  ] }));
  const raw = new Uint8Array(4 + head.length + 8);
  new DataView(raw.buffer).setUint32(0, head.length, true);
  raw.set(head, 4);
  raw.set([7, 255, 3, 0, 0, 2, 5, 4], 4 + head.length);
  const { columns } = unpack(raw);
  assert.deepEqual([...columns.a], [7, 255]);
  assert.deepEqual([...columns.b], [-2, 256]);
  assert.deepEqual([...columns.c], [5, 9]);
});

test("days and bins", () => {
  assert.equal(isoDay(dayOf("2024-02-29")), "2024-02-29");
  assert.equal(dayOf("yesterday"), null);
  const first = dayOf("2024-01-03");
  assert.equal(isoDay(edges(first, first + 30, 7)[0]), "2024-01-01");
  assert.deepEqual(edges(first, first + 40, 30).map(isoDay), ["2024-01-01", "2024-02-01", "2024-03-01"]);
});

test("only web addresses are opened", () => {
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "//x", "", null, 4, " java\nscript:alert(1)"]) assert.equal(webAddress(bad), null);
});

test("words are filled in once and never read as patterns", () => {
  const say = speaker({ a: "{x} of {n}", b: { one: "{n} strike", other: "{n} strikes" } }, "en");
  assert.equal(say("a", { x: "{n}$&", n: 3 }), "{n}$& of 3");
  assert.equal(say("b", { n: 1 }), "1 strike");
  assert.equal(say("b", { n: 1200 }), "1,200 strikes");
  assert.equal(say("toString"), "toString");
});

test("counts are ranges", () => {
  const say = speaker({ "count.exact": "{low}", "count.range": "{low} to {high}", "count.least": "at least {low}", "count.most": "up to {high}" }, "en");
  assert.deepEqual([[3, 3], [3, 5], [1, null], [null, 20], [null, null]].map(([a, b]) => rangeWords(say, a, b)), ["3", "3 to 5", "at least 1", "up to 20", null]);
});

test("a point in a ring with a hole", () => {
  const rings = [Float64Array.of(0, 0, 10, 0, 10, 10, 0, 10, 0, 0), Float64Array.of(4, 4, 6, 4, 6, 6, 4, 6, 4, 4)];
  assert.equal(inside(rings, 2, 2), true);
  assert.equal(inside(rings, 5, 5), false);
  assert.equal(inside(rings, 12, 5), false);
  assert.ok(Math.abs(mercatorY(0) - 0.5) < 1e-9 && mercatorX(180) === 1);
});

test("the picker finds the nearest mark", () => {
  const marks = [{ x: 31, y: 10, r: 6 }, { x: 40, y: 10, r: 6 }];
  assert.equal(new Picker(marks).at(34, 10), marks[0]);
  assert.equal(new Picker(marks).at(90, 90), null);
});

test("cells of a table are no formulas", () => {
  assert.deepEqual(["=1+1", "-5", 'a"b,c', null, "@x"].map(csvCell), ["'=1+1", "-5", '"a""b,c"', "", "'@x"]);
});

test("a link brings the view back", () => {
  const fresh = freshView(19700, 19800);
  const view = { ...freshView(19710, 19720), known: 19750, text: "a&b=#~", colorBy: "origin" };
  view.off.class.add("x~y").add("");
  view.off.grade.clear();
  const { view: back, at, chosen } = viewOf(`#${hashOf(view, fresh, { lat: 1, lng: 2, zoom: 3 }, "s1")}`, fresh);
  assert.deepEqual([back.from, back.to, back.known, back.text, back.colorBy], [19710, 19720, 19750, "a&b=#~", "origin"]);
  assert.deepEqual([...back.off.class].sort(), ["", "x~y"]);
  assert.equal(back.off.grade.size, 0);
  assert.deepEqual([at, chosen], [{ lat: 1, lng: 2, zoom: 3 }, "s1"]);
  assert.deepEqual(viewOf("#days=9_1&at=x&no-zzz=1", fresh).view.from, 19700);
});

test("looks: one value its own, several a star, none grey", () => {
  const looks = looksOf("class", []);
  assert.equal(looks[lookOf(looks, ["drone"])].key, "drone");
  assert.equal(looks[lookOf(looks, ["drone", "bomb"])].shape, "star");
  assert.equal(looks[lookOf(looks, [""])].key, "");
  assert.equal(new Set(looks.map((look) => `${look.hue}${look.shape}`)).size, looks.length - 1, "only 'unspecified' looks like 'not stated'");
});

test("a border is thinned no further than it may stray", async () => {
  const { thinned } = await at("canvas");
  const far = ([x, y], [ax, ay], [bx, by]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  };
  const points = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  const circle = Float64Array.from({ length: 402 }, (_, i) => (i % 2 ? Math.sin : Math.cos)((2 * Math.PI * (i >> 1)) / 200));
  const comb = Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? ((i >> 1) % 3 === 1 ? 0.5 : 0) : (i >> 1) / 50));
  const there = Float64Array.from([0, 0, 1, 0, 2, 0, 3, 0, 2, 0.001, 1, 0, 0, 0]);
  for (const ring of [circle, comb, there]) {
    const kept = points(thinned(ring, 0.01, 0));
    for (const point of points(ring)) assert.ok(Math.min(...kept.slice(1).map((to, i) => far(point, kept[i], to))) <= 0.0101);
    assert.deepEqual([kept[0], kept.at(-1)], [points(ring)[0], points(ring).at(-1)]);
  }
  assert.ok(thinned(circle, 0.01, 0).length < circle.length / 3);
  assert.ok(thinned(comb, 0.01, 0).length > 0.9 * comb.length, "teeth stay");
});
