// The parts that need no server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayHeal } from '../dist/index.js';
import { lines, parseFrame } from '../dist/frames.js';
import { fromJson, toItem, toJson } from '../dist/message.js';
import { settings } from '../dist/options.js';
import { Queue } from '../dist/queue.js';
import { backoff, retryAfter, retryHint, statusMayHeal } from '../dist/retry.js';
import { checked, Target } from '../dist/target.js';

const at = (random) => settings({ transports: ['xhr'], random: () => random });

test('the delay is random up to a bound, which doubles to its maximum', () => {
  assert.equal(backoff(at(0), 1, 0), 0);
  assert.equal(backoff(at(0.5), 1, 0), 500);
  assert.equal(backoff(at(0.5), 4, 0), 4_000);
  assert.equal(backoff(at(0.5), 6, 0), 15_000);
  assert.equal(backoff(at(0.5), 5_000, 0), 15_000);
});

test('what a server asks for comes on top, up to its own bound', () => {
  assert.equal(backoff(at(0.5), 1, 2_500), 3_000);
  assert.equal(backoff(at(0), 1, 1e9), 300_000);
});

test('the hint in a close frame', () => {
  assert.equal(retryHint('server is restarting; retry in 2500 ms'), 2500);
  for (const text of ['', 'retry in 2500 ms', '; retry in 2500 ms.', '; retry in -1 ms', '; retry in 1234567890123 ms']) {
    assert.equal(retryHint(text), undefined, text);
  }
});

test('Retry-After in seconds or as a date', () => {
  const after = (value) => retryAfter(new Headers({ 'Retry-After': value }));
  assert.equal(after('120'), 120_000);
  assert.ok(after(new Date(Date.now() + 60_000).toUTCString()) > 0);
  assert.equal(after('Wed, 21 Oct 2015 07:28:00 GMT'), 0);
  assert.equal(after('soon'), 0);
  assert.equal(retryAfter(new Headers()), 0);
});

test('which statuses and close codes may heal', () => {
  assert.deepEqual([400, 401, 403, 404, 408, 410, 413, 425, 426, 429, 500, 502, 503, 599].filter(statusMayHeal), [408, 425, 429, 500, 502, 503, 599]);
  const codes = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000, 4999];
  assert.deepEqual(codes.filter((code) => mayHeal({ code })), [1001, 1006, 1011, 1012, 1013, 1014]);
});

test('options that cannot be meant', () => {
  for (const wrong of [{ transports: [] }, { transports: ['carrier pigeon'] }, { maxDelay: 10 }, { firstDelay: -1 }, { silence: 2 ** 31 },
    { upAfter: NaN }, { maxAttempts: 0 }, { queueLimit: -1 }]) {
    assert.throws(() => settings({ transports: ['xhr'], ...wrong }), TypeError, JSON.stringify(wrong));
  }
});

test('frames', () => {
  assert.deepEqual(parseFrame('o'), { kind: 'open' });
  assert.deepEqual(parseFrame('h'), { kind: 'heartbeat' });
  assert.equal(parseFrame('h'.repeat(2048)), undefined);
  assert.deepEqual(parseFrame('a["x","\\ud83c\\udf0a"]'), { kind: 'messages', messages: ['x', '🌊'] });
  assert.deepEqual(parseFrame('c[1001,"bye"]'), { kind: 'closed', code: 1001, reason: 'bye' });
  const { messages } = parseFrame('a[{"binary":"AP8="}]');
  assert.deepEqual(new Uint8Array(messages[0]), Uint8Array.of(0, 255));
});

test('what is no frame', () => {
  for (const line of ['', 'x', 'oo', 'a', 'a[', 'a[]', 'a[1]', 'a[null]', 'a[{"binary":1}]', 'a{}', 'a["x"', 'c[]', 'c["1001","x"]', 'c[1001]',
    '<html>', 'm"x"']) {
    assert.throws(() => parseFrame(line), SyntaxError, line);
  }
});

test('lines come whole however the bytes are cut, and what is torn is left out', async () => {
  const bytes = new TextEncoder().encode('o\na["🌊é"]\n\nh\na["torn');
  for (let size = 1; size <= bytes.length; size++) {
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < bytes.length; i += size) {
          controller.enqueue(bytes.slice(i, i + size));
        }
        controller.close();
      },
    });
    let heard = 0;
    const got = [];
    for await (const line of lines(body, () => heard++)) {
      got.push(line);
    }
    assert.deepEqual(got, ['o', 'a["🌊é"]', '', 'h'], `in pieces of ${size}`);
    assert.equal(heard, Math.ceil(bytes.length / size));
  }
});

test('messages of all kinds become JSON and come back', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
  const shared = new SharedArrayBuffer(2);
  for (const [data, size, back] of [
    ['é\u0000"', 4, 'é\u0000"'], ['a\ud800', 4, 'a\ufffd'], [42, 2, '42'], [null, 4, 'null'],
    [bytes, 70_000, bytes], [bytes.buffer, 70_000, bytes], [new DataView(bytes.buffer, 3, 2), 2, Uint8Array.of(3, 4)],
    [new Blob([bytes]), 70_000, bytes], [shared, 2, Uint8Array.of(0, 0)], [new Uint8Array(0), 0, new Uint8Array(0)],
  ]) {
    const item = toItem(data);
    assert.equal(item.size, size);
    const got = fromJson(JSON.parse(await toJson(item)));
    assert.deepEqual(typeof got === 'string' ? got : new Uint8Array(got), back);
  }
});

test('what waits is a copy', async () => {
  const bytes = Uint8Array.of(1, 2);
  const item = toItem(bytes);
  bytes[0] = 9;
  assert.equal(await toJson(item), '{"binary":"AQI="}');
});

test('a queue keeps order and counts bytes', () => {
  const queue = new Queue();
  const items = Array.from({ length: 50 }, (_, i) => ({ data: `${i}`, size: 10 }));
  items.slice(10).forEach((item) => queue.add(item));
  queue.putBack(items.slice(0, 10));
  assert.equal(queue.bytes, 500);
  assert.deepEqual(queue.peek(30), items.slice(0, 3));
  assert.deepEqual(queue.peek(5), items.slice(0, 1));
  queue.drop(48);
  assert.equal(queue.bytes, 20);
  assert.deepEqual(queue.takeAll(), items.slice(48));
  assert.ok(queue.isEmpty);
  assert.equal(queue.bytes, 0);
});

test('a body of empty messages has a bound', () => {
  const queue = new Queue();
  for (let i = 0; i < 5_000; i++) {
    queue.add({ data: '', size: 0 });
  }
  assert.equal(queue.peek(1 << 20).length, 1_000);
});

test('addresses', () => {
  const target = new Target('wss://example.com:444/chat/?room=a%20b#part', []);
  assert.equal(target.url, 'wss://example.com:444/chat/?room=a%20b');
  assert.equal(target.below('info', { probe: 1 }), 'https://example.com:444/chat/info?room=a+b&probe=1');
  assert.equal(new Target('http://example.com', []).url, 'ws://example.com/');
  assert.throws(() => new Target('ftp://example.com', []), { name: 'SyntaxError' });
  assert.throws(() => new Target('/chat', []), TypeError);
});

test('subprotocols', () => {
  assert.deepEqual(checked('chat'), ['chat']);
  assert.deepEqual(checked(['a', 'b']), ['a', 'b']);
  assert.throws(() => checked(['a', 'a']), { name: 'SyntaxError' });
  assert.throws(() => checked('a b'), { name: 'SyntaxError' });
});
