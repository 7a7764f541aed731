// What is tried in Node and in browsers alike, against any server that sends back what it gets at the address given.

import { ReconnectingWebSocket } from '../dist/index.js';

// So that a busy machine does not look like a bad network.
const PATIENCE = 20_000;
const CONTROLS = String.fromCharCode(...Array(33).keys(), 0x7f, 0x80, 0x9f);

/** Texts of all kinds, and such as a careless client would take for something else. */
export const TEXTS = [
  '', ' ', 'plain', CONTROLS, '"\\/\'</script>', 'o', 'h', 'a["x"]', 'c[3000,"no"]', '{"binary":"AAAA"}', '[]', 'null',
  'Zwölf Boxkämpfer', '漢字', '👩‍👩‍👧‍👦🌊', '\u2028\u2029\ufeff\ufffe\uffff', '\ud800', 'a\udc00b', '\udc00\ud800', 'é'.repeat(70_000),
];

/** A client that remembers what happened to it. */
export class Client {
  states = [];
  messages = [];
  waiting = [];

  constructor(url, options = {}, protocols = []) {
    this.ws = new ReconnectingWebSocket(url, protocols, { random: () => 0, openTimeout: PATIENCE, ...options });
    this.ws.binaryType = 'arraybuffer';
    this.ws.onstatechange = ({ state }) => this.note(() => this.states.push(state));
    this.ws.onmessage = ({ data }) => this.note(() => this.messages.push(data));
  }

  note(event) {
    event();
    this.waiting = this.waiting.filter((waiter) => !waiter());
  }

  /** Waits until this is true, as it is looked at after each event. */
  until(condition) {
    return new Promise((resolve) => {
      this.waiting.push(() => condition() && (resolve(), true));
      this.note(() => {});
    });
  }

  /** Waits for the newest state to be this one. */
  async reaches(name) {
    await this.until(() => this.states.at(-1)?.name === name);
    return this.states.at(-1);
  }

  /** What it has travelled by, in turn. */
  get transports() {
    return this.states.filter(({ name }) => name === 'open').map(({ transport }) => transport);
  }

  async close(...end) {
    const closed = new Promise((resolve) => this.ws.addEventListener('close', resolve));
    this.ws.close(...end);
    return closed;
  }
}

function bytes(length) {
  return Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
}

/** Message number i: numbered, of all kinds, some of them binary. */
function message(i) {
  const data = i % 4 === 3 ? new Uint8Array([i >> 8, i & 255, ...bytes(i % 300)]) : `${i} ${TEXTS[(i >> 1) % TEXTS.length]}`;
  return [data, data.buffer, typeof data !== 'string' && new Blob([data])][i % 4 === 3 ? (i >> 2) % 3 : 0];
}

// What comes back of a message, to compare it with.
async function show(data) {
  if (typeof data === 'string') {
    return data.toWellFormed();
  }
  const all = data instanceof Blob ? await data.arrayBuffer() : data;
  return `binary ${new Uint8Array(all.buffer ?? all).join()}`;
}

/** Sends many messages, and sees that each comes back once, in order. Returns what they travelled by. */
export async function everythingOnce({ url, options, count = 1_000 }) {
  const client = new Client(url, options);
  const expected = [];
  for (let i = 0; i < count; i++) {
    client.ws.send(message(i));
    expected.push(await show(message(i)));
    // At most so many on their way, so that they travel in many requests.
    await client.until(() => client.messages.length > i - 100);
  }
  await client.until(() => client.messages.length >= count);
  const end = await client.close(3000, 'that was all');
  for (let i = 0; i < Math.max(count, client.messages.length); i++) {
    const got = await show(client.messages[i] ?? 'nothing');
    if (got !== expected[i]) {
      throw new Error(`message ${i} is ${got.slice(0, 80)} and not ${expected[i]?.slice(0, 80)}`);
    }
  }
  if (end.code !== 3000 || !end.wasClean) {
    throw new Error(`closed with ${end.code}, clean: ${end.wasClean}`);
  }
  return { transports: client.transports };
}

/** One text and one binary message of a mebibyte. */
export async function large({ url, options, size = 1 << 20 }) {
  const client = new Client(url, options);
  for (const data of ['x'.repeat(size), bytes(size)]) {
    const before = client.messages.length;
    client.ws.send(data);
    await client.until(() => client.messages.length > before);
    if ((await show(client.messages.at(-1))) !== (await show(data))) {
      throw new Error('a large message came back otherwise');
    }
  }
  await client.close();
  return { transports: client.transports };
}

/** Lets the connection be cut several times while nothing is under way, and sees that each message after that comes back once. */
export async function cutWhileIdle({ url, options, times = 3 }) {
  const client = new Client(url, options);
  for (let i = 0; i < times; i++) {
    await client.reaches('open');
    client.ws.send(`message ${i}`);
    await client.until(() => client.messages.length > i);
    const before = client.states.length;
    await client.until(() => client.states.slice(before).some(({ name }) => name === 'open'));
  }
  await client.close();
  const expected = Array.from({ length: times }, (_, i) => `message ${i}`);
  if (client.messages.join() !== expected.join()) {
    throw new Error(`came back: ${client.messages.join()}`);
  }
  return { transports: client.transports };
}

/** Begins by HTTP, and sends without a pause until WebSocket has taken over and carried `count` messages. */
export async function backUp({ url, options, count = 200 }) {
  const client = new Client(url, { upAfter: 1, ...options });
  let sent = 0;
  let last = Infinity;
  const some = () => {
    // There are always some on their way.
    while (sent < Math.min(last, client.messages.length + 50)) {
      client.ws.send(`message ${sent++}`);
    }
  };
  client.ws.addEventListener('message', some);
  client.ws.addEventListener('open', () => {
    last = client.ws.transport === 'websocket' ? sent + count : Infinity;
    some();
  });
  await client.until(() => client.messages.length >= last);
  await client.close();
  const expected = Array.from({ length: last }, (_, i) => `message ${i}`);
  if (client.messages.join() !== expected.join()) {
    throw new Error(`not each came back once, in order: ${client.messages.length} of ${last} did`);
  }
  return { transports: client.transports, sent };
}

/** Sends on while the server, which ends with message number `before`, is away, and ends when what was sent last comes back. */
export async function restart({ url, options, before, count = 1_000 }) {
  const client = new Client(url, options);
  await client.reaches('open');
  for (let i = 0; i <= before; i++) {
    client.ws.send(`${i}`);
  }
  await client.until(() => client.states.some(({ name }) => name === 'away'));
  for (let i = before + 1; i < count; i++) {
    client.ws.send(`${i}`);
  }
  await client.until(() => client.messages.at(-1) === `${count - 1}`);
  await client.close();
  if (new Set(client.messages).size !== client.messages.length) {
    throw new Error('a message came twice');
  }
  return { transports: client.transports, away: client.states.find(({ name }) => name === 'away').why };
}
