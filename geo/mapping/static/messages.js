// The page's own words, from the message file of its language.

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

/** A function that writes numbers: whole ones by hand, for the first use of `Intl` costs more than painting all marks.
 * @param {string} between what stands between thousands @param {string} lang @returns {(value: number) => string}
 */
export function counter(between, lang) {
  /** @type {Intl.NumberFormat | undefined} */
  let numbers;
  return (value) => (Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, between) : (numbers ??= new Intl.NumberFormat(lang)).format(value));
}

/**
 * A function that gives the words of a key; `{name}` stands for a value, and an entry with plural forms is chosen by
 * the value of `n`.
 * @param {Record<string, any>} words
 * @param {string} lang
 * @returns {Say}
 */
export function speaker(words, lang) {
  /** @type {Intl.PluralRules | undefined} */
  let plural;
  const number = counter(words.thousands ?? ",", lang);
  return (key, values = {}) => {
    let entry = Object.hasOwn(words, key) ? words[key] : key;
    if (typeof entry === "object") entry = entry[(plural ??= new Intl.PluralRules(lang)).select(Number(values.n))] ?? entry.other;
    return String(entry).replace(/\{(\w+)\}/g, (whole, name) => {
      if (!Object.hasOwn(values, name)) return whole;
      const value = values[name];
      return typeof value === "number" ? number(value) : String(value);
    });
  };
}

/** The name of a state by its two letters, or the name itself.
 * @param {string} lang
 * @returns {(code: string) => string}
 */
export function namer(lang) {
  /** @type {Intl.DisplayNames | undefined} */
  let names;
  return (code) => (/^[A-Z]{2}$/.test(code) ? (names ??= new Intl.DisplayNames([lang], { type: "region", fallback: "code" })).of(code) ?? code : code);
}
