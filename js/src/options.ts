/** What a connection can travel by, best first. */
export type Transport = 'websocket' | 'xhr_streaming' | 'xhr';

/** A message of the application's own protocol that the server answers, to learn whether it is still there. */
export interface Heartbeat {
  /** What to send. */
  readonly message: string | Uint8Array;
  /** Whether this is the answer, which is kept from the application. Binary data comes as an `ArrayBuffer`. */
  readonly isAnswer: (data: string | ArrayBuffer) => boolean;
}

/** How a connection ended. */
export interface Closed {
  /** RFC 6455 §7.4; 1006 where there was no close frame. */
  readonly code: number;
  readonly reason: string;
  /** Why, in plain words. */
  readonly explanation: string;
}

/** How a `ReconnectingWebSocket` behaves. Times are in milliseconds; the defaults are safe as they are. */
export interface Options {
  /** What to try, in this order. Default: `['websocket', 'xhr_streaming', 'xhr']`. Servers without a fallback: `['websocket']`. */
  readonly transports?: readonly Transport[];
  /** The longest delay before the first attempt to come back; it doubles for each in a row. Default: 1,000. */
  readonly firstDelay?: number;
  /** The longest delay before any attempt. Default: 30,000. A connection that held this long was steady: the next attempt is a first one. */
  readonly maxDelay?: number;
  /** The longest time that a server may ask for, on top of the delay. Default: 300,000. */
  readonly maxHint?: number;
  /** How many attempts in a row may fail before it ends. Default: no bound. */
  readonly maxAttempts?: number;
  /** After which ends to come back. Default: `mayHeal`. */
  readonly comesBack?: (closed: Closed) => boolean;
  /** How many bytes of messages may wait here before `send` throws. Default: 4 MiB. */
  readonly queueLimit?: number;
  /** A transport that is not open by then gives way to the next. Default: 5,000. */
  readonly openTimeout?: number;
  /** After so much silence the connection is checked. Default: 60,000; more than twice the server's heartbeat of 25 s. */
  readonly silence?: number;
  /** How to check a silent WebSocket. Default: by a request beside it, see the README. */
  readonly heartbeat?: Heartbeat;
  /** While on HTTP, WebSocket is tried again after this time, which doubles each time it fails, up to 16 times this. Default: 60,000. */
  readonly upAfter?: number;
  /** A number from 0 up to 1, for the delays. Default: `Math.random`. */
  readonly random?: () => number;
  /** The class of WebSockets, such as that of `ws` on Node 20. Default: the platform's; where it has none, HTTP is used. */
  readonly WebSocket?: unknown;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
}

/** The part of `WebSocket` that is used here. */
export interface PlainWebSocket {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly protocol: string;
  readonly extensions: string;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: any): void;
  close(code?: number, reason?: string): void;
}

/** The options with nothing left open. */
export interface Settings {
  readonly transports: readonly Transport[];
  readonly firstDelay: number;
  readonly maxDelay: number;
  readonly maxHint: number;
  readonly maxAttempts: number;
  readonly comesBack: (closed: Closed) => boolean;
  readonly queueLimit: number;
  readonly openTimeout: number;
  readonly silence: number;
  readonly heartbeat: Heartbeat | undefined;
  readonly upAfter: number;
  readonly random: () => number;
  readonly WebSocket: (new (url: string, protocols: string[]) => PlainWebSocket) | undefined;
  readonly fetch: typeof fetch;
}

const ALL: readonly Transport[] = ['websocket', 'xhr_streaming', 'xhr'];

/** Throws where an option cannot be meant. */
export function settings(options: Options): Settings {
  const WebSocket = (options.WebSocket ?? globalThis.WebSocket) as Settings['WebSocket'];
  const transports = (options.transports ?? ALL).filter((name) => name !== 'websocket' || WebSocket !== undefined);
  if (transports.length === 0 || transports.some((name) => !ALL.includes(name))) {
    throw new TypeError(`transports must name one or more of ${ALL.join(', ')}; websocket needs a WebSocket class`);
  }
  const all = {
    transports,
    firstDelay: time(options, 'firstDelay', 1_000),
    maxDelay: time(options, 'maxDelay', 30_000),
    maxHint: time(options, 'maxHint', 300_000),
    maxAttempts: options.maxAttempts ?? Infinity,
    comesBack: options.comesBack ?? mayHeal,
    queueLimit: options.queueLimit ?? 4 << 20,
    openTimeout: time(options, 'openTimeout', 5_000),
    silence: time(options, 'silence', 60_000),
    heartbeat: options.heartbeat,
    upAfter: time(options, 'upAfter', 60_000),
    random: options.random ?? Math.random,
    WebSocket,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
  };
  if (!(all.firstDelay <= all.maxDelay && all.maxAttempts > 0 && all.queueLimit >= 0)) {
    throw new TypeError('maxDelay must not be shorter than firstDelay, maxAttempts must be positive, queueLimit not negative');
  }
  return all;
}

// What setTimeout can wait for; above that it does not wait at all.
const LONGEST = 2 ** 31 - 1;

function time(options: Options, name: keyof Options, byDefault: number): number {
  const value = (options[name] as number | undefined) ?? byDefault;
  if (!(value >= 0 && value <= LONGEST)) {
    throw new TypeError(`${name} must be a time in milliseconds, at most ${LONGEST}`);
  }
  return value;
}

/**
 * Whether another attempt may do better: the server or the network was in trouble (1001, 1006, 1011 to 1014). Not so for 1000 and for no
 * code (1005), which end it in order, for what was refused (1002, 1003, 1007 to 1010), which would be again, and for codes of applications.
 */
export function mayHeal(closed: Closed): boolean {
  return [1001, 1006, 1011, 1012, 1013, 1014].includes(closed.code);
}
