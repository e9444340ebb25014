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

test("days are written as the languages write them", () => {
  const plain = (text) => text.replace(/[\u00a0\u2009\u202f]/g, " ");
  for (const [lang, locale] of [["en", "en-GB"], ["uk", "uk"]]) {
    const told = calendar(speaker(words[lang], lang));
    const intl = (style) => new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" });
    const long = intl({ day: "numeric", month: "long", year: "numeric" });
    const short = intl({ day: "numeric", month: "short" });
    const month = intl({ month: "short", year: "numeric" });
    for (let day = 19600; day < 20000; day += 13) {
      const date = new Date(day * 86400000);
      assert.equal(plain(told.day(day)), plain(long.format(date)));
      assert.equal(plain(told.short(day)), plain(short.format(date)));
      assert.equal(plain(told.month(day)), plain(month.format(date)));
      for (const more of [0, 3, 40, 400]) {
        const range = plain(long.formatRange(date, new Date((day + more) * 86400000)));
        assert.equal(plain(told.range(day, day + more)).replaceAll(" – ", "–"), range.replaceAll(" – ", "–"));
      }
    }
  }
});
