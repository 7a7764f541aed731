// One turn of a transport, between two readings of the server's figures.

const PATIENCE_MILLIS = 10_000;
const CLOCK_PROBES = 8;

/** What the server tells of its process; after that it starts the feed that is named. */
async function read(signal, feed = null) {
  const url = '/compare/figures' + (feed ? `?start=${feed.id}` : '');
  const response = await fetch(url, { cache: 'no-store', signal });
  if (!response.ok) {
    throw new Error(`the server answered ${response.status} when asked for its figures`);
  }
  return response.json();
}

/**
 * Compares the server's clock with performance.now(), by what cannot be otherwise: the server
 * answered a question after it was asked and before the answer came, and sent a message before it
 * arrived. What is left is a span, whose middle is taken. All in milliseconds.
 */
class ServerClock {
  #least = -Infinity;
  #most = Infinity;

  answered(before, there, after) {
    this.#least = Math.max(this.#least, there - after);
    this.#most = Math.min(this.#most, there - before);
  }

  sent(there, here) {
    this.#least = Math.max(this.#least, there - here);
  }

  /** By how much the server's clock is ahead. Wants an answer first. */
  get ahead() {
    return (this.#least + this.#most) / 2;
  }
}

/** A clock for one round: clocks drift apart. */
export async function serverClock(signal) {
  const clock = new ServerClock();
  for (let i = 0; i < CLOCK_PROBES; i++) {
    const before = performance.now();
    const { nanos } = await read(signal);
    clock.answered(before, nanos / 1e6, performance.now());
  }
  return clock;
}

/** Waits for a promise, but not for ever, and not beyond the signal. */
async function within(promise, signal) {
  let timer;
  let stop;
  const limit = new Promise((_, reject) => {
    const silence = new Error(`no message came for ${PATIENCE_MILLIS / 1000} s`);
    timer = setTimeout(() => reject(silence), PATIENCE_MILLIS);
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function newFeed(plan) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0')).join('');
  return { id, query: `id=${id}&${plan.query}` };
}

// At neither moment has a feed of this page messages coming.
function difference(before, after) {
  return {
    bytes: after.bytesRead + after.bytesWritten - before.bytesRead - before.bytesWritten,
    cpuNanos: after.cpuNanos - before.cpuNanos,
    nanos: after.nanos - before.nanos,
    others: before.feeds > 0 || after.feeds > 0,
  };
}

function sentAt(message) {
  const at = parseInt(message, 10) / 1e6;
  if (Number.isNaN(at)) {
    throw new Error('the server sent a message that is not of its feed');
  }
  return at;
}

async function firstMessage(delivery, signal) {
  let got = { messages: [] };
  while (!got.messages.length) {
    got = await within(delivery.next(), signal);
  }
}

/** A turn in which nothing is sent: what two readings and an idle server cost. */
export async function idleTurn(plan, signal) {
  const before = await read(signal);
  await new Promise((resolve, reject) => {
    setTimeout(resolve, 1000 * plan.seconds);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return difference(before, await read(signal));
}

/**
 * A turn of one transport.
 *
 * @param given the idle turn, whose cost is taken off, and the server's clock
 * @param arrived called with how many messages have come
 */
export async function turn(transport, plan, { idle, clock }, signal, arrived) {
  const feed = newFeed(plan);
  const delivery = transport.open(feed, plan.pollMillis);
  try {
    await firstMessage(delivery, signal);
    const requests = delivery.requests;
    const before = await read(signal, feed);
    const latencies = await deliver(delivery, clock, plan.count, signal, arrived);
    const whole = difference(before, await read(signal));
    return {
      latencies,
      requests: delivery.requests - requests,
      bytes: whole.bytes - idle.bytes,
      cpuNanos: Math.max(0, whole.cpuNanos - (idle.cpuNanos * whole.nanos) / idle.nanos),
      others: whole.others || idle.others,
    };
  } finally {
    delivery.close();
  }
}

async function deliver(delivery, clock, count, signal, arrived) {
  const differences = [];
  while (differences.length < count) {
    const { at, messages } = await within(delivery.next(), signal);
    for (const message of messages) {
      const there = sentAt(message);
      clock.sent(there, at);
      differences.push(at - there);
    }
    arrived(differences.length);
  }
  return differences.map((difference) => difference + clock.ahead);
}
