import { closeEvent, StateEvent, type State } from './events.js';
import { Keeper } from './keeper.js';
import type { End } from './link.js';
import { toItem, type Data } from './message.js';
import { settings, type Options, type Settings, type Transport } from './options.js';
import { checked, Target } from './target.js';

/** The events of a `ReconnectingWebSocket`. */
export interface ReconnectingWebSocketEventMap extends WebSocketEventMap {
  statechange: StateEvent;
}

type Handler<E extends Event> = ((this: WebSocket, event: E) => any) | null;
type Listener<E extends Event> = ((this: ReconnectingWebSocket, event: E) => any) | { handleEvent(event: E): any };

/**
 * A `WebSocket` that outlives its connections, and that goes by HTTP where WebSocket cannot.
 *
 * What differs from `WebSocket`: `open` comes with each connection, since for the server each is a new one, and `readyState` is `CONNECTING`
 * between two; `close` comes once, when it is over for good; `send` may be called while there is no connection, and throws a
 * `QuotaExceededError` where too much waits; `statechange` tells of everything.
 *
 * A message is sent once or not at all: what was on its way when a connection was cut is lost, and only an acknowledgement of the application's
 * own can tell. On HTTP a request that is cut loses and doubles nothing, as long as the server has the session.
 */
export class ReconnectingWebSocket extends EventTarget implements WebSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;

  /** The address for WebSocket, as it was resolved. */
  readonly url: string;
  /** What a binary message is given out as. */
  binaryType: BinaryType = 'blob';
  private readonly settings: Settings;
  private readonly keeper: Keeper;
  private readonly origin: string;
  private readonly handlers = new Map<string, Handler<any>>();
  private now: State = { name: 'connecting', attempt: 1 };
  private closing = false;
  // What was sent after the end, as the standard counts it.
  private unsendable = 0;
  // Of the newest connection.
  private agreed = { protocol: '', extensions: '' };

  /**
   * Begins to connect.
   *
   * @param url as for `WebSocket`; the fallback's requests go to the same address by HTTP
   * @param protocols subprotocols in order of preference; requests of the fallback know none
   */
  constructor(url: string | URL, protocols: string | readonly string[] = [], options: Options = {}) {
    super();
    const target = new Target(url, checked(protocols));
    this.url = target.url;
    this.origin = new URL(target.url).origin;
    this.settings = settings(options);
    this.keeper = new Keeper(target, this.settings, {
      changed: (state) => this.changed(state),
      message: (data) => this.received(data),
      ended: (end) => this.ended(end),
    });
    // Later, so that listeners can be added before anything is told.
    queueMicrotask(() => !this.closing && void this.keeper.connect());
  }

  /** What it is doing. */
  get state(): State {
    return this.now;
  }

  get readyState(): 0 | 1 | 2 | 3 {
    if (this.now.name === 'ended') {
      return this.CLOSED;
    }
    if (this.closing) {
      return this.CLOSING;
    }
    return this.keeper.link ? this.OPEN : this.CONNECTING;
  }

  /** Bytes of payload that have not left for the network, whether there is a connection or not. */
  get bufferedAmount(): number {
    return this.keeper.bufferedAmount + this.unsendable;
  }

  /** The subprotocol of the newest connection; empty by HTTP. */
  get protocol(): string {
    return this.agreed.protocol;
  }

  /** The extensions of the newest connection. */
  get extensions(): string {
    return this.agreed.extensions;
  }

  /** What the connection travels by; undefined while there is none. */
  get transport(): Transport | undefined {
    return this.keeper.link?.transport;
  }

  /**
   * Sends a message, now or once there is a connection. After `close` it is dropped, as with `WebSocket`.
   *
   * @throws DOMException `QuotaExceededError` where more than `queueLimit` bytes would wait: the message is not taken
   */
  send(data: Data): void {
    const item = toItem(data);
    if (this.closing || this.now.name === 'ended') {
      this.unsendable += item.size;
      return;
    }
    const { queueLimit } = this.settings;
    const waits = !this.keeper.link || this.keeper.held > 0 || this.keeper.link.transport !== 'websocket';
    if (waits && this.keeper.held + item.size > queueLimit) {
      throw new DOMException(`more than ${queueLimit} bytes would wait`, 'QuotaExceededError');
    }
    this.keeper.send(item);
  }

  /**
   * Ends it for good, behind what was sent. Where there is no connection, what waits is dropped, and the code is 1006.
   *
   * @param code 1000, or 3000 to 4999; by default none
   * @param reason at most 123 bytes of UTF-8
   */
  close(code?: number, reason?: string): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException(`${code} is not for applications: use 1000, or 3000 to 4999`, 'InvalidAccessError');
    }
    if (reason !== undefined && new TextEncoder().encode(reason).length > 123) {
      throw new DOMException('the reason has more than 123 bytes', 'SyntaxError');
    }
    if (!this.closing && this.now.name !== 'ended') {
      this.closing = true;
      this.keeper.close(code, reason);
    }
  }

  // ---- events

  get onopen(): Handler<Event> {
    return this.handler('open');
  }

  set onopen(handler: Handler<Event>) {
    this.handle('open', handler);
  }

  get onmessage(): Handler<MessageEvent> {
    return this.handler('message');
  }

  set onmessage(handler: Handler<MessageEvent>) {
    this.handle('message', handler);
  }

  get onclose(): Handler<CloseEvent> {
    return this.handler('close');
  }

  set onclose(handler: Handler<CloseEvent>) {
    this.handle('close', handler);
  }

  get onerror(): Handler<Event> {
    return this.handler('error');
  }

  set onerror(handler: Handler<Event>) {
    this.handle('error', handler);
  }

  get onstatechange(): Handler<StateEvent> {
    return this.handler('statechange');
  }

  set onstatechange(handler: Handler<StateEvent>) {
    this.handle('statechange', handler);
  }

  override addEventListener<K extends keyof ReconnectingWebSocketEventMap>(
    type: K,
    listener: Listener<ReconnectingWebSocketEventMap[K]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: any, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<K extends keyof ReconnectingWebSocketEventMap>(
    type: K,
    listener: Listener<ReconnectingWebSocketEventMap[K]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: any, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
  }

  private handler(type: string): Handler<any> {
    return this.handlers.get(type) ?? null;
  }

  // A handler keeps its place among the listeners when it is replaced, as with other event targets.
  private handle(type: keyof ReconnectingWebSocketEventMap, handler: Handler<any>): void {
    if (!this.handlers.has(type)) {
      super.addEventListener(type, (event) => this.handler(type)?.call(this, event));
    }
    this.handlers.set(type, handler);
  }

  private changed(state: State): void {
    this.now = state;
    const { link } = this.keeper;
    if (state.name === 'open' && link) {
      this.agreed = { protocol: link.protocol, extensions: link.extensions };
    }
    this.dispatchEvent(new StateEvent(state));
    if (state.name === 'open') {
      this.dispatchEvent(new Event('open'));
    }
  }

  private received(data: string | ArrayBuffer): void {
    // As the standard has it: what comes after close() is not for the application.
    if (!this.closing) {
      const given = typeof data !== 'string' && this.binaryType === 'blob' ? new Blob([data]) : data;
      this.dispatchEvent(new MessageEvent('message', { data: given, origin: this.origin }));
    }
  }

  private ended(end: End): void {
    if (!end.clean) {
      this.dispatchEvent(new Event('error'));
    }
    this.dispatchEvent(closeEvent(end.code, end.reason, end.clean));
  }
}
