// A conversation of sockjs-client with an echo, on one transport: the same in Node and in a page.
// The echo closes with 4001 and "bye" when it is told "please close".

const PATIENCE = 30_000; // milliseconds

const TEXTS = {
  empty: '',
  control: String.fromCharCode(...Array(32).keys(), 127),
  quotes: '"\\/\'</script><!-- ]]> {}[]',
  lines: '\u2028\u2029\r\n\t',
  fragile: '\u00ad\u0600\u070f\u17b4\u200c\u200f\u202a\u2060\u206f\ufeff\ufff0\uffff',
  emoji: '😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  surrogates: 'a\ud800b\udc00c\udc00\ud800d',
  megabyte: 'The quick brown fox. '.repeat(49_933).slice(0, (1 << 20) - 4) + '😀',
};

class Peer {
  #waiting = [];
  #happened = [];

  constructor(SockJS, url, transport) {
    this.socket = new SockJS(url, null, { transports: [transport], timeout: PATIENCE });
    this.socket.onopen = () => this.#tell('open');
    this.socket.onmessage = ({ data }) => this.#tell(data);
    this.socket.onclose = ({ code, reason }) => this.#tell({ code, reason });
  }

  #tell(event) {
    const taker = this.#waiting.shift();
    if (taker) {
      taker(event);
    } else {
      this.#happened.push(event);
    }
  }

  async next() {
    if (this.#happened.length > 0) {
      return this.#happened.shift();
    }
    let timer;
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`nothing came on ${this.socket.transport}`)), PATIENCE);
    });
    try {
      return await Promise.race([new Promise((taker) => this.#waiting.push(taker)), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async opened() {
    const first = await this.next();
    if (first !== 'open') {
      throw new Error(`did not open: ${JSON.stringify(first)}`);
    }
    return this;
  }

  async echo(text) {
    this.socket.send(text);
    return this.next();
  }
}

function open({ SockJS, url, transport }) {
  return new Peer(SockJS, url, transport).opened();
}

// The names of the texts that did not come back as they should.
async function differing(peer) {
  const names = [];
  for (const [name, text] of Object.entries(TEXTS)) {
    if (await peer.echo(text) !== wellFormed(text)) {
      names.push(name);
    }
  }
  return names;
}

// What comes out of UTF-8: unpaired surrogates are U+FFFD.
function wellFormed(text) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}

// Whether as many messages as that come back once each and in order.
async function inOrder(peer, count) {
  for (let i = 0; i < count; i++) {
    peer.socket.send(`message ${i}`);
  }
  for (let i = 0; i < count; i++) {
    if (await peer.next() !== `message ${i}`) {
      return false;
    }
  }
  return true;
}

// Talks, and tells how it went. `again` is a second connection, after the first was closed.
export async function talk({ SockJS, url, transport, count }) {
  const first = await open({ SockJS, url, transport });
  const told = {
    transport: first.socket.transport,
    differing: await differing(first),
    inOrder: await inOrder(first, count),
    closed: await first.echo('please close'),
  };
  const second = await open({ SockJS, url, transport });
  told.again = await second.echo('again');
  second.socket.close(3002, 'done');
  told.closing = await second.next();
  return told;
}
