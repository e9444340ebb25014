// Reads the packs that columns.py writes.

/** @typedef {Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array} Numbers */
/** @typedef {{header: any, columns: Record<string, Numbers>, end: number}} Pack `end` is where the arrays end */

/** @param {Uint8Array} raw an inflated pack @returns {Pack} */
export function unpack(raw) {
  const size = new DataView(raw.buffer, raw.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(raw.subarray(4, 4 + size)));
  /** @type {Record<string, Numbers>} */
  const columns = {};
  let offset = 4 + size;
  for (const layout of header.columns) {
    columns[layout.name] = column(raw, offset, layout);
    offset += layout.n * layout.width;
  }
  return { header, columns, end: offset };
}

/** Puts the planes of one array together; all in whole numbers of 32 bits, which is what makes a million rows cheap.
 * @param {Uint8Array} raw @param {number} offset @param {any} layout @returns {Numbers}
 */
function column(raw, offset, { n, width, delta, signed }) {
  const lowest = raw.subarray(offset, offset + n);
  if (width === 1 && !delta && !signed) return lowest;
  const values = delta || width > 2 ? new Int32Array(n) : signed ? new Int16Array(n) : new Uint16Array(n);
  const wide = width > 1 && values.BYTES_PER_ELEMENT < 4 && signed ? new Int32Array(n) : values;
  wide.set(lowest);
  for (let plane = 1; plane < width; plane++) {
    const bytes = raw.subarray(offset + plane * n, offset + (plane + 1) * n);
    for (let i = 0, shift = 8 * plane; i < n; i++) wide[i] |= bytes[i] << shift;
  }
  if (signed) for (let i = 0; i < n; i++) values[i] = (wide[i] >>> 1) ^ -(wide[i] & 1);
  if (delta) for (let i = 1; i < n; i++) values[i] += values[i - 1];
  return values;
}
