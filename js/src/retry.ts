import type { Settings } from './options.js';

/**
 * How long to wait before an attempt: full jitter, so that those who lost the same server come back evenly.
 *
 * @param inRow the attempts since the connection was last steady, this one included
 * @param hint how long the server said to wait at least
 */
export function backoff(settings: Settings, inRow: number, hint: number): number {
  const bound = Math.min(settings.maxDelay, settings.firstDelay * 2 ** (inRow - 1));
  return Math.min(hint, settings.maxHint) + settings.random() * bound;
}

/** The time that a close frame's text names ("server is restarting; retry in 2500 ms"), if it names one. */
export function retryHint(text: string): number | undefined {
  const hint = /; retry in (\d{1,12}) ms$/.exec(text);
  return hint ? Number(hint[1]) : undefined;
}

/** RFC 9110 §10.2.3: seconds, or a date. What is neither says nothing. A page of another origin may not be shown it. */
export function retryAfter(headers: Headers): number {
  const value = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) {
    return Number(value) * 1_000;
  }
  return Math.max(0, Date.parse(value) - Date.now()) || 0;
}

/** The statuses after which the same request may do better: RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4 and RFC 9110 §15.6. */
export function statusMayHeal(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Why there is no connection. */
export class Failure extends Error {
  /**
   * @param next `down`: the next transport may do better; `later`: none will now; `never`: it would only be refused again
   * @param wait how long the server said to wait, in milliseconds
   */
  constructor(
    message: string,
    readonly next: 'down' | 'later' | 'never',
    readonly wait = 0,
  ) {
    super(message);
  }
}
