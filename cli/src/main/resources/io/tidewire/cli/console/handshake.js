import { head, hex } from './format.js';
import { sha1 } from './sha1.js';

/** RFC 6455 §1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The worked example of RFC 6455 §1.3, for servers whose handshake this page cannot see. */
const EXAMPLE = { key: 'dGhlIHNhbXBsZSBub25jZQ==', accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' };

const LONGEST_HEADER = 2048;

/**
 * @typedef {object} Record what the server remembers of a handshake
 * @property {string} requestLine
 * @property {[string, string][]} request
 * @property {number} status
 * @property {[string, string][]} response
 * @property {string} [body] the line that explains a refusal
 */

/**
 * Asks the page's own server for the handshake with this token. Scripts never see the key or the
 * status themselves.
 *
 * @returns {Promise<?Record>} null when the server does not know it or does not answer
 */
export async function fetchRecord(token) {
  try {
    const answer = await fetch(`/console/handshakes?token=${token}`, { cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** The values of the proof, each step of RFC 6455 §4.2.2 by itself. */
export async function prove(key) {
  const digest = await sha1(new TextEncoder().encode(key + GUID));
  return { key, guid: GUID, sha1: hex(digest, ''), accept: btoa(String.fromCharCode(...digest)) };
}

function header(headers, name) {
  return headers.find(([header]) => header.toLowerCase() === name)?.[1];
}

/** Fills the handshake panel. */
export class HandshakeView {
  #panel = document.getElementById('handshake');
  #summary = document.getElementById('hs-summary');
  #note = document.getElementById('hs-note');
  #proof = document.getElementById('hs-proof');
  #heads = document.getElementById('hs-heads');

  /** While a connection is being opened: nothing old may look current. */
  clear() {
    this.#state('connecting', 'waiting for the answer');
    this.#note.textContent = '';
    this.#proof.hidden = true;
    this.#heads.hidden = true;
  }

  /** Real values, from the server's record of it. */
  async showRecord(record) {
    this.#showHeads(record);
    const key = header(record.request, 'sec-websocket-key');
    const accept = header(record.response, 'sec-websocket-accept');
    if (key === undefined || accept === undefined) {
      this.#proof.hidden = true;
      this.#note.textContent =
        'The server sent no Sec-WebSocket-Accept, so no WebSocket came about.';
      this.#state('refused', `refused with ${record.status}`);
      return;
    }
    const match = await this.#showProof(key, accept);
    this.#note.textContent = 'The real values of this connection. They prove that the server '
      + 'speaks WebSocket, and nothing about who either side is.';
    this.#state(match ? 'verified' : 'wrong',
      match ? `${record.status}, accept verified ✓` : `${record.status}, accept is wrong ✗`);
  }

  /** The steps with the RFC's own values, for a server that this page cannot ask. */
  async showExample(why) {
    this.#heads.hidden = true;
    await this.#showProof(EXAMPLE.key, EXAMPLE.accept);
    this.#note.textContent = `${why} Below is the worked example of RFC 6455 §1.3, not this `
      + 'connection.';
    this.#state('example', 'worked example, not this connection');
  }

  /** No handshake to show. */
  showNothing(why) {
    this.#state('failed', why);
    this.#note.textContent = 'No answer from the server to show.';
  }

  async #showProof(key, accept) {
    const proof = await prove(key);
    const match = proof.accept === accept;
    this.#put('hs-key', key);
    this.#put('hs-guid', proof.guid);
    this.#put('hs-accept', proof.accept);
    this.#put('hs-sent', accept);
    this.#put('hs-match', match ? '✓ the same' : '✗ not the same');
    document.getElementById('hs-match').dataset.match = match;
    // five words of 32 bits, spaced by the style sheet: the text itself stays 40 digits
    document.getElementById('hs-sha1').replaceChildren(
      ...proof.sha1.match(/.{8}/g).map((word) => this.#span(word)));
    this.#proof.hidden = false;
    return match;
  }

  #showHeads(record) {
    const phrase = record.status === 101 ? ' Switching Protocols' : '';
    const status = `HTTP/1.1 ${record.status}${phrase}`;
    this.#fillHead('hs-request', record.requestLine, record.request);
    this.#fillHead('hs-response', status, record.response);
    this.#heads.hidden = false;
  }

  #fillHead(id, firstLine, headers) {
    const lines = headers.map(([name, value]) => {
      const line = this.#span(`\n${name}: ${head(value, LONGEST_HEADER)}`);
      line.dataset.header = name.toLowerCase();
      return line;
    });
    document.getElementById(id).replaceChildren(this.#span(firstLine), ...lines);
  }

  #state(state, summary) {
    this.#panel.dataset.state = state;
    this.#summary.textContent = summary;
  }

  #put(id, text) {
    document.getElementById(id).textContent = text;
  }

  #span(text) {
    const span = document.createElement('span');
    span.textContent = text;
    return span;
  }
}
