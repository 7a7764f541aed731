/** Where a server is, for each transport. */
export class Target {
  /** The address for WebSocket. */
  readonly url: string;
  private readonly http: URL;

  /** @param address as for `WebSocket`: absolute or relative, by `ws`, `wss`, `http` or `https` */
  constructor(
    address: string | URL,
    readonly protocols: readonly string[],
  ) {
    const url = new URL(address, globalThis.location?.href);
    url.hash = '';
    url.protocol = url.protocol.replace('http', 'ws');
    if (!/^wss?:$/.test(url.protocol)) {
      throw new DOMException(`no WebSocket goes to ${url.protocol}`, 'SyntaxError');
    }
    this.url = url.href;
    this.http = new URL(url.href.replace(/^ws/, 'http'));
  }

  /** An address below this one, with its query and these parameters beside. */
  below(path: string, parameters: Record<string, string | number>): string {
    const url = new URL(this.http);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
    for (const [name, value] of Object.entries(parameters)) {
      url.searchParams.set(name, String(value));
    }
    return url.href;
  }
}

/** Subprotocols as `WebSocket` takes them. Throws a `SyntaxError` where it would. */
export function checked(protocols: string | readonly string[]): readonly string[] {
  const all = typeof protocols === 'string' ? [protocols] : [...protocols];
  // RFC 6455 §4.1: tokens, each once.
  if (all.some((name) => !/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) || new Set(all).size < all.length) {
    throw new DOMException(`these are not subprotocols: ${all.join(', ')}`, 'SyntaxError');
  }
  return all;
}
