// SHA-1, only to show how Sec-WebSocket-Accept comes about. It protects nothing here.

/**
 * The 20 bytes of SHA-1. The browser's own where it has one to give: `crypto.subtle` exists in
 * secure contexts only (https, localhost), and the console also runs on http://192.168.x.y.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
export async function sha1(bytes) {
  if (globalThis.crypto?.subtle) {
    return new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));
  }
  return sha1InPage(bytes);
}

/**
 * FIPS 180-4 §6.1.
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function sha1InPage(bytes) {
  const blocks = padded(bytes);
  const hash = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const words = new Uint32Array(80);
  for (let at = 0; at < blocks.byteLength; at += 64) {
    schedule(words, blocks, at);
    compress(hash, words);
  }
  const digest = new DataView(new ArrayBuffer(20));
  hash.forEach((word, i) => digest.setUint32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

/** The message, a one bit, zeros, and the length in bits, to a multiple of 64 bytes. */
function padded(bytes) {
  const blocks = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setBigUint64(blocks.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function schedule(words, blocks, at) {
  for (let i = 0; i < 16; i++) {
    words[i] = blocks.getUint32(at + 4 * i);
  }
  for (let i = 16; i < 80; i++) {
    words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
}

function compress(hash, words) {
  let [a, b, c, d, e] = hash;
  for (let i = 0; i < 80; i++) {
    const next = (rotate(a, 5) + mix(i, b, c, d) + e + words[i]) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  [a, b, c, d, e].forEach((word, i) => {
    hash[i] += word;
  });
}

/** The round's function and constant, added. */
function mix(round, b, c, d) {
  if (round < 20) {
    return ((b & c) | (~b & d)) + 0x5a827999;
  }
  if (round < 40) {
    return (b ^ c ^ d) + 0x6ed9eba1;
  }
  if (round < 60) {
    return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  }
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}
