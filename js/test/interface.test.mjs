// What a `WebSocket` does, by each transport.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { ReconnectingWebSocket } from '../dist/index.js';
import { clientFor, serverFor, until, WS } from './fixture.mjs';

for (const transport of ['websocket', 'xhr_streaming', 'xhr']) {
  const options = { transports: [transport] };

  test(`its life, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const { ws } = clientFor(t, server.url, options, ['chat']);
    const events = [];
    for (const type of ['open', 'message', 'error', 'close']) {
      ws[`on${type}`] = (event) => events.push(`on${type} ${event.data ?? event.code ?? ''}`.trim());
      ws.addEventListener(type, (event) => events.push(event.type));
    }
    assert.equal(ws.readyState, ws.CONNECTING);
    assert.equal(ws.transport, undefined);
    await once(ws, 'open');
    assert.equal(ws.readyState, ReconnectingWebSocket.OPEN);
    assert.equal(ws.transport, transport);
    assert.equal(ws.protocol, transport === 'websocket' ? 'chat' : '');
    ws.send('hi');
    const [message] = await once(ws, 'message');
    assert.equal(message.data, 'hi');
    assert.equal(message.origin, new URL(server.url).origin);
    ws.close(3001, 'é');
    assert.equal(ws.readyState, ws.CLOSING);
    const [closed] = await once(ws, 'close');
    assert.deepEqual([closed.code, closed.reason, closed.wasClean], [3001, 'é', true]);
    assert.equal(ws.readyState, ws.CLOSED);
    assert.deepEqual(events, ['onopen', 'open', 'onmessage hi', 'message', 'onclose 3001', 'close']);
    await until(() => server.closes.length === 1);
    assert.deepEqual(server.closes, [[3001, 'é']]);
  });

  test(`binary is given out as asked, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const { ws } = clientFor(t, server.url, options);
    for (const type of ['blob', 'arraybuffer']) {
      ws.binaryType = type;
      ws.send(Uint8Array.of(1, 2, 255));
      const [{ data }] = await once(ws, 'message');
      assert.ok(data instanceof (type === 'blob' ? Blob : ArrayBuffer));
      assert.deepEqual(new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data), Uint8Array.of(1, 2, 255));
    }
  });

  test(`a server that closes ends it, unless that may heal, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const { ws, states } = clientFor(t, server.url, options);
    await once(ws, 'open');
    server.drain(1008, 'not you');
    const [closed] = await once(ws, 'close');
    assert.deepEqual([closed.code, closed.reason, closed.wasClean], [1008, 'not you', true]);
    assert.deepEqual(states.map(({ name }) => name), ['connecting', 'open', 'ended']);
  });

  test(`what was sent before close arrives before it, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    server.onMessage = () => {};
    const { ws } = clientFor(t, server.url, options);
    await once(ws, 'open');
    for (let i = 0; i < 3_000; i++) {
      ws.send(`${i}`);
    }
    ws.close();
    await once(ws, 'close');
    assert.deepEqual(server.received, Array.from({ length: 3_000 }, (_, i) => `${i}`));
  });
}

test('misuse throws what WebSocket throws', async (t) => {
  const server = await serverFor(t);
  const { ws } = clientFor(t, server.url);
  for (const code of [0, 999, 1001, 1005, 1006, 2999, 5000]) {
    assert.throws(() => ws.close(code), { name: 'InvalidAccessError' });
  }
  assert.throws(() => ws.close(1000, 'é'.repeat(62)), { name: 'SyntaxError' });
  assert.throws(() => new ReconnectingWebSocket(server.url, 'a b', WS), { name: 'SyntaxError' });
  assert.throws(() => new ReconnectingWebSocket('nowhere', [], WS), TypeError);
});

test('closing before there is a connection is no clean end, and comes after the call', async (t) => {
  const server = await serverFor(t);
  const { ws } = clientFor(t, server.url);
  const events = [];
  ws.onerror = () => events.push('error');
  ws.close();
  assert.equal(ws.readyState, ws.CLOSING);
  const [closed] = await once(ws, 'close');
  assert.deepEqual([closed.code, closed.wasClean], [1006, false]);
  assert.deepEqual(events, ['error']);
  assert.equal(server.connections.length, 0);
});

test('what is sent after the end is dropped, and counted as the standard has it', async (t) => {
  const server = await serverFor(t);
  const { ws } = clientFor(t, server.url);
  ws.close();
  ws.send('12345');
  assert.equal(ws.bufferedAmount, 5);
  await once(ws, 'close');
  ws.send('12345');
  assert.equal(ws.bufferedAmount, 10);
});

test('a handler can be replaced and taken away', async (t) => {
  const server = await serverFor(t);
  const { ws } = clientFor(t, server.url);
  assert.equal(ws.onopen, null);
  ws.onopen = () => assert.fail('it was replaced');
  ws.onopen = null;
  await once(ws, 'open');
});

test('where the platform has no WebSocket, HTTP is used', async (t) => {
  const server = await serverFor(t);
  const { WebSocket } = globalThis;
  delete globalThis.WebSocket;
  t.after(() => WebSocket && Object.assign(globalThis, { WebSocket }));
  const { ws } = clientFor(t, server.url, { WebSocket: undefined });
  await once(ws, 'open');
  assert.equal(ws.transport, 'xhr_streaming');
  assert.throws(() => new ReconnectingWebSocket(server.url, [], { transports: ['websocket'] }), TypeError);
});
