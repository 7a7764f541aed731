import { cut, Mailbox, type End, type Link, type LinkListener } from './link.js';
import type { Item } from './message.js';
import type { Settings, Transport } from './options.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';
import { failure, pause, Session, soon } from './session.js';
import type { Target } from './target.js';

/** A connection by HTTP requests: SockJS's, with an extension that numbers messages. It is docs/fallback.md that describes it. */
export class HttpLink implements Link {
  readonly protocol = '';
  readonly extensions = '';
  private way: Exclude<Transport, 'websocket'> = 'xhr';
  private readonly mailbox = new Mailbox();
  private readonly session: Session;
  private readonly receiver: Receiver;
  private readonly sender: Sender;
  private readonly end = new AbortController();

  constructor(
    target: Target,
    private readonly settings: Settings,
  ) {
    this.session = new Session(target, settings);
    this.sender = new Sender(this.session, settings, {
      lost: (why) => this.finish(cut(why)),
      sure: () => this.drained(settings.silence),
      tooBig: () => this.finish({ ...cut('a message is larger than a request may be'), code: 1009 }),
    });
    this.receiver = new Receiver(this.session, settings, {
      message: (data) => this.mailbox.message(data),
      closed: (code, reason) => this.closed(code, reason),
      lost: (why) => this.finish(cut(why)),
    });
  }

  /** May be called again, for another transport, when it has failed: the session is the same. */
  async open(transport: Exclude<Transport, 'websocket'>, signal: AbortSignal): Promise<Link> {
    await this.receiver.open(transport, signal);
    this.way = transport;
    return this;
  }

  get transport(): Transport {
    return this.way;
  }

  get bufferedAmount(): number {
    return this.sender.bufferedAmount;
  }

  get held(): number {
    return this.sender.bufferedAmount;
  }

  start(listener: LinkListener): void {
    this.mailbox.start(listener);
  }

  send(item: Item): void {
    this.sender.add(item);
  }

  close(code = 1000, reason = ''): void {
    void this.sender.flushed().then(() => this.leave(code, reason));
  }

  retire(): void {
    void this.sender
      .flushed()
      .then(() => this.drained(this.settings.openTimeout))
      .then(() => this.leave(1000, ''));
  }

  private drained(patience: number): Promise<void> {
    return Promise.race([this.receiver.drained(), pause(patience, this.end.signal)]);
  }

  abort(explanation: string): void {
    void this.finish(cut(explanation));
  }

  // Says that this end closes; the server's close frame is to come then.
  private async leave(code: number, reason: string): Promise<void> {
    const body = JSON.stringify([code, reason]);
    const deadline = Date.now() + this.settings.openTimeout;
    for (let failures = 0; Date.now() < deadline && !this.end.signal.aborted; failures++) {
      if (await this.told(body)) {
        break;
      }
      await pause(soon(this.settings, failures), this.end.signal);
    }
    await pause(deadline - Date.now(), this.end.signal);
    this.abort('the server did not answer the close');
  }

  private async told(body: string): Promise<boolean> {
    try {
      const response = await this.session.post('close', {}, body, this.end.signal);
      return response.ok || (await failure(response)).next === 'never';
    } catch {
      return false; // Whatever it was, the receiving side finds out whether the session is lost.
    }
  }

  private closed(code: number, reason: string): void {
    // What SockJS says of a session that broke off.
    const broken = code === 1002 && reason === 'Connection interrupted';
    void this.finish(broken ? cut(reason) : { code, reason, explanation: `closed with ${code} ${reason}`.trim(), clean: true, unsent: [] });
  }

  private async finish(end: End): Promise<void> {
    if (this.end.signal.aborted) {
      return;
    }
    this.end.abort();
    this.receiver.stop();
    this.mailbox.ended({ ...end, unsent: await this.sender.stop() });
  }
}
