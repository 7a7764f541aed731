import type { Item } from './message.js';
import type { Closed, Transport } from './options.js';

/** The end of a link. */
export interface End extends Closed {
  /** Whether both sides have agreed on it. */
  readonly clean: boolean;
  /** What was given to the link and has certainly not reached the server. */
  readonly unsent: readonly Item[];
}

/** Told of what happens to a link, in order; nothing comes after the end. */
export interface LinkListener {
  message(data: string | ArrayBuffer): void;
  ended(end: End): void;
}

/** One connection, as the server's handler sees it. */
export interface Link {
  readonly transport: Transport;
  readonly protocol: string;
  readonly extensions: string;
  /** Bytes of payload that were given to `send` and have not left. */
  readonly bufferedAmount: number;
  /** Those of them that wait here and not in the platform's WebSocket. */
  readonly held: number;
  /** What has come so far and what will come goes there. */
  start(listener: LinkListener): void;
  send(item: Item): void;
  /** Ends it in order, behind what was sent. */
  close(code?: number, reason?: string): void;
  /** Ends it in order, once all that the server has for it has come. */
  retire(): void;
  /** Ends it at once. */
  abort(explanation: string): void;
}

/** Holds events back until somebody listens. */
export class Mailbox implements LinkListener {
  private held: ((listener: LinkListener) => void)[] = [];
  private listener: LinkListener | undefined;
  private over = false;

  start(listener: LinkListener): void {
    this.listener = listener;
    // One that is added meanwhile goes behind the others.
    for (let event = this.held.shift(); event; event = this.held.shift()) {
      event(listener);
    }
  }

  message(data: string | ArrayBuffer): void {
    this.pass((listener) => listener.message(data));
  }

  ended(end: End): void {
    this.pass((listener) => listener.ended(end));
    this.over = true;
  }

  private pass(event: (listener: LinkListener) => void): void {
    if (this.over) {
      return;
    }
    if (this.listener && this.held.length === 0) {
      event(this.listener);
    } else {
      this.held.push(event);
    }
  }
}

/** An end without a close frame. */
export function cut(explanation: string, unsent: readonly Item[] = []): End {
  return { code: 1006, reason: '', explanation, clean: false, unsent };
}
