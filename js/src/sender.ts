import { toJson, type Item } from './message.js';
import type { Settings } from './options.js';
import { Queue } from './queue.js';
import { Failure } from './retry.js';
import { failure, pause, soon, Watch, type Session } from './session.js';

// Below what common proxies and our server take.
const BODY = 256 << 10;

/** Told of what goes wrong. */
export interface SenderListener {
  /** The session is gone, or cannot be reached any more. */
  lost(why: string): void;
  /** When the session is certainly the one that was opened, or has ended. */
  sure(): Promise<void>;
  /** A message is larger than a body may be. */
  tooBig(): void;
}

/**
 * Sends messages to a session, one request at a time. Each says how many messages came before it: one that is not answered is sent again as it
 * was, and the server skips what it has had.
 */
export class Sender {
  private readonly queue = new Queue();
  // How many the server has taken.
  private taken = 0;
  private limit = BODY;
  private over = false;
  private request = new AbortController();
  // The messages of a body that may have reached the server and was not answered.
  private doubtful = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly session: Session,
    private readonly settings: Settings,
    private readonly listener: SenderListener,
  ) {}

  get bufferedAmount(): number {
    return this.queue.bytes;
  }

  add(item: Item): void {
    this.queue.add(item);
    // Not at once, so that what is sent in one go leaves in one body.
    this.running ??= Promise.resolve().then(() => this.run());
  }

  /** When everything has been taken, or never will be. */
  async flushed(): Promise<void> {
    while (this.running) {
      await this.running;
    }
  }

  /** Sends no more. Returns what the server has certainly not had, once it has answered what is on its way, or had the time to. */
  async stop(): Promise<Item[]> {
    this.over = true;
    const timer = setTimeout(() => this.request.abort(), this.settings.openTimeout);
    await this.flushed();
    clearTimeout(timer);
    this.queue.drop(this.doubtful);
    return this.queue.takeAll();
  }

  private async run(): Promise<void> {
    try {
      while (!this.over && !this.queue.isEmpty) {
        await this.sendBody(this.queue.peek(this.limit));
      }
    } finally {
      this.running = undefined;
    }
  }

  private async sendBody(items: Item[]): Promise<void> {
    const body = `[${(await Promise.all(items.map(toJson))).join(',')}]`;
    const since = Date.now();
    for (let failures = 0; !this.over; failures++) {
      const answer = await this.ask(body);
      if (answer === 'taken') {
        this.taken += items.length;
        this.doubtful = 0;
        this.queue.drop(items.length);
        return;
      }
      if (answer.status === 413) {
        this.split(items);
        return;
      }
      if (answer.next === 'never' || Date.now() - since > this.settings.silence) {
        this.over = true;
        this.listener.lost(answer.message);
        return;
      }
      this.doubtful = items.length;
      await pause(Math.max(Math.min(answer.wait, this.settings.maxHint), soon(this.settings, failures)), this.request.signal);
      if (this.taken === 0) {
        // A session that was opened anew, behind our back, would take these again.
        await this.listener.sure();
      }
    }
  }

  private async ask(body: string): Promise<'taken' | (Failure & { status?: number })> {
    const request = new AbortController();
    this.request = request;
    // Long, since a slow application lets its senders wait.
    const watch = new Watch(this.settings.silence, () => request.abort());
    try {
      const response = await this.session.post('xhr_send', { from: this.taken }, body, request.signal);
      if (response.status === 204 || response.status === 200) {
        await response.body?.cancel();
        return 'taken';
      }
      return Object.assign(await failure(response), { status: response.status });
    } catch (error) {
      return new Failure(String(error), 'down');
    } finally {
      watch.stop();
    }
  }

  private split(items: Item[]): void {
    if (items.length === 1) {
      this.over = true;
      this.listener.tooBig();
    } else {
      this.limit = Math.max(1, items.reduce((sum, item) => sum + item.size, 0) >> 1);
    }
  }
}
