import { utf8Length } from './format.js';

/** How many bytes of payload a message has on the wire. */
export function sizeOf(data) {
  return typeof data === 'string' ? utf8Length(data) : data.byteLength;
}

/**
 * One WebSocket, from the constructor to its close event, with what it counted. A new connection is
 * a new session, so nothing of an old one can leak into the next.
 */
export class Session {
  #socket;
  #opened = null; // milliseconds from the constructor to the open event; null until then

  sent = { messages: 0, bytes: 0 };
  received = { messages: 0, bytes: 0 };

  /**
   * @param {import('./target.js').Target} target
   * @param {string[]} subprotocols
   * @param {{opened: Function, message: Function, failed: Function, closed: Function}} listener
   * @throws {DOMException} as the WebSocket constructor does
   */
  constructor(target, subprotocols, listener) {
    this.target = target;
    this.subprotocols = subprotocols;
    const started = performance.now();
    this.#socket = new WebSocket(target.url, subprotocols);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => {
      this.#opened = performance.now() - started;
      listener.opened(this);
    };
    this.#socket.onmessage = (event) => this.#receive(event.data, listener);
    this.#socket.onerror = () => listener.failed(this);
    this.#socket.onclose = (event) => listener.closed(this, event);
  }

  #receive(data, listener) {
    const now = performance.now();
    const size = sizeOf(data);
    this.received.messages++;
    this.received.bytes += size;
    listener.message(this, data, size, now);
  }

  /** Milliseconds the opening took, or null when it never opened. */
  get openedIn() {
    return this.#opened;
  }

  get state() {
    return this.#socket.readyState;
  }

  get isOpen() {
    return this.state === WebSocket.OPEN;
  }

  get isClosed() {
    return this.state === WebSocket.CLOSED;
  }

  get subprotocol() {
    return this.#socket.protocol;
  }

  get extensions() {
    return this.#socket.extensions;
  }

  get bufferedAmount() {
    return this.#socket.bufferedAmount;
  }

  /** Sends and counts; false when the connection is not open. */
  send(data, size = sizeOf(data)) {
    if (!this.isOpen) {
      return false;
    }
    this.#socket.send(data);
    this.sent.messages++;
    this.sent.bytes += size;
    return true;
  }

  /** Starts the closing handshake; without a code the close frame is empty. */
  close(code, reason) {
    if (code === undefined) {
      this.#socket.close();
    } else {
      this.#socket.close(code, reason);
    }
  }
}
