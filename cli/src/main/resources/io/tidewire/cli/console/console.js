// The Tidewire console: one page to try, watch and understand a WebSocket.
//
// Ids that tests and scripts may rely on:
//   #url #subprotocols #connect          where to; comma list; opens
//   #close-code #close-reason #disconnect  closes with these
//   #state                               closed, connecting, open or closing, also in data-state
//   #ready-state #opened-in #subprotocol #extensions #sent #received #buffered  the numbers
//   #notice                              how the connection ended or why it failed, in plain words
//   #payload #send-text #send-binary     the message; #binary-source (utf8, hex, random),
//   #random-size #repeat #send-file #file #send-stop #send-note  and how to send it
//   #log                                 rows .row with data-direction (in, out, local),
//                                        data-opcode (text, binary, close, open, error) and
//                                        data-size in bytes
//   #log-in #log-out #log-local #log-filter #log-follow #log-copy #log-clear #log-count
//   #handshake                           data-state (idle, connecting, verified, wrong, refused,
//                                        example, failed); steps #hs-key #hs-guid #hs-sha1 (40 hex
//                                        digits) #hs-accept #hs-sent #hs-match (data-match true or
//                                        false); heads #hs-request #hs-response
//   #rtt-toggle #rtt-chart #rtt-last #rtt-min #rtt-median #rtt-p95
//   #theme                               auto, light, dark
//
// The page asks its server for /console/handshakes?token=T, see handshake.js.

import { closeCodeName, closeCodeWords } from './closecodes.js';
import { Composer } from './composer.js';
import { ConnectForm } from './connect.js';
import { explainFailure, explainRefusedUrl } from './failures.js';
import { fetchRecord, HandshakeView } from './handshake.js';
import { Log } from './log.js';
import { RoundTrip } from './rtt.js';
import { Session, sizeOf } from './session.js';
import { Status } from './status.js';
import { parseSubprotocols, parseTarget } from './target.js';

const log = new Log();
const status = new Status();
const handshake = new HandshakeView();
const roundTrip = new RoundTrip();
const composer = new Composer(send);
const form = new ConnectForm(connect, close);
const listener = { opened, message, failed, closed };

let session = null; // the newest connection, also after its end; null before the first

function setState(state) {
  form.setState(state);
  status.setState(state);
}

function connect(url, subprotocolList) {
  const subprotocols = parseSubprotocols(subprotocolList);
  try {
    session = new Session(parseTarget(url), subprotocols, listener);
  } catch (error) {
    status.notice('trouble', explainRefusedUrl(error, subprotocols));
    return;
  }
  status.follow(session);
  status.notice('plain', '');
  handshake.clear();
  setState('connecting');
}

function close(code, reason) {
  if (session.isOpen) {
    const text = code === undefined ? 'no code' : `${closeCodeName(code)} ${quoted(reason)}`;
    log.add('out', 'close', closeSize(code, reason), text.trim());
  }
  session.close(code, reason);
  setState('closing');
}

function send(data) {
  const size = sizeOf(data);
  const sent = session.send(data, size);
  if (sent) {
    log.add('out', typeof data === 'string' ? 'text' : 'binary', size, data);
  }
  return sent;
}

async function opened(openedSession) {
  setState('open');
  log.add('local', 'open', 0, openedSession.target.shown);
  composer.follow(openedSession);
  roundTrip.follow(openedSession);
  await explainHandshake(openedSession);
}

async function explainHandshake(openedSession) {
  const { target } = openedSession;
  const record = target.own ? await fetchRecord(target.token) : null;
  if (session !== openedSession) {
    return; // the user was quicker and connects again
  }
  if (record) {
    await handshake.showRecord(record);
  } else {
    await handshake.showExample(target.own
      ? 'The server no longer knows this handshake.'
      : 'Browsers hide the key from pages, and only the server of this page can be asked for it.');
  }
}

function message(_, data, size, now) {
  if (!roundTrip.take(data, now)) {
    log.add('in', typeof data === 'string' ? 'text' : 'binary', size, data);
  }
}

function failed({ openedIn, target }) {
  log.add('local', 'error', 0, openedIn === null
    ? `could not connect to ${target.shown}` : 'the connection failed');
}

async function closed(closedSession, { code, reason, wasClean }) {
  setState('closed');
  composer.follow(null);
  roundTrip.follow(null);
  const text = `${closeCodeName(code)} ${quoted(reason)}`.trim();
  log.add(wasClean ? 'in' : 'local', 'close', closeSize(code, reason), text);
  if (closedSession.openedIn === null) {
    await explainNoConnection(closedSession);
  } else {
    status.notice(wasClean ? 'plain' : 'trouble', `Closed with ${text}`, words(code));
  }
}

async function explainNoConnection(failedSession) {
  const { target } = failedSession;
  const record = target.own ? await fetchRecord(target.token) : null;
  if (session !== failedSession) {
    return;
  }
  const { title, points } = explainFailure(failedSession, record);
  status.notice('trouble', title, points);
  if (record) {
    await handshake.showRecord(record);
  } else {
    handshake.showNothing('no connection');
  }
}

function words(code) {
  const sentence = closeCodeWords(code);
  return sentence ? [sentence] : [];
}

function quoted(reason) {
  return reason ? `“${reason}”` : '';
}

/** Bytes of the close frame's payload; 1005 and 1006 stand for a frame without one, or none. */
function closeSize(code, reason) {
  return code === undefined || code === 1005 || code === 1006 ? 0 : 2 + sizeOf(reason);
}
