import type { Transport } from './options.js';

/**
 * What a `ReconnectingWebSocket` is doing.
 *
 * ```
 *                 ┌───────────────────────────────┐
 *                 ▼                               │ after its delay
 *  start ──► connecting ──► open ──► away ────────┘
 *                 │          ▲ └───► handing over: open again, by WebSocket
 *                 └───────────────────▲ (an attempt failed)
 *  any of them ──► ended
 * ```
 */
export type State =
  /** An attempt begins; 1 is the first one since the connection was last steady. */
  | { readonly name: 'connecting'; readonly attempt: number }
  /** There is a connection. It is told again where another one takes over. */
  | { readonly name: 'open'; readonly transport: Transport }
  /** There is no connection, and another attempt begins after `delay` milliseconds. */
  | { readonly name: 'away'; readonly why: string; readonly delay: number }
  /** It is over. */
  | { readonly name: 'ended'; readonly code: number; readonly reason: string; readonly why: string };

/** Tells of each change of `ReconnectingWebSocket.state`. */
export class StateEvent extends Event {
  constructor(readonly state: State) {
    super('statechange');
  }
}

/** The platform's `CloseEvent`; Node 20 has none. */
export function closeEvent(code: number, reason: string, wasClean: boolean): CloseEvent {
  const init = { code, reason, wasClean };
  return globalThis.CloseEvent ? new CloseEvent('close', init) : (Object.assign(new Event('close'), init) as CloseEvent);
}
