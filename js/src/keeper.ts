import type { State } from './events.js';
import { Ladder } from './ladder.js';
import { cut, type End, type Link } from './link.js';
import type { Item } from './message.js';
import type { Settings } from './options.js';
import { Queue } from './queue.js';
import { backoff, Failure, retryHint } from './retry.js';
import type { Target } from './target.js';

/** Told of what happens, in order. */
export interface KeeperListener {
  /** `state.name` is never the same twice in a row but for `open`, where another connection took over. */
  changed(state: State): void;
  message(data: string | ArrayBuffer): void;
  ended(end: End): void;
}

// How many times upAfter is doubled at most.
const MOST_DOUBLINGS = 4;

/** Keeps a connection: opens it, comes back when it is lost, and goes back up to WebSocket. */
export class Keeper {
  /** The connection; undefined while there is none. */
  link: Link | undefined;
  private readonly ladder: Ladder;
  private readonly queue = new Queue();
  // A WebSocket that takes over once the connection has ended in order.
  private successor: Link | undefined;
  private openedAt = 0;
  // Attempts since a connection was last steady, and those that failed since one opened.
  private inRow = 0;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  // What is under way ends with it.
  private readonly end = new AbortController();
  private closing: { code?: number; reason?: string } | undefined;

  constructor(
    target: Target,
    private readonly settings: Settings,
    private readonly listener: KeeperListener,
  ) {
    this.ladder = new Ladder(target, settings);
  }

  /** Bytes of payload that have not left. */
  get bufferedAmount(): number {
    return this.queue.bytes + (this.link?.bufferedAmount ?? 0);
  }

  /** Those of them that wait here and not in the platform's WebSocket. */
  get held(): number {
    return this.queue.bytes + (this.link?.held ?? 0);
  }

  send(item: Item): void {
    if (this.link && !this.successor) {
      this.link.send(item);
    } else {
      this.queue.add(item);
    }
  }

  close(code?: number, reason?: string): void {
    this.closing = { ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) };
    if (!this.link) {
      // Later, as with WebSocket: no event comes from within this call.
      queueMicrotask(() => this.finish(cut('closed while there was no connection')));
    } else if (!this.successor) {
      this.link.close(code, reason);
    }
  }

  // ---- an attempt

  async connect(): Promise<void> {
    this.listener.changed({ name: 'connecting', attempt: ++this.inRow });
    let link: Link;
    try {
      link = await this.ladder.climb(this.end.signal);
    } catch (error) {
      this.failed(error as Failure);
      return;
    }
    if (this.end.signal.aborted) {
      link.abort('closed');
    } else {
      this.adopt(link);
    }
  }

  private failed(failure: Failure): void {
    this.failures++;
    if (failure.next === 'never' || this.failures >= this.settings.maxAttempts) {
      this.finish(cut(failure.message));
    } else {
      this.pause(failure.message, failure.wait);
    }
  }

  private pause(why: string, wait: number): void {
    if (this.end.signal.aborted) {
      return;
    }
    const delay = backoff(this.settings, this.inRow + 1, wait);
    this.timer = setTimeout(() => void this.connect(), delay);
    this.listener.changed({ name: 'away', why, delay });
  }

  // ---- a connection

  private adopt(link: Link): void {
    this.link = link;
    this.openedAt = Date.now();
    this.failures = 0;
    if (!this.closing) {
      // What is sent from within goes before what waited.
      this.listener.changed({ name: 'open', transport: link.transport });
    }
    this.queue.takeAll().forEach((item) => link.send(item));
    if (this.closing) {
      link.close(this.closing.code, this.closing.reason);
    }
    this.goUpLater(link, 0);
    link.start({
      message: (data) => this.listener.message(data),
      ended: (end) => this.ended(end),
    });
  }

  private ended(end: End): void {
    clearTimeout(this.timer);
    this.link = undefined;
    this.queue.putBack(end.unsent);
    const { successor } = this;
    this.successor = undefined;
    if (successor) {
      this.adopt(successor);
    } else if (this.closing || !this.settings.comesBack(end)) {
      this.finish(end);
    } else {
      this.lost(end);
    }
  }

  private lost(end: End): void {
    const hint = retryHint(end.reason);
    if (hint !== undefined || Date.now() - this.openedAt >= this.settings.maxDelay) {
      this.inRow = 0;
    }
    this.pause(end.explanation, hint ?? 0);
  }

  // ---- back up

  private goUpLater(link: Link, failures: number): void {
    if (link.transport !== 'websocket' && this.settings.transports.includes('websocket')) {
      const delay = this.settings.upAfter * 2 ** Math.min(failures, MOST_DOUBLINGS);
      this.timer = setTimeout(() => void this.goUp(link, failures), delay);
    }
  }

  private async goUp(link: Link, failures: number): Promise<void> {
    try {
      const successor = await this.ladder.climbToWebSocket(this.end.signal);
      if (this.link !== link || this.closing) {
        successor.abort('there is no need for it any more');
      } else {
        this.successor = successor;
        link.retire();
      }
    } catch {
      // Not yet: the connection that is there goes on.
      if (this.link === link) {
        this.goUpLater(link, failures + 1);
      }
    }
  }

  // ---- the end

  private finish(end: End): void {
    if (!this.end.signal.aborted) {
      this.end.abort();
      clearTimeout(this.timer);
      this.listener.changed({ name: 'ended', code: end.code, reason: end.reason, why: end.explanation });
      this.listener.ended(end);
    }
  }
}
