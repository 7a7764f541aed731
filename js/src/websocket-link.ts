import { cut, Mailbox, type Link, type LinkListener } from './link.js';
import type { Item } from './message.js';
import type { PlainWebSocket, Settings } from './options.js';
import { Pulse, type Probe } from './pulse.js';
import { Failure } from './retry.js';
import type { Target } from './target.js';

/** Opens a WebSocket, or fails: with which status, a page is not told. */
export function openWebSocket(target: Target, settings: Settings, probe: Probe, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    const socket = create(target, settings);
    const giveUp = (why: string) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      silence(socket);
      socket.close();
      reject(new Failure(why, 'down'));
    };
    const stop = () => giveUp('given up');
    const timer = setTimeout(() => giveUp('the WebSocket did not open in time'), settings.openTimeout);
    signal.addEventListener('abort', stop);
    socket.onclose = () => giveUp('the WebSocket did not open');
    socket.onopen = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(new WebSocketLink(socket, settings, probe));
    };
  });
}

// A page by https may not even ask for a WebSocket without TLS.
function create(target: Target, settings: Settings): PlainWebSocket {
  try {
    const socket = new settings.WebSocket!(target.url, [...target.protocols]);
    socket.binaryType = 'arraybuffer';
    socket.onerror = () => {}; // It says nothing that onclose does not.
    return socket;
  } catch (error) {
    throw new Failure(String(error), 'down');
  }
}

function silence(socket: PlainWebSocket): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
}

// As the standard numbers it.
const OPEN = 1;

class WebSocketLink implements Link {
  readonly transport = 'websocket';
  readonly held = 0;
  private readonly mailbox = new Mailbox();
  private readonly pulse: Pulse;
  // What was sent while the server's close frame was being answered: it would go nowhere.
  private readonly late: Item[] = [];

  constructor(
    private readonly socket: PlainWebSocket,
    settings: Settings,
    probe: Probe,
  ) {
    this.pulse = new Pulse(settings, probe, {
      beat: (message) => socket.send(message),
      dead: (why) => this.abort(why),
    });
    socket.onmessage = ({ data }) => {
      if (!this.pulse.heard(data)) {
        this.mailbox.message(data);
      }
    };
    socket.onclose = ({ code, reason, wasClean }) => {
      this.pulse.stop();
      const explanation = wasClean ? `closed with ${code} ${reason}`.trim() : 'the connection was cut';
      this.mailbox.ended({ code, reason, explanation, clean: wasClean, unsent: this.late });
    };
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  get extensions(): string {
    return this.socket.extensions;
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount;
  }

  start(listener: LinkListener): void {
    this.mailbox.start(listener);
  }

  send(item: Item): void {
    if (this.socket.readyState === OPEN) {
      this.socket.send(item.data);
    } else {
      this.late.push(item);
    }
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  retire(): void {
    this.close(1000);
  }

  abort(explanation: string): void {
    this.pulse.stop();
    silence(this.socket);
    this.socket.close();
    this.mailbox.ended(cut(explanation, this.late));
  }
}
