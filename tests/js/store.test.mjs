// Columns, filters and sums, against the same thing done the slow way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { packed, strikesPack, textsPack } from "./pack.mjs";

const at = (name) => import(new URL(`../../geo/mapping/static/${name}.js`, import.meta.url));
const { unpack } = await at("columns");
const { bytesOf, inflate } = await at("streams");
const { FORM, Store } = await at("store");
const { facetCounts, freshView, judge, rowsIn } = await at("filter");
const { Cells, Tally, placesOf } = await at("groups");
const { HUES } = await at("palette");
const { ordered } = await at("table");
const { Block, Texts, bytesOf85 } = await at("texts");
const { flowsOf } = await at("arcs");
const { smooth } = await at("heat");

/** Numbers without order, the same at every run. */
function lottery(seed) {
  let state = seed;
  return (most) => (state = (state * 48271) % 2147483647) % most;
}

function many(n, seed = 5) {
  const draw = lottery(seed);
  const places = Array.from({ length: 40 }, (_, i) => ({ x: 3000000 + 9000 * draw(100), y: 4800000 + 9000 * draw(100), form: i === 0 ? FORM.none : i === 1 ? FORM.area : i % 5 ? FORM.point : FORM.circle, area: i === 1 ? 1 : 0, location: 1 + (i % 2), precision: i === 1 ? 2 : 1 }));
  const strikes = Array.from({ length: n }, () => ({ day: 19700 + draw(60), place: draw(40), cls: draw(4), origin: draw(3), attacker: draw(3), grade: 1 + draw(4), step: draw(3), back: draw(9) ? draw(2) : 5 + draw(30), ahead: 0, known: draw(6), withdrawn: draw(20) ? 0 : 1 }));
  strikes.sort((a, b) => a.day - b.day);
  return { strikes, places };
}

test("numbers of every width and sign come back", () => {
  const columns = {
    small: { values: [0, 255, 7] },
    wide: { values: [0, 65535, 256] },
    wider: { values: [70000, 0, 16777215] },
    signed: { values: [0, -1, 127, -128], signed: true },
    "signed wide": { values: [-32768, 32767, -300], signed: true },
    "signed wider": { values: [-18000000, 18000000, 1], signed: true },
    days: { values: [5, 5, 9, 1000], delta: true },
    corners: { values: [-7, 12, -90000], delta: true, signed: true },
    none: { values: [] },
  };
  const found = unpack(packed({ n: 3 }, columns));
  for (const [name, { values }] of Object.entries(columns)) assert.deepEqual([...found.columns[name]], values, name);
  assert.equal(found.header.n, 3);
});

test("base64 and deflate are read, with the browser's help and without", async () => {
  const { deflateSync } = await import("node:zlib");
  const text = "Харків ".repeat(500);
  const stream = deflateSync(Buffer.from(text)).toString("base64");
  const native = Uint8Array.fromBase64;
  Uint8Array.fromBase64 = undefined;
  assert.equal(new TextDecoder().decode(await inflate(bytesOf(stream))), text);
  Uint8Array.fromBase64 = (held) => new Uint8Array(Buffer.from(held, "base64"));
  assert.equal(new TextDecoder().decode(await inflate(bytesOf(stream))), text);
  Uint8Array.fromBase64 = native;
});

test("the brush's sums are the same, however it came there", () => {
  const { strikes, places } = many(800);
  const store = new Store(strikesPack(strikes, places));
  const view = freshView(store.first, store.last);
  view.off.class.add("cruise_missile");
  const judged = judge(store, view, null);
  const tally = new Tally(store);
  tally.looks(Uint8Array.of(7, 4, 1, 6), store.c.weapon_classes, Uint8Array.of(2, 1, 2, 3, 4));
  tally.fill(judged, store.first, store.last);
  const draw = lottery(3);
  for (let step = 0; step < 200; step++) {
    const from = store.first - 3 + draw(66);
    const to = from + (step % 3 ? draw(4) : draw(60));
    tally.move(from, to);
    const wanted = strikes.map((strike, i) => ({ ...strike, i })).filter((s) => s.day - s.back <= to && s.day >= from && (s.day <= to || s.back > 1) && !(s.cls === 2) && s.grade !== 4 && s.place !== 0 && !s.withdrawn && (s.back > 1 || (s.day >= from && s.day <= to)));
    assert.equal(tally.total, wanted.length);
    for (let place = 0; place < places.length; place++) {
      const here = wanted.filter((s) => s.place === place);
      assert.equal(tally.count[place], here.length);
      assert.equal(tally.places().includes(place), here.length > 0);
      if (here.length === 1) assert.equal(tally.rows[place], here[0].i);
      if (!here.length) continue;
      assert.equal(tally.step(place), Math.max(...here.map((s) => s.step)));
      assert.equal(tally.rank(place), Math.min(...here.map((s) => [2, 1, 2, 3, 4][s.grade])));
      assert.equal(tally.byHue[place * HUES + 4], here.filter((s) => s.cls === 1).length);
    }
  }
});

test("rows, counts of the filters and the tally agree", () => {
  const { strikes, places } = many(500, 9);
  const store = new Store(strikesPack(strikes, places));
  const view = { ...freshView(store.first + 10, store.first + 30), known: store.first + 25 };
  view.off.origin.add("IR");
  const judged = judge(store, view, null);
  const rows = rowsIn(store, judged, view.from, view.to);
  assert.deepEqual([...rows], [...rows].sort((a, b) => a - b));
  for (const i of rows) assert.ok(strikes[i].origin !== 1 && strikes[i].grade !== 4 && strikes[i].day + strikes[i].known <= view.known);
  const counts = facetCounts(store, view, judged);
  assert.equal(counts.origin.get("RU"), [...rows].filter((i) => strikes[i].origin === 2).length);
  const iranian = strikes.filter((s, i) => s.origin === 1 && s.grade !== 4 && s.day + s.known <= view.known && (s.back > 1 ? s.day - s.back <= view.to && s.day >= view.from : s.day >= view.from && s.day <= view.to));
  assert.equal(counts.origin.get("IR"), iranian.length, "what a click would bring back");
  const drawn = [...rows].filter((i) => store.drawable[i]).length;
  const tally = new Tally(store);
  tally.looks(new Uint8Array(4), store.c.weapon_classes, new Uint8Array(5));
  tally.fill(judged, view.from, view.to);
  assert.equal(tally.total, drawn);
});

test("cells count every strike in the window once, and panning regroups nothing", () => {
  const { strikes, places } = many(400, 4);
  const store = new Store(strikesPack(strikes, places));
  const tally = new Tally(store);
  tally.looks(new Uint8Array(4), store.c.weapon_classes, new Uint8Array(5));
  tally.fill(judge(store, freshView(0, 0), null), store.first, store.last);
  const cells = new Cells(tally);
  const scale = 256 * 2 ** 6;
  cells.arrange(scale, 34);
  const whole = { scale, left: 0, top: 0, width: scale, height: scale };
  const inCells = cells.gather(whole).map((cell) => [cell, cells.count[cell]]);
  const inPoints = [...tally.places()].filter((place) => places[place].form === FORM.point || places[place].form === FORM.circle);
  assert.equal(inCells.reduce((sum, [, count]) => sum + count, 0), inPoints.reduce((sum, place) => sum + tally.count[place], 0));
  assert.ok(inCells.length < inPoints.length, "some are counted together");
  const { x, y } = cells.middle(inCells[0][0], whole);
  const part = { scale, left: x - 40, top: y - 40, width: 80, height: 80 };
  for (const cell of cells.gather(part)) assert.equal(cells.count[cell], new Map(inCells).get(cell));
  const several = cells.gather(whole).find((cell) => cells.only[cell] < 0);
  const held = placesOf({ cells, cell: several, places: [] });
  assert.ok(held.length > 1 && held.every((place) => cells.of[place] === several));
  cells.arrange(scale, 0);
  assert.equal(cells.gather(whole).length, inPoints.length, "no grouping, no group");
});

test("as known on: grades and confidence of that day", () => {
  const strikes = [{ day: 100, grade: 3, step: 2, place: 0 }, { day: 101, grade: 1, step: 1, place: 0, known: 2 }];
  const states = { state_row: { values: [0, 0], delta: true }, state_until: { values: [3, 10] }, state_grade: { values: [2, 1] }, state_confidence: { values: [40, 60] } };
  const store = new Store(strikesPack(strikes, [{}], { columns: states }));
  const told = (day) => (store.setKnown(day), [store.word("grade", 0), store.c.step[0], store.confidenceThen(0)]);
  assert.deepEqual(told(102), ["single_origin", 0, 0.4]);
  assert.deepEqual(told(103), ["corroborated", 1, 0.6]);
  assert.deepEqual(told(110), ["contested", 2, null]);
  assert.deepEqual(told(Infinity), ["contested", 2, null]);
  assert.equal(store.lastKnown, 110);
  store.setKnown(102);
  const view = { ...freshView(100, 101), known: 102 };
  assert.deepEqual([...rowsIn(store, judge(store, view, null), 100, 101)], [0], "the other was not yet reported");
  view.off.grade.add("single_origin");
  assert.equal(rowsIn(store, judge(store, view, null), 100, 101).length, 0);
});

test("a wave knows its parts", () => {
  const store = new Store(strikesPack([{ day: 1, place: 0 }, { day: 1, place: 0, wave: 1 }, { day: 2, place: 0, wave: 1 }], [{}]));
  assert.deepEqual([store.partsOf(0), store.partsOf(1)], [[1, 2], []]);
});

test("an empty map has nothing to count", () => {
  const store = new Store(strikesPack([], []));
  const tally = new Tally(store);
  tally.looks(new Uint8Array(4), store.c.weapon_classes, new Uint8Array(5));
  tally.fill(judge(store, freshView(0, 0), null), 0, 0);
  assert.equal(tally.total + rowsIn(store, judge(store, freshView(0, 0), null), 0, 0).length, 0);
});

test("sorting keeps the order of equal ones", () => {
  assert.deepEqual([...ordered(Int32Array.of(7, -2, 7, 3, -2))], [1, 4, 3, 0, 2]);
  assert.equal(ordered(new Int32Array(0)).length, 0);
});

test("texts, numbers, days and ids come out of their block, nulls left out", () => {
  const block = new Block(textsPack(2, [0, 2], {
    fields: [{ name: "strike_id", id: 4 }, { name: "date_text", texts: 2 }, { name: "notes", texts: 2, json: true }, { name: "killed_min", base: -2, scale: 1 }, { name: "confidence", base: 35, scale: 100 }, { name: "first_reported", base: 19700, day: true }],
    source_fields: [{ name: "url", texts: 1 }, { names: ["title", "quote"], texts: 3 }],
  }, { fieldskilled_min: [3, 0], fieldsconfidence: [1, 22], fieldsfirst_reported: [0, 2], source_fields: [0, 0, 2, 0] }, [1, 2, 3, 250, 5, 6, 7, 8], [null, "at night", '["a"]', null, "u", "x", null, "y"]));
  assert.deepEqual([0, 1].map((row) => block.at(row)), [
    { strike_id: "010203fa", notes: ["a"], killed_min: 0, confidence: 0.35, sources: [] },
    { strike_id: "05060708", date_text: "at night", confidence: 0.56, first_reported: "2023-12-10", sources: [{ url: "u", title: "x" }, { url: "u", title: "x", quote: "y" }] },
  ]);
  assert.deepEqual([block.rowOf("05060708"), block.rowOf("05060709")], [1, -1]);
  assert.deepEqual([block.holding("3fa"), block.holding("night"), block.holding("u"), block.holding("y")], [[0], [], [], [1]], "ids and quotes, not every text");
});

test("texts that hold what stands between texts are read as JSON", () => {
  const block = new Block(textsPack(1, [1], { fields: [{ name: "place_text", texts: 1 }], source_fields: [{ names: ["quote"], texts: 1 }], json: true }, {}, [], ["a\x1fb", "</script>\x00"]));
  assert.deepEqual(block.at(0), { place_text: "a\x1fb", sources: [{ quote: "</script>\x00" }] });
  assert.deepEqual(block.holding("</script>"), [0]);
});

test("base 85 is read to the last byte", () => {
  const digits = [...Array(94).keys()].map((i) => String.fromCharCode(33 + i)).filter((letter) => !"\"&'<>\\`{}".includes(letter));
  assert.equal(digits.length, 85);
  for (let size = 0; size < 14; size++) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => 255 - 37 * i);
    let text = String((4 - (size % 4)) % 4);
    for (let i = 0; i < size; i += 4) {
      let word = [3, 2, 1, 0].reduce((sum, j) => sum * 256 + (bytes[i + j] ?? 0), 0);
      text += [0, 0, 0, 0, 0].map(() => [digits[word % 85], (word = Math.floor(word / 85))][0]).reverse().join("");
    }
    assert.deepEqual([...bytesOf85(text)], [...bytes]);
  }
});

test("flows: suppliers to attackers, attackers to places and areas", () => {
  const strikes = [{ day: 1, place: 0, origin: 1 }, { day: 1, place: 1, origin: 1 }, { day: 1, place: 2, origin: 2, attacker: 0 }, { day: 9, place: 0, origin: 1 }];
  const store = new Store(strikesPack(strikes, [{ x: 10 }, { form: FORM.area, area: 1 }, {}]));
  const tally = new Tally(store);
  const cells = new Cells(tally);
  cells.arrange(1000, 0);
  const { supplies, hits } = flowsOf({ store, tally, cells, judged: judge(store, freshView(1, 2), null) }, 1, 2);
  assert.deepEqual([...supplies], [[65536 + 1, 2]], "a strike without an attacker has no arc");
  assert.equal([...hits.values()].reduce((a, b) => a + b), 2);
  assert.ok([...hits.keys()].some((key) => key % 2 ** 32 === 2 ** 31 + 1));
});

test("smoothing keeps the sum inside and is even on all sides", () => {
  const grid = new Float32Array(41 * 41);
  grid[20 * 41 + 20] = 100;
  smooth(grid, 41, 41);
  assert.ok(Math.abs(grid.reduce((a, b) => a + b) - 100) < 0.01);
  assert.ok(Math.abs(grid[20 * 41 + 15] - grid[15 * 41 + 20]) < 1e-6 && grid[20 * 41 + 20] > grid[20 * 41 + 15]);
});

test("blocks are looked through for words and ids until it is told to stop", async () => {
  const texts = new Texts("x", 3, 2);
  const block = (ids, quotes) => textsPack(ids.length, quotes.map(() => 1), { fields: [{ name: "strike_id", texts: ids.length }], source_fields: [{ names: ["quote"], texts: quotes.length }] }, {}, [], [...ids, ...quotes]);
  const held = [block(["s0", "s1"], ["Quiet", "a \"Quote\""]), block(["s2", "s3"], ["nothing", "here"]), block(["s4"], ["QUOTES"])];
  texts.raw = async (i) => held[i];
  const seen = [];
  await texts.scan("quote", (row) => seen.push(row), () => true);
  assert.deepEqual(seen, [1, 4]);
  assert.deepEqual([await texts.rowOf("s4"), await texts.rowOf("S4"), await texts.rowOf("s9")], [4, -1, -1]);
  assert.deepEqual((await texts.at(1)).sources, [{ quote: 'a "Quote"' }]);
  const early = [];
  await texts.scan("q", (row) => early.push(row), () => false);
  assert.deepEqual(early, [], "it stops when it is told to");
});
