import { lines, parseFrame, type Frame } from './frames.js';
import type { Settings, Transport } from './options.js';
import { Failure } from './retry.js';
import { failure, pause, soon, Watch, type Session } from './session.js';

/** How a receiving request is made: `poll` is answered at once. */
export type Style = Exclude<Transport, 'websocket'> | 'poll';

/** Told of what is received. */
export interface ReceiverListener {
  message(data: string | ArrayBuffer): void;
  /** The server closed the session. */
  closed(code: number, reason: string): void;
  /** The session is gone, or cannot be reached any more. */
  lost(why: string): void;
}

// Why this end cut a request of its own.
const ASK_OTHERWISE = new Failure('another request takes over', 'later');

/**
 * Asks a session for frames, again and again, each time from the first message on that it has not had: a response that is cut, or that never
 * comes, loses nothing and doubles nothing.
 */
export class Receiver {
  private style: Style = 'xhr';
  private received = 0;
  // Whether a frame has come, so that the session is open.
  private opened = false;
  private over = false;
  private request = new AbortController();
  // Since when nothing has come that could be used.
  private failingSince = 0;
  private failuresInRow = 0;
  private onDrained = () => {};
  // What to go on with after a poll.
  private usual: Style = 'xhr';

  constructor(
    private readonly session: Session,
    private readonly settings: Settings,
    private readonly listener: ReceiverListener,
  ) {}

  /** Opens the session: with the first frame it is, and receiving goes on. */
  async open(style: Style, signal: AbortSignal): Promise<void> {
    this.style = this.usual = style;
    const giveUp = () => this.request.abort(new Failure('given up', 'later'));
    signal.addEventListener('abort', giveUp);
    try {
      await this.firstFrame();
    } catch (error) {
      throw error instanceof Failure ? error : new Failure(String(error), 'down');
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  private firstFrame(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.visit(resolve).then(
        () => this.goOn(),
        (error) => (this.opened ? this.goOn(error) : reject(error)),
      );
    });
  }

  /** When the server had nothing more to say to a request that it answers at once. */
  drained(): Promise<void> {
    this.style = 'poll';
    this.request.abort(ASK_OTHERWISE);
    return new Promise((resolve) => {
      this.onDrained = resolve;
    });
  }

  stop(): void {
    this.over = true;
    this.request.abort();
  }

  private async goOn(error?: unknown): Promise<void> {
    let failed = error;
    while (!this.over) {
      if (failed !== undefined && !(await this.recover(failed))) {
        return;
      }
      failed = await this.visit().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    }
  }

  // One request, with all its frames.
  private async visit(onOpen?: () => void): Promise<void> {
    const request = new AbortController();
    this.request = request;
    const waits = this.opened && this.style !== 'poll';
    const watch = new Watch(waits ? this.settings.silence : this.settings.openTimeout, () => this.tooSilent(request));
    let frames = 0;
    try {
      // Without `after` the server repeats that it is open.
      const response = await this.session.post(this.style, this.opened ? { after: this.received } : {}, null, request.signal);
      if (response.status !== 200 || !response.body) {
        throw await failure(response);
      }
      // Until the session is open, only a frame is a sign of life.
      for await (const line of lines(response.body, () => this.opened && watch.restart(this.settings.silence))) {
        const frame = parseFrame(line);
        if (frame) {
          frames++;
          this.take(frame);
          watch.restart(this.settings.silence);
          onOpen?.();
        }
        if (request.signal.aborted) {
          break;
        }
      }
    } catch (error) {
      throw request.signal.aborted ? request.signal.reason : error;
    } finally {
      watch.stop();
    }
    if (frames === 0) {
      throw new Failure(`${this.style} was answered without a frame`, 'down');
    }
  }

  private tooSilent(request: AbortController): void {
    if (this.opened) {
      // Is anybody there? Afterwards no more streaming: something on the way may hold responses back until they are whole.
      this.style = 'poll';
      this.usual = 'xhr';
    }
    request.abort(new Failure('nothing was heard for too long', 'down'));
  }

  private take(frame: Frame): void {
    this.failuresInRow = 0;
    if (frame.kind === 'open' && this.opened) {
      this.lost('the server has forgotten the session');
      return;
    }
    if (frame.kind === 'closed' && frame.code === 2010) {
      throw new Failure('another receiving request is still there', 'down');
    }
    this.opened = true;
    if (frame.kind === 'messages') {
      this.received += frame.messages.length;
      frame.messages.forEach((message) => this.listener.message(message));
    } else if (frame.kind === 'closed') {
      this.stop();
      this.listener.closed(frame.code, frame.reason);
    } else if (frame.kind === 'heartbeat' && this.style === 'poll') {
      this.style = this.usual;
      this.onDrained();
    }
  }

  private lost(why: string): void {
    if (!this.over) {
      this.stop();
      this.listener.lost(why);
    }
  }

  // Whether to ask again, after a while.
  private async recover(error: unknown): Promise<boolean> {
    if (this.over || error === ASK_OTHERWISE) {
      return !this.over;
    }
    const now = Date.now();
    this.failingSince = this.failuresInRow === 0 ? now : this.failingSince;
    const hopeless = error instanceof Failure && error.next === 'never';
    if (hopeless || now - this.failingSince > this.settings.silence) {
      this.lost(error instanceof Error ? error.message : String(error));
      return false;
    }
    this.request = new AbortController();
    await pause(soon(this.settings, this.failuresInRow++), this.request.signal);
    return !this.over;
  }
}
