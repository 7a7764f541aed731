/** What `send` takes, as with `WebSocket`; anything else becomes a string. */
export type Data = string | ArrayBufferLike | ArrayBufferView | Blob;

/** A message that may wait: what it is made of belongs to nobody else. */
export interface Item {
  readonly data: string | Uint8Array<ArrayBuffer> | Blob;
  /** Bytes of payload. */
  readonly size: number;
}

const UTF8 = new TextEncoder();

/** Copies what the caller could change later. */
export function toItem(data: unknown): Item {
  if (data instanceof Blob) {
    return { data, size: data.size };
  }
  if (ArrayBuffer.isView(data)) {
    return ofBytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  if (isBuffer(data)) {
    return ofBytes(new Uint8Array(data));
  }
  // As with WebSocket: an unpaired surrogate, which UTF-8 cannot carry, becomes U+FFFD.
  const text = String(data).toWellFormed();
  return { data: text, size: UTF8.encode(text).length };
}

function isBuffer(data: unknown): data is ArrayBufferLike {
  return data instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && data instanceof SharedArrayBuffer);
}

function ofBytes(bytes: Uint8Array): Item {
  return { data: new Uint8Array(bytes), size: bytes.length };
}

/** How a message stands in a body of JSON: SockJS's string, or `{"binary":"BASE64"}`. */
export async function toJson({ data }: Item): Promise<string> {
  if (typeof data === 'string') {
    return JSON.stringify(data);
  }
  const bytes = data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data;
  return JSON.stringify({ binary: toBase64(bytes) });
}

/** Reads what `toJson` or the server wrote. Throws where it is neither of the two. */
export function fromJson(value: unknown): string | ArrayBuffer {
  if (typeof value === 'string') {
    return value;
  }
  const binary = (value as { binary?: unknown } | null)?.binary;
  if (typeof binary !== 'string') {
    throw new SyntaxError('a message is neither a string nor binary');
  }
  return Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)).buffer;
}

// Few enough to be arguments of one call.
const PIECE = 1 << 13;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  }
  return btoa(binary);
}
