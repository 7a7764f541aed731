import { Failure, retryAfter, statusMayHeal } from './retry.js';
import type { Settings } from './options.js';
import type { Target } from './target.js';

/** The requests of one session. */
export class Session {
  private readonly path: string;

  constructor(
    private readonly target: Target,
    private readonly settings: Settings,
  ) {
    // The first part is for load balancers. The second has to be nobody else's, and no secret is made of it.
    const server = String(Math.floor(Math.random() * 1_000)).padStart(3, '0');
    this.path = `${server}/${globalThis.crypto.randomUUID?.() ?? randomName()}`;
  }

  /** One POST; it throws where no answer came. */
  post(what: string, parameters: Record<string, number>, body: string | null, signal: AbortSignal): Promise<Response> {
    return this.settings.fetch(this.target.below(`${this.path}/${what}`, { tidewire: 1, ...parameters }), {
      method: 'POST',
      body,
      signal,
      cache: 'no-store',
      // As with a WebSocket's handshake.
      credentials: 'include',
    });
  }
}

// Pages without TLS have no randomUUID.
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a status says about going on, where it is not the one that was hoped for. */
export async function failure(response: Response): Promise<Failure> {
  const { status } = response;
  await response.body?.cancel();
  const why = `the server answered ${status}`;
  if (!statusMayHeal(status)) {
    return new Failure(why, 'never');
  }
  // A proxy that cannot do it says 500, 502 or 504; 503 and the others tell of the server.
  const next = status >= 500 && status !== 503 ? 'down' : 'later';
  return new Failure(why, next, retryAfter(response.headers));
}

/** Waits; ends early, without a word, where the signal says so. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) {
      end();
    }
  });
}

/** How long to wait before the same request again, within a session that lives a few seconds: soon. */
export function soon(settings: Settings, failuresInRow: number): number {
  return settings.random() * Math.min(2_000, 50 * 2 ** failuresInRow);
}

/** Calls back once after so much silence. */
export class Watch {
  private timer: ReturnType<typeof setTimeout>;

  constructor(
    patience: number,
    private readonly bark: () => void,
  ) {
    this.timer = setTimeout(bark, patience);
  }

  restart(patience: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.bark, patience);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
