import type { Settings } from './options.js';
import { Watch } from './session.js';
import type { Target } from './target.js';

/**
 * Asks for `/info` beside a WebSocket that has been silent: a page sees neither the server's pings nor its own pongs, and no message can be
 * sent that the application would not take for one of its own. Whatever answer comes, the way to the server is there.
 */
export class Probe {
  // Once it has worked, a failure means something. Before, the page may not be allowed to ask.
  private trusted = false;

  constructor(
    private readonly target: Target,
    private readonly settings: Settings,
  ) {}

  /** Whether the server can certainly not be reached. */
  async fails(): Promise<boolean> {
    const request = new AbortController();
    const watch = new Watch(this.settings.openTimeout, () => request.abort());
    const url = this.target.below('info', { probe: Date.now() });
    try {
      // What it says does not matter, and so other origins may be asked without their leave.
      const how: RequestInit = { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: request.signal };
      const response = await this.settings.fetch(url, how);
      await response.body?.cancel();
      this.trusted = true;
      return false;
    } catch {
      return this.trusted; // Why it failed, a page is not told.
    } finally {
      watch.stop();
    }
  }
}

/** What a pulse does to its WebSocket. */
export interface Pulsing {
  beat(message: string | Uint8Array): void;
  dead(why: string): void;
}

/** Looks after a WebSocket that is silent: by the application's heartbeat where it has one, else by a probe. */
export class Pulse {
  private timer: ReturnType<typeof setTimeout> | undefined;
  // How many heartbeats have not been answered.
  private due = 0;
  private stopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly probe: Probe,
    private readonly socket: Pulsing,
  ) {
    this.wait();
  }

  /** A message came. Returns whether it is for nobody else. */
  heard(data: string | ArrayBuffer): boolean {
    this.wait();
    if (this.due > 0 && this.settings.heartbeat?.isAnswer(data)) {
      this.due--;
      return true;
    }
    return false;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (!this.stopped) {
      this.timer = setTimeout(() => void this.check(), this.settings.silence);
    }
  }

  private async check(): Promise<void> {
    const { heartbeat, openTimeout } = this.settings;
    if (heartbeat) {
      this.due++;
      this.timer = setTimeout(() => this.socket.dead('the server did not answer a heartbeat'), openTimeout);
      this.socket.beat(heartbeat.message);
      return;
    }
    const silent = this.timer;
    const fails = await this.probe.fails();
    // It may have been heard or stopped meanwhile.
    if (this.timer !== silent || this.stopped) {
      return;
    }
    if (fails) {
      this.socket.dead('nothing was heard for long, and the server cannot be reached');
    } else {
      this.wait();
    }
  }
}
