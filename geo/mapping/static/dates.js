// Days are whole numbers since 1 January 1970.

const DAY_MS = 86400000;

/** @param {number} day @returns {string} 2024-01-05 */
export function isoDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** @param {string} text @returns {number | null} */
export function dayOf(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : Math.round(time / DAY_MS);
}

/** @param {string} lang */
export function calendar(lang) {
  const locale = lang === "en" ? "en-GB" : lang;
  /** @type {Record<string, Intl.DateTimeFormat>} made when first asked for: each costs milliseconds */
  const made = {};
  const format = (/** @type {keyof typeof STYLES} */ style) => (made[style] ??= new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: "UTC" }));
  const at = (/** @type {number} */ day) => new Date(day * DAY_MS);
  return {
    day: (/** @type {number} */ day) => format("long").format(at(day)),
    short: (/** @type {number} */ day) => format("short").format(at(day)),
    month: (/** @type {number} */ day) => format("month").format(at(day)),
    /** @param {number} from @param {number} to */
    range: (from, to) => (from === to ? format("long").format(at(from)) : format("long").formatRange(at(from), at(to))),
  };
}

/** @satisfies {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  long: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};

/** First days of bins of `size` days, months where `size` is 30, years where it is 365.
 * @param {number} from @param {number} to @param {number} size
 * @returns {number[]} the edges, one more than the bins
 */
export function edges(from, to, size) {
  const found = [];
  if (size < 28) {
    const start = size === 7 ? from - ((((from + 3) % 7) + 7) % 7) : from;
    for (let day = start; day <= to; day += size) found.push(day);
    found.push(found[found.length - 1] + size);
    return found;
  }
  const months = size < 300 ? 1 : 12;
  const date = new Date(from * DAY_MS);
  let year = date.getUTCFullYear();
  let month = months === 1 ? date.getUTCMonth() : 0;
  for (;;) {
    const day = Math.round(Date.UTC(year, month, 1) / DAY_MS);
    found.push(day);
    if (day > to) return found;
    month += months;
    if (month > 11) {
      year += 1;
      month -= 12;
    }
  }
}
