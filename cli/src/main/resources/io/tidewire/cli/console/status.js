import { bytes, count, millis } from './format.js';

const READY_STATES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'];
const EVERY_MILLIS = 200;

/** Shows the state of the connection, its numbers, and what there is to say about its end. */
export class Status {
  #state = document.getElementById('state');
  #notice = document.getElementById('notice');
  #session = null; // null before the first connection
  #shown = new Map(); // id → text, so that unchanged text is not written again

  constructor() {
    setInterval(() => this.update(), EVERY_MILLIS);
    this.setState('closed');
  }

  /** @param {'closed'|'connecting'|'open'|'closing'} state */
  setState(state) {
    this.#state.textContent = state;
    this.#state.dataset.state = state;
    this.update();
  }

  follow(session) {
    this.#session = session;
    this.update();
  }

  update() {
    const session = this.#session;
    const state = session ? session.state : 3;
    this.#put('ready-state', `${state} ${READY_STATES[state]}`);
    if (!session) {
      return;
    }
    this.#put('subprotocol', session.subprotocol || 'none');
    this.#put('extensions', session.extensions || 'none');
    this.#put('buffered', bytes(session.bufferedAmount));
    this.#put('opened-in', session.openedIn === null ? '–' : millis(session.openedIn));
    this.#put('received', traffic(session.received));
    this.#put('sent', traffic(session.sent));
  }

  #put(id, text) {
    if (this.#shown.get(id) !== text) {
      this.#shown.set(id, text);
      document.getElementById(id).textContent = text;
    }
  }

  /**
   * Says something about the connection below its numbers; an empty title removes it.
   *
   * @param {'plain'|'trouble'} kind
   * @param {string} title
   * @param {string[]} points
   */
  notice(kind, title, points = []) {
    const list = document.createElement('ul');
    list.append(...points.map((point) => {
      const item = document.createElement('li');
      item.textContent = point;
      return item;
    }));
    const heading = document.createElement('p');
    heading.textContent = title;
    this.#notice.dataset.kind = kind;
    this.#notice.replaceChildren(...(title ? [heading] : []), ...(points.length ? [list] : []));
  }
}

function traffic({ messages, bytes: size }) {
  return `${count(messages)} · ${bytes(size)}`;
}
