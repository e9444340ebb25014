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

/** Days in words. By hand from the page's own words: the first use of `Intl` would hold up the first marks.
 * @param {import("./messages.js").Say} say
 */
export function calendar(say) {
  const [months, short] = [say("months").split(" "), say("months_short").split(" ")];
  const parts = (/** @type {number} */ day) => {
    const date = new Date(day * DAY_MS);
    return { d: date.getUTCDate(), m: date.getUTCMonth(), y: String(date.getUTCFullYear()) };
  };
  const day = (/** @type {number} */ at) => {
    const { d, m, y } = parts(at);
    return `${d} ${months[m]} ${say("year", { y })}`;
  };
  return {
    day,
    short: (/** @type {number} */ at) => `${parts(at).d} ${short[parts(at).m]}`,
    month: (/** @type {number} */ at) => `${short[parts(at).m]} ${say("year", { y: parts(at).y })}`,
    /** @param {number} from @param {number} to */
    range(from, to) {
      const [one, other] = [parts(from), parts(to)];
      if (from === to) return day(from);
      const years = one.y !== other.y;
      const start = years ? `${one.d} ${months[one.m]} ${one.y}` : one.m !== other.m ? `${one.d} ${months[one.m]}` : String(one.d);
      return `${start} – ${other.d} ${months[other.m]} ${say(years ? "years" : "year", { y: other.y })}`;
    },
  };
}

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
