// Streams that stand in the page as text: the packs of a layer, and what the page itself folds away.

/** @param {string} text base64 @returns {Uint8Array} */
export function bytesOf(text) {
  const native = /** @type {any} */ (Uint8Array).fromBase64;
  if (native) return native(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** @param {Uint8Array} bytes a zlib stream @returns {Promise<Uint8Array>} */
export async function inflate(bytes) {
  const stream = new DecompressionStream("deflate"); // written to directly: a Blob would go through another process
  const writer = stream.writable.getWriter();
  for (const done of [writer.write(/** @type {any} */ (bytes)), writer.close()]) done.catch(() => {}); // the reader tells
  const reader = stream.readable.getReader(); // read by hand: a Response would answer in a later task, behind frames without marks
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
