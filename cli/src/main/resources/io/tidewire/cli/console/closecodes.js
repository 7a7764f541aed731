// What close codes mean: RFC 6455 §7.4 and the IANA registry of close codes, in plain words.

/** @type {Map<number, [name: string, words: string]>} */
const CODES = new Map([
  [1000, ['Normal closure', 'The conversation was finished.']],
  [1001, ['Going away', 'The server is shutting down, or the page was left.']],
  [1002, ['Protocol error', 'The peer saw bytes that break RFC 6455.']],
  [1003, ['Unsupported data', 'The peer does not take this kind of message, such as binary.']],
  [1004, ['Reserved', 'Never sent: the code has no meaning yet.']],
  [1005, ['No status', 'The close frame carried no code. Never on the wire itself.']],
  [1006, ['Abnormal closure',
    'The connection ended without a close frame: the peer vanished, a proxy cut the line, or the '
      + 'network went. Never on the wire itself.']],
  [1007, ['Invalid payload', 'A text message was not valid UTF-8.']],
  [1008, ['Policy violation', 'The peer refuses for a reason of its own.']],
  [1009, ['Message too big', 'A message was larger than the peer accepts.']],
  [1010, ['Extension missing', 'The client needs an extension that the server did not accept.']],
  [1011, ['Internal error', 'Something unexpected failed at the server.']],
  [1012, ['Service restart', 'The server restarts. Connect again, after a random delay.']],
  [1013, ['Try again later', 'The server has too much to do.']],
  [1014, ['Bad gateway', 'A proxy got an invalid answer from the server behind it.']],
  [1015, ['TLS handshake', 'TLS failed, so nothing was sent. Never on the wire itself.']],
  [3000, ['Unauthorized', 'Credentials are missing or wrong.']],
  [3003, ['Forbidden', 'The credentials do not allow this.']],
  [3008, ['Timeout', 'The peer waited too long.']],
]);

/** "1000 Normal closure"; an unknown code says whose it is. */
export function closeCodeName(code) {
  return `${code} ${CODES.get(code)?.[0] ?? ownerOf(code)}`;
}

/** One sentence on what the code says, or an empty text where only the application knows. */
export function closeCodeWords(code) {
  return CODES.get(code)?.[1] ?? '';
}

function ownerOf(code) {
  if (code >= 4000) {
    return 'Private use';
  }
  return code >= 3000 ? 'Registered by a library' : 'Unassigned';
}

/** Some codes a page may send (RFC 6455 §7.4, narrowed by the browser's API), as hints. */
export function sendableCodes() {
  return [1000, 3000, 3003, 3008, 4000].map((code) => [code, closeCodeName(code)]);
}

/**
 * What is wrong with a code and reason typed by the user, or an empty text.
 *
 * @param {string} code as typed; empty means a close frame without a code
 * @param {number} reasonBytes length of the reason in UTF-8
 */
export function closeProblem(code, reasonBytes) {
  if (code === '') {
    return reasonBytes ? 'A reason needs a code before it.' : '';
  }
  const number = Number(code);
  if (number !== 1000 && !(Number.isInteger(number) && number >= 3000 && number <= 4999)) {
    return 'A browser lets a page send 1000 or 3000 to 4999 only.';
  }
  // RFC 6455 §5.5: a control frame holds 125 bytes, two of them are the code
  return reasonBytes > 123 ? `The reason has ${reasonBytes} bytes; 123 is the limit.` : '';
}
