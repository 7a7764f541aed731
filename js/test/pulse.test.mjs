// How a silent WebSocket is checked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientFor, serverFor, until } from './fixture.mjs';

const SOCKET = { transports: ['websocket'] };

test('a heartbeat of the application is answered, and the answer is kept from it', async (t) => {
  const server = await serverFor(t);
  server.onMessage = (ws, data) => ws.send(data === 'ping' ? 'pong' : data);
  const heartbeat = { message: 'ping', isAnswer: (data) => data === 'pong' };
  const client = clientFor(t, server.url, { ...SOCKET, silence: 20, heartbeat });
  await until(() => server.received.filter((data) => data === 'ping').length > 3);
  client.ws.send('x');
  await client.until(() => client.messages.length === 1);
  assert.deepEqual(client.messages, ['x']);
  assert.deepEqual(client.states.map(({ name }) => name), ['connecting', 'open']);
});

test('what looks like an answer and was not asked for is the application\'s', async (t) => {
  const server = await serverFor(t);
  const heartbeat = { message: 'ping', isAnswer: (data) => data === 'pong' };
  const client = clientFor(t, server.url, { ...SOCKET, heartbeat });
  client.ws.send('pong');
  await client.until(() => client.messages.length === 1);
});

test('a heartbeat that is not answered ends the connection', async (t) => {
  const server = await serverFor(t);
  server.onMessage = () => {};
  const heartbeat = { message: 'ping', isAnswer: () => true };
  const client = clientFor(t, server.url, { ...SOCKET, silence: 20, openTimeout: 100, heartbeat });
  await client.until(() => client.states.some(({ why }) => why === 'the server did not answer a heartbeat'));
});

test('without one, a request beside it tells whether the server can be reached', async (t) => {
  const server = await serverFor(t);
  let reached = true;
  const asked = [];
  const probing = (url, how) => {
    asked.push(how.mode);
    return reached ? fetch(url, how) : Promise.reject(new TypeError('no way'));
  };
  const client = clientFor(t, server.url, { ...SOCKET, silence: 10, fetch: probing });
  await until(() => asked.length > 2);
  assert.deepEqual(client.states.map(({ name }) => name), ['connecting', 'open']);
  reached = false;
  await client.until(() => client.states.some(({ name }) => name === 'away'));
  const away = client.states.find(({ name }) => name === 'away');
  assert.match(away.why, /cannot be reached/);
  assert.ok(asked.every((mode) => mode === 'no-cors'));
});

test('a request that never worked says nothing: the page may not be allowed to ask', async (t) => {
  const server = await serverFor(t);
  let asked = 0;
  const refused = () => Promise.reject(new TypeError(`forbidden for the ${asked++}th time`));
  const client = clientFor(t, server.url, { ...SOCKET, silence: 10, fetch: refused });
  await until(() => asked > 3);
  assert.deepEqual(client.states.map(({ name }) => name), ['connecting', 'open']);
});
