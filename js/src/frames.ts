import { fromJson } from './message.js';

/** What the server says on a receiving request. */
export type Frame =
  | { readonly kind: 'open' | 'heartbeat' }
  | { readonly kind: 'messages'; readonly messages: readonly (string | ArrayBuffer)[] }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/** Reads a line of SockJS; nothing where it only fills the pipe. Throws a `SyntaxError` where it is none, such as a proxy's page. */
export function parseFrame(line: string): Frame | undefined {
  if (line === 'o') {
    return { kind: 'open' };
  }
  if (/^h+$/.test(line)) {
    return line === 'h' ? { kind: 'heartbeat' } : undefined;
  }
  const list = /^[ac]\[/.test(line) ? (JSON.parse(line.slice(1)) as unknown[]) : [];
  if (line[0] === 'a' && list.length > 0) {
    return { kind: 'messages', messages: list.map(fromJson) };
  }
  const [code, reason] = list;
  if (line[0] === 'c' && typeof code === 'number' && typeof reason === 'string') {
    return { kind: 'closed', code, reason };
  }
  throw new SyntaxError(`this is not a frame: ${line.slice(0, 100)}`);
}

/** The lines of a body as they come. What comes last without a line feed was cut and is left out. */
export async function* lines(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      heard();
      const [first, ...others] = decoder.decode(chunk.value, { stream: true }).split('\n');
      parts.push(first!);
      for (const next of others) {
        yield parts.splice(0).join('');
        parts.push(next);
      }
    }
  } finally {
    // What is left is of no use, however it ends.
    reader.cancel().catch(() => {});
  }
}
