// Five ways to get the messages of the server's feed. Each hands on what came with next(), and asks
// for nothing unless it is asked: between two calls of next() no poll is under way.

const FEED = '/compare/feed';

/** What came at once, and when: `at` in milliseconds of performance.now(). */
function batch(at, messages) {
  return { at, messages };
}

/** The messages in a frame of SockJS: none where it opens the session or is a heartbeat. */
function messagesOf(frame) {
  switch (frame[0]) {
    case 'o':
    case 'h':
      return [];
    case 'a':
      return JSON.parse(frame.slice(1));
    case 'c':
      throw new Error(`the server closed the session: ${JSON.parse(frame.slice(1)).join(' ')}`);
    default:
      throw new Error('the server sent something that is no frame of SockJS');
  }
}

/** The feed in a session of SockJS, whose name may be that of the feed. */
function session(transport, { id, query }) {
  return `${FEED}/000/${id}/${transport}?${query}`;
}

/** What was pushed and not taken yet. */
class Inbox {
  #batches = [];
  #waiting = null; // whoever asked before there was something
  #failure = null;

  put(messages) {
    this.#batches.push(batch(performance.now(), messages));
    this.#serve();
  }

  fail(message) {
    this.#failure ??= new Error(message);
    this.#serve();
  }

  next() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#serve();
    });
  }

  #serve() {
    if (this.#waiting && this.#batches.length) {
      this.#waiting.resolve(this.#batches.shift());
    } else if (this.#waiting && this.#failure) {
      this.#waiting.reject(this.#failure);
    } else {
      return;
    }
    this.#waiting = null;
  }
}

class WebSocketDelivery {
  requests = 1;
  #inbox = new Inbox();
  #ws;

  constructor({ query }) {
    const scheme = location.protocol.replace('http', 'ws');
    this.#ws = new WebSocket(`${scheme}//${location.host}${FEED}?${query}`);
    this.#ws.onmessage = ({ data }) => this.#inbox.put([data]);
    this.#ws.onclose = ({ code, reason }) =>
      this.#inbox.fail(`the connection ended with ${code}${reason && ` (${reason})`}`);
  }

  next() {
    return this.#inbox.next();
  }

  close() {
    this.#ws.close();
  }
}

/** One long response; when it has become too long the server ends it, and it is asked for anew. */
class EventsDelivery {
  requests = 0;
  #inbox = new Inbox();
  #url;
  #source;
  #any = false; // whether this response brought anything

  constructor(feed) {
    this.#url = session('eventsource', feed);
    this.#ask();
  }

  #ask() {
    this.requests++;
    this.#any = false;
    this.#source = new EventSource(this.#url);
    this.#source.onmessage = ({ data }) => this.#take(data);
    this.#source.onerror = () => this.#ended();
  }

  #take(frame) {
    this.#any = true;
    try {
      this.#inbox.put(messagesOf(frame));
    } catch (failure) {
      this.#source.close();
      this.#inbox.fail(failure.message);
    }
  }

  // By itself a browser would ask anew too, but some seconds later.
  #ended() {
    this.#source.close();
    if (this.#any) {
      this.#ask();
    } else {
      this.#inbox.fail('the event stream could not be read');
    }
  }

  next() {
    return this.#inbox.next();
  }

  close() {
    this.#source.close();
  }
}

/** Requests that are answered with one frame each: when there is something, or at intervals. */
class PollingDelivery {
  requests = 0;
  #url;
  #every;
  #begun = false;
  #nextAt = performance.now();
  #abort = new AbortController();

  /**
   * @param every milliseconds from one poll to the next, once there was a message; 0 where the
   *   server waits
   */
  constructor(transport, feed, every) {
    this.#url = session(transport, feed);
    this.#every = every;
  }

  async next() {
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, this.#nextAt - performance.now()));
    });
    this.#nextAt = performance.now() + (this.#begun ? this.#every : 0);
    this.requests++;
    const response = await fetch(this.#url, { method: 'POST', signal: this.#abort.signal });
    const body = await response.text();
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}: ${body.trim()}`);
    }
    return this.#taken(batch(performance.now(), messagesOf(body)));
  }

  #taken(got) {
    if (!this.#begun && got.messages.length) {
      this.#begun = true;
      this.#nextAt = got.at + this.#every;
    }
    return got;
  }

  close() {
    this.#abort.abort();
  }
}

/** Long polling by script elements, whose scripts call a function of the page. */
class JsonpDelivery {
  static #calls = 0;

  requests = 0;
  #url;
  #script = null;

  constructor(feed) {
    this.#url = session('jsonp', feed);
  }

  next() {
    this.requests++;
    const name = `got${++JsonpDelivery.#calls}`;
    return new Promise((resolve, reject) => {
      let got = null;
      window[name] = (frame) => {
        got = { at: performance.now(), frame };
      };
      this.#script = document.createElement('script');
      this.#script.src = `${this.#url}&c=${name}`;
      this.#script.onload = () => this.#loaded(name, got, resolve, reject);
      this.#script.onerror = () => {
        this.#forget(name);
        reject(new Error('a script could not be loaded'));
      };
      document.head.append(this.#script);
    });
  }

  #loaded(name, got, resolve, reject) {
    this.#forget(name);
    try {
      if (got === null) {
        throw new Error('the server sent a script that called nothing');
      }
      resolve(batch(got.at, messagesOf(got.frame)));
    } catch (failure) {
      reject(failure);
    }
  }

  #forget(name) {
    delete window[name];
    this.#script.remove();
  }

  // A script that is under way cannot be called back: it may still call.
  close() {
    if (this.#script) {
      this.#script.onload = null;
      this.#script.onerror = null;
      this.#script.remove();
    }
  }
}

/**
 * In the order in which they have their turn. `open` takes a feed, by its id and its query, and the
 * interval of polls in milliseconds.
 */
export const TRANSPORTS = [
  { id: 'websocket', title: 'WebSocket', open: (feed) => new WebSocketDelivery(feed) },
  { id: 'events', title: 'Server-sent events', open: (feed) => new EventsDelivery(feed) },
  { id: 'long', title: 'Long polling', open: (feed) => new PollingDelivery('xhr', feed, 0) },
  { id: 'jsonp', title: 'JSONP', open: (feed) => new JsonpDelivery(feed) },
  {
    id: 'short',
    title: 'Short polling',
    open: (feed, every) => new PollingDelivery('poll', feed, every),
  },
];
