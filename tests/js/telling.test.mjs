// What a reader is told: words, details as known on a day, and text from reports that stays text.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { elements, install, textOf } from "./fakedom.mjs";
import { strikesPack } from "./pack.mjs";

install();
const folder = new URL("../../geo/mapping/", import.meta.url);
const at = (name) => import(new URL(`static/${name}.js`, folder));
const { asKnown, confidenceWords, fullDetails, headline, popup } = await at("details");
const { calendar, dayOf } = await at("dates");
const { namer, speaker } = await at("messages");
const { freshView } = await at("filter");
const { labels } = await at("canvas");
const { hashOf, viewOf } = await at("permalink");
const { Store } = await at("store");

const words = Object.fromEntries(["en", "uk"].map((lang) => [lang, JSON.parse(readFileSync(new URL(`messages/${lang}.json`, folder), "utf8"))]));
const scripts = readdirSync(new URL("static/", folder)).filter((name) => name.endsWith(".js"));
const sources = Object.fromEntries(scripts.map((name) => [name, readFileSync(new URL(`static/${name}`, folder), "utf8")]));

const HOSTILE = ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "${alert(1)} `${alert(1)}`", "\\');alert(1);//\\u003cscript\\u003e \\", "{{7*7}} &lt;b&gt; \u202e", "javascript:alert(1)"];

/** Strings without order, the same at every run. */
function fuzzed(count) {
  let state = 7;
  const draw = (most) => (state = (state * 48271) % 2147483647) % most;
  const parts = ["<", ">", '"', "'", "`", "${", "}", "\\", "</script>", "<svg onload=alert(1)>", "&lt;", "\u2028", "javascript:", "й", "💥", "a", "\0"];
  return Array.from({ length: count }, () => Array.from({ length: 1 + draw(12) }, () => parts[draw(parts.length)]).join(""));
}

function teller(lang = "en", known = Infinity) {
  const say = speaker(words[lang], lang);
  return { say, country: namer(lang), calendar: calendar(say), view: { ...freshView(0, 0), known } };
}

test("every word that the scripts ask for is there, in each language, with the same values", () => {
  const asked = Object.values(sources).flatMap((code) => [...code.matchAll(/\bsay\("([\w.]+)"/g)].map((found) => found[1]));
  assert.ok(asked.length > 60);
  for (const lang of ["en", "uk"]) for (const key of asked) assert.ok(key in words[lang], `${lang}: ${key}`);
  assert.deepEqual(Object.keys(words.uk).sort(), Object.keys(words.en).sort());
  const values = (entry) => new Set([...JSON.stringify(entry).matchAll(/\{(\w+)\}/g)].map((found) => found[1]));
  for (const key of Object.keys(words.en)) assert.deepEqual(values(words.uk[key]), values(words.en[key]), key);
});

test("Ukrainian counts as Ukrainian counts", () => {
  const say = speaker(words.uk, "uk");
  assert.deepEqual([1, 3, 5, 11, 21, 112].map((n) => say("strikes_here", { n }).replace(/\u00a0/g, " ")), ["1 удар тут", "3 удари тут", "5 ударів тут", "11 ударів тут", "21 удар тут", "112 ударів тут"]);
});

test("no script reads markup or code out of text", () => {
  for (const [name, code] of Object.entries(sources)) assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc|createContextualFragment/, name);
});

test("text from reports is text, in the popup and in the panel, and no address but the web's is a link", () => {
  const store = new Store(strikesPack([{ day: 19700, place: 0, attacker: 1, cls: 1, origin: 1, system: 1 }], [{ location: 1 }]));
  for (const evil of [...HOSTILE, ...fuzzed(200)]) {
    store.header.locations[1] = store.header.words.attacker[1] = store.header.sets.weapon_systems[1][0] = evil;
    store.values.origin[1][0] = evil;
    const source = { quote: evil, title: evil, url: evil, publisher: evil, origin: `${evil} `, published: evil, claimants: [evil] };
    const text = { strike_id: evil, date_text: evil, place_text: evil, target_text: evil, notes: [evil], claimants: [evil], deniers: [evil], sources: [source] };
    for (const shown of [popup(teller(), store, 0, text, () => {}), fullDetails(teller(), store, 0, text, { wave: -1, parts: [0], open: () => {} })]) {
      assert.ok(textOf(shown).includes(evil), evil);
      const all = elements(shown);
      for (const element of all) {
        assert.match(element.tag, /^(article|section|h2|h3|h4|p|dl|dt|dd|div|span|ul|li|q|bdi|blockquote|button|code)$/, element.tag);
        for (const [name, value] of Object.entries(element.attributes)) assert.match(name, /^(class|dir|type)$/, `${name}=${value}`);
      }
    }
  }
});

test("a web address is a link that tells the other side nothing", () => {
  const store = new Store(strikesPack([{ day: 19700, place: 0 }], [{}]));
  const shown = fullDetails(teller(), store, 0, { sources: [{ url: "https://example.org/a", title: "A" }] }, { wave: -1, parts: [], open: () => {} });
  const [link] = elements(shown).filter((element) => element.tag === "a");
  assert.equal(link.attributes.href, "https://example.org/a");
  assert.match(link.attributes.rel, /noopener/);
});

test("as known on a day, later reports and what only they say are left out", () => {
  const sources = [
    { report_id: "r1", published: "2024-01-02", publisher: "Wire", origin: "UA", claimants: ["UA"], quote: "Early." },
    { report_id: "r2", published: "2024-01-05", publisher: "Post", origin: "RU", claimants: ["RU"], quote: "Late." },
  ];
  const text = { strike_id: "s", sources, killed_min: 4, killed_max: 9, killed_best: 5, deniers: ["RU"], notes: ["differs"], n_origins: 2, n_reports: 2 };
  const then = asKnown(text, dayOf("2024-01-03"));
  assert.deepEqual([then.later, then.sources.length, then.killed_min, then.n_origins, then.claimants, then.deniers, then.notes], [1, 1, undefined, 1, ["UA"], [], []]);
  assert.equal(asKnown(text, Infinity), text);
  assert.equal(asKnown(text, dayOf("2024-01-05")), text);
  const store = new Store(strikesPack([{ day: 19724, place: 0 }], [{}]));
  const told = textOf(fullDetails(teller("en", dayOf("2024-01-03")), store, 0, text, { wave: -1, parts: [], open: () => {} }));
  assert.match(told, /As known on 3 January 2024: 1 later report is left out/);
  assert.ok(told.includes("Early.") && !told.includes("Late.") && !told.includes("Who denies it"));
});

test("confidence is a number only where it was calibrated", () => {
  assert.equal(confidenceWords(teller(), {}, 0.83), "very likely");
  assert.equal(confidenceWords(teller(), { confidence_calibrated: true }, 0.83), "83 %");
  assert.equal(confidenceWords(teller(), {}, undefined), "");
});

test("a headline names place and weapon", () => {
  const store = new Store(strikesPack([{ day: 1, place: 0, cls: 3 }], [{ location: 2 }]));
  assert.equal(headline(teller(), store, 0), "Odesa: drone, cruise missile");
});

test("names on the ground never cover one another; countries come before their units", () => {
  const frame = { scale: 256 * 2 ** 7, left: 0, top: 0, zoom: 7 };
  const shape = (name, level, x) => ({ name, level, path: null, surface: { rings: [], x, y: 50, box: [x - 2, 49, x + 2, 51] } });
  const found = labels(frame, [shape("Unit", "admin1", 30), shape("Country", "country", 30.1), shape("Elsewhere", "country", 40), shape("", "country", 60)]);
  assert.deepEqual(found.map(({ text }) => text).sort(), ["COUNTRY", "ELSEWHERE", "Unit"].sort());
  const crowded = labels(frame, [shape("One", "country", 30), shape("Two", "country", 30.05)]);
  assert.equal(crowded.length, 1);
  assert.equal(labels({ ...frame, zoom: 5, scale: 256 * 2 ** 5 }, [shape("Unit", "admin1", 30)]).length, 0);
});

test("a link holds where the strike stood, and nonsense in it is left aside", () => {
  const fresh = freshView(19700, 19800);
  const { chosen, row } = viewOf(`#${hashOf(fresh, fresh, null, "s1", 17)}`, fresh);
  assert.deepEqual([chosen, row], ["s1", 17]);
  for (const bad of ["#strike=s1", "#strike=s1&row=-4", "#strike=s1&row=x"]) assert.equal(viewOf(bad, fresh).row, undefined);
});
