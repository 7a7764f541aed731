// From what the user typed to a URL that can be opened.

/**
 * @typedef {object} Target
 * @property {string} url what the WebSocket is opened with
 * @property {string} shown the same without the console's own query parameter
 * @property {boolean} own whether it leads to the server this page came from
 * @property {?string} token names the handshake at /console/handshakes; null for other servers
 */

/** The address of a path on the page's own server: "/echo" → "ws://localhost:8080/echo". */
export function ownAddress(path, page = location) {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${path}`;
}

/**
 * Takes ws, wss, http and https URLs, a path on this server, or a bare host with a path.
 *
 * @param {string} text
 * @param {{protocol: string, host: string}} page
 * @returns {Target}
 * @throws {SyntaxError} with a sentence for the user
 */
export function parseTarget(text, page = location) {
  const url = absolute(text.trim(), page);
  const own = url.host === page.host
    && (url.protocol === 'wss:') === (page.protocol === 'https:');
  const shown = url.href;
  const token = own ? randomToken() : null;
  if (token) {
    // by hand: URLSearchParams would write the user's own query anew
    url.search += `${url.search ? '&' : '?'}console=${token}`;
  }
  return { url: url.href, shown, own, token };
}

function absolute(text, page) {
  if (text === '') {
    throw new SyntaxError('Type a WebSocket URL, such as ws://localhost:8080/echo.');
  }
  const url = parse(text, page);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw new SyntaxError(`“${url.protocol}” is not a WebSocket scheme; use ws: or wss:.`);
  }
  url.hash = ''; // RFC 6455 §3: a WebSocket URL has no fragment
  return url;
}

function parse(text, page) {
  const full = text.startsWith('/') ? ownAddress(text, page)
    : /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text
      : ownAddress('', { protocol: page.protocol, host: text });
  try {
    return new URL(full);
  } catch {
    throw new SyntaxError(`“${text}” is not a URL.`);
  }
}

function randomToken() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0')).join('');
}

/** "chat, echo" → ["chat", "echo"]. */
export function parseSubprotocols(text) {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}
