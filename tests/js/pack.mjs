// Packs as the Python side writes them, for the tests: raw, for `unpack` reads what was inflated already.

/** @param {any} header @param {Record<string, {values: number[], delta?: boolean, signed?: boolean}>} columns @returns {Uint8Array} */
export function packed(header, columns) {
  const layout = [];
  const body = [];
  for (const [name, { values, delta = false, signed = false }] of Object.entries(columns)) {
    let written = values.map((value, i) => (delta && i ? value - values[i - 1] : value));
    if (signed) written = written.map((value) => (value < 0 ? -2 * value - 1 : 2 * value));
    const width = Math.max(1, Math.ceil(Math.log2(Math.max(1, ...written) + 1) / 8));
    layout.push({ name, n: values.length, width, delta, signed });
    for (let plane = 0; plane < width; plane++) for (const value of written) body.push(Math.floor(value / 2 ** (8 * plane)) % 256);
  }
  const head = new TextEncoder().encode(JSON.stringify({ ...header, columns: layout }));
  const raw = new Uint8Array(4 + head.length + body.length);
  new DataView(raw.buffer).setUint32(0, head.length, true);
  raw.set(head, 4);
  raw.set(body, 4 + head.length);
  return raw;
}

/** A pack of strikes; each as {day, place, grade, cls, origin, attacker, step, back, ahead, known, withdrawn, wave}, sorted by day.
 * @param {any[]} strikes @param {{x?: number, y?: number, form?: number, area?: number, precision?: number}[]} places @param {any} [more] columns and header entries
 */
export function strikesPack(strikes, places, more = {}) {
  const column = (name, otherwise = 0) => ({ values: strikes.map((strike) => strike[name] ?? otherwise) });
  const placeColumn = (name, otherwise = 0) => ({ values: places.map((place) => place[name] ?? otherwise) });
  const base = strikes[0]?.day ?? 0;
  const header = {
    n: strikes.length, base_day: base, block_rows: 4, blocks: 0,
    words: { attacker: ["", "RU", "UA"], grade: ["", "corroborated", "single_origin", "contested", "discounted"], outcome: ["", "impact"], admin1: [""], time_precision: [""], country_code: [""], level: [""], target_type: [""] },
    sets: { weapon_classes: [[], ["drone"], ["cruise_missile"], ["drone", "cruise_missile"]], weapon_origins: [[], ["IR"], ["RU"]], weapon_systems: [[], ["Shahed-136"]] },
    locations: ["", "Kyiv", "Odesa"], precisions: ["", "settlement", "country"],
    ...more.header,
  };
  return packed(header, {
    day: { values: strikes.map(({ day }) => day - base), delta: true },
    back: { ...column("back"), signed: true }, ahead: { ...column("ahead"), signed: true }, known: { ...column("known"), signed: true },
    attacker: column("attacker", 1), grade: column("grade", 1), outcome: column("outcome"), admin1: column("admin1"), time_precision: column("time_precision"), country_code: column("country_code"), level: column("level"), target_type: column("target_type"),
    weapon_classes: column("cls", 1), weapon_origins: column("origin"), weapon_systems: column("system"),
    hit: column("hit"), step: column("step"), wave: column("wave"), withdrawn: column("withdrawn"), place: column("place"),
    place_form: placeColumn("form", 1), place_area: placeColumn("area"), place_radius: placeColumn("radius"), place_location: placeColumn("location", 1), place_precision: placeColumn("precision", 1),
    place_x: { ...placeColumn("x"), signed: true }, place_y: { ...placeColumn("y"), signed: true },
    area_rings: { values: [1] }, area_corners: { values: [4] },
    area_x: { values: [0, 1000, 1000, 0], delta: true, signed: true }, area_y: { values: [0, 0, 1000, 0], delta: true, signed: true },
    area_label_x: { values: [500], signed: true }, area_label_y: { values: [300], signed: true },
    ...more.columns,
  });
}

/** A block of texts. @param {number} n @param {number[]} sources of each strike @param {any} header @param {Record<string, number[]>} columns @param {number[]} ids @param {any[]} prose @returns {Uint8Array} */
export function textsPack(n, sources, header, columns, ids, prose) {
  const arrays = Object.fromEntries(Object.entries({ sources, ...columns }).map(([name, values]) => [name, { values }]));
  const said = header.json ? JSON.stringify(prose) : prose.map((cell) => cell ?? "\x00").join("\x1f");
  return Uint8Array.from([...packed({ n, ...header }, arrays), ...ids, ...new TextEncoder().encode(said)]);
}
