// A browser tells a page nothing about why a connection failed. What can be known and checked is
// said here.

/** What a refusal usually means, by HTTP status. */
const STATUS = new Map([
  [400, 'The server could not accept the handshake as it was sent.'],
  [401, 'The server wants credentials. A page cannot set headers on a WebSocket; use a cookie.'],
  [403, 'Most often that means: the origin of this page is not on the allow-list.'],
  [404, 'Nothing is served at this path.'],
  [405, 'The path exists, but not for this method.'],
  [426, 'The server wants another protocol or version of it.'],
  [431, 'The headers were too large; often cookies are the reason.'],
  [503, 'The server is overloaded or shutting down.'],
]);

/**
 * Why the constructor itself refused to try.
 *
 * @param {Error} error
 * @param {string[]} subprotocols
 */
export function explainRefusedUrl(error, subprotocols) {
  if (error.name === 'SecurityError') {
    return 'A page loaded over https may open wss: URLs only.';
  }
  if (error.name === 'SyntaxError' && subprotocols.length) {
    return 'The browser rejects the URL or the subprotocols. A subprotocol is a word without '
      + 'spaces, and none may appear twice.';
  }
  return error.message;
}

/**
 * Why no connection came about, as far as it can be told.
 *
 * @param {import('./session.js').Session} session
 * @param {?import('./handshake.js').Record} record what the own server says about the handshake
 * @returns {{title: string, points: string[]}}
 */
export function explainFailure(session, record) {
  if (record && record.status !== 101) {
    return {
      title: `The server refused the handshake with ${record.status}.`,
      points: [record.body ?? STATUS.get(record.status)].filter(Boolean),
    };
  }
  return {
    title: 'The connection failed. A browser does not tell a page why; these are worth a check:',
    points: session.target.own && record ? accepted(session) : candidates(session),
  };
}

/** The own server said 101 and the browser still gave up. */
function accepted(session) {
  return session.subprotocols.length
    ? ['The server accepted without choosing a subprotocol. A browser gives up when it offered '
      + 'some and none came back.']
    : ['The server accepted, but the browser did not. The developer tools say what it disliked.'];
}

function candidates({ target, subprotocols }) {
  const url = new URL(target.url);
  const points = [`Does anything listen at ${url.host}, and does the path ${url.pathname} exist?`];
  if (url.protocol === 'wss:') {
    points.push('Does the browser trust the certificate? Open '
      + `https://${url.host}/ in a tab: there it says what it thinks.`);
  } else {
    points.push('Does that port speak TLS? Then the URL begins with wss:.');
  }
  if (!target.own) {
    points.push(`Does the server allow the origin ${location.origin}? If not, it answers 403.`);
  }
  if (subprotocols.length) {
    points.push(`Does the server speak ${subprotocols.join(' or ')}? A browser gives up when it `
      + 'offered subprotocols and none came back.');
  }
  points.push('The network panel of the developer tools shows the status that scripts cannot see.');
  return points;
}
