// What waits for the marks; and the words for numbers and days, which are made by hand so that marks need not wait for Intl.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../geo/mapping/", import.meta.url);
const at = (name) => import(new URL(`static/${name}.js`, folder).href);
const { Later, afterMarks, marksCame, marksComing } = await at("later");
const { counter, speaker } = await at("messages");
const { calendar } = await at("dates");
const words = Object.fromEntries(["en", "uk"].map((lang) => [lang, JSON.parse(readFileSync(new URL(`messages/${lang}.json`, folder), "utf8"))]));
const soon = () => new Promise((next) => setTimeout(next, 5));

/** Frames come when the test says so. */
function frames() {
  const held = [];
  globalThis.requestAnimationFrame = (work) => held.push(work);
  return () => held.splice(0).forEach((work) => work());
}

test("nothing that waits is done before the frame with the marks", async () => {
  const frame = frames();
  const later = new Later();
  const done = [];
  later.put("one", () => done.push("old one"));
  later.put("two", () => done.push("two"));
  later.put("one", () => done.push("one"));
  later.begin();
  await soon();
  frame();
  await soon();
  assert.deepEqual(done, [], "the frame is on its way only");
  frame();
  for (let i = 0; i < 4; i++) await soon();
  assert.deepEqual(done, ["two", "one"], "once each, of one name the last");
  later.put("three", () => done.push("three"));
  for (let i = 0; i < 4; i++) await soon();
  assert.equal(done.at(-1), "three", "afterwards nothing holds it up");
});

test("a reader who is quick has everything at once", () => {
  frames();
  const later = new Later();
  const done = [];
  later.put("one", () => done.push(1));
  later.put("two", () => done.push(2));
  later.all();
  later.all();
  assert.deepEqual(done, [1, 2]);
});

test("a page that nobody sees gets no frames and is built all the same", async () => {
  frames();
  const later = new Later();
  let done = false;
  later.put("one", () => (done = true));
  later.begin();
  await new Promise((next) => setTimeout(next, 450));
  assert.equal(done, true);
});

test("the ground waits for the marks of all layers, and for none where none come", async () => {
  const frame = frames();
  const done = [];
  afterMarks(() => done.push("alone"));
  assert.deepEqual(done, ["alone"]);
  marksComing();
  marksComing();
  afterMarks(() => done.push("behind"));
  const pass = async () => {
    frame();
    frame();
    await soon();
  };
  marksCame();
  await pass();
  assert.deepEqual(done, ["alone"], "one is still on its way");
  marksCame();
  afterMarks(() => done.push("too early"));
  assert.deepEqual(done, ["alone"], "painted is not shown");
  await pass();
  assert.deepEqual(done, ["alone", "behind", "too early"]);
});

test("numbers are written as the languages write them", () => {
  for (const lang of ["en", "uk"]) {
    const number = counter(words[lang].thousands, lang);
    for (const value of [0, 7, 999, 1000, 12345, 1234567, -4321, 2.5]) assert.equal(number(value), new Intl.NumberFormat(lang).format(value));
  }
});

// written out, as CLDR 46 has them: what Intl says depends on how old the runtime's tables are
const DAYS = [
  ["en", 19600, ["31 August 2023", "31 Aug", "Aug 2023"]],
  ["en", 19725, ["3 January 2024", "3 Jan", "Jan 2024"]],
  ["uk", 19600, ["31 серпня 2023 р.", "31 серп.", "серп. 2023 р."]],
  ["uk", 19725, ["3 січня 2024 р.", "3 січ.", "січ. 2024 р."]],
];
const RANGES = [
  ["en", 19600, ["31 August 2023", "31 August – 3 September 2023", "31 August – 10 October 2023", "31 August 2023 – 4 October 2024"]],
  ["en", 19725, ["3 January 2024", "3 – 6 January 2024", "3 January – 12 February 2024", "3 January 2024 – 6 February 2025"]],
  ["uk", 19600, ["31 серпня 2023 р.", "31 серпня – 3 вересня 2023 р.", "31 серпня – 10 жовтня 2023 р.", "31 серпня 2023 – 4 жовтня 2024 рр."]],
  ["uk", 19725, ["3 січня 2024 р.", "3 – 6 січня 2024 р.", "3 січня – 12 лютого 2024 р.", "3 січня 2024 – 6 лютого 2025 рр."]],
];

test("days are written as the languages write them", () => {
  const plain = (text) => text.replaceAll("\u00a0", " ");
  for (const [lang, day, wanted] of DAYS) {
    const told = calendar(speaker(words[lang], lang));
    assert.deepEqual([told.day(day), told.short(day), told.month(day)].map(plain), wanted);
  }
  for (const [lang, day, wanted] of RANGES) {
    const told = calendar(speaker(words[lang], lang));
    assert.deepEqual([0, 3, 40, 400].map((more) => plain(told.range(day, day + more))), wanted);
  }
});
