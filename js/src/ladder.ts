import { HttpLink } from './http-link.js';
import type { Link } from './link.js';
import type { Settings } from './options.js';
import { Probe } from './pulse.js';
import { Failure } from './retry.js';
import type { Target } from './target.js';
import { openWebSocket } from './websocket-link.js';

/** Opens a connection by the best transport that works. */
export class Ladder {
  // Where to begin: what worked last, or the top.
  private first = 0;
  private everOpen = false;
  private readonly probe: Probe;

  constructor(
    private readonly target: Target,
    private readonly settings: Settings,
  ) {
    this.probe = new Probe(target, settings);
  }

  /** Fails where no transport works, with what the last one said. */
  async climb(signal: AbortSignal): Promise<Link> {
    try {
      const link = await this.descend(signal);
      return this.opened(link);
    } catch (error) {
      this.first = 0;
      throw this.judged(error as Failure);
    }
  }

  /** By WebSocket or not at all. */
  async climbToWebSocket(signal: AbortSignal): Promise<Link> {
    return this.opened(await openWebSocket(this.target, this.settings, this.probe, signal));
  }

  private opened(link: Link): Link {
    this.first = this.settings.transports.indexOf(link.transport);
    this.everOpen = true;
    return link;
  }

  private async descend(signal: AbortSignal): Promise<Link> {
    const http = new HttpLink(this.target, this.settings);
    let last = new Failure('there is nothing to try', 'never');
    for (const transport of this.settings.transports.slice(this.first)) {
      try {
        return await (transport === 'websocket' ? this.climbToWebSocket(signal) : http.open(transport, signal));
      } catch (error) {
        last = error as Failure;
        if (last.next !== 'down' || signal.aborted) {
          break;
        }
      }
    }
    throw last;
  }

  // Where a connection once was, a server that finds nothing may be one without a fallback, and its WebSockets only away.
  private judged(failure: Failure): Failure {
    const again = this.everOpen && failure.message.endsWith(' 404');
    return again ? new Failure(failure.message, 'later', failure.wait) : failure;
  }
}
