// How it comes back, and when it does not.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { clientFor, proxyFor, serverFor, until } from './fixture.mjs';

const names = (states) => states.map(({ name }) => name);

for (const transport of ['websocket', 'xhr_streaming', 'xhr']) {
  const options = { transports: [transport] };

  test(`a drained server is not visited before the time that it names, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const client = clientFor(t, server.url, { ...options, firstDelay: 10, maxDelay: 20, random: () => 0.5 });
    await client.reaches('open');
    server.drain(1001, 'the server is restarting; retry in 30 ms');
    const away = await client.reaches('away');
    assert.equal(away.delay, 35);
    assert.match(away.why, /1001 the server is restarting/);
    await client.reaches('open');
    assert.deepEqual(names(client.states), ['connecting', 'open', 'away', 'connecting', 'open']);
  });

  test(`each message reaches one server once while it is drained and restarted, by ${transport}`, async (t) => {
    const first = await serverFor(t);
    const { port } = first;
    const client = clientFor(t, first.url, options);
    const all = Array.from({ length: 1_000 }, (_, i) => `${i}`);
    await client.reaches('open');
    all.slice(0, 400).forEach((text) => client.ws.send(text));
    await until(() => first.received.length > 100);
    first.drain();
    all.slice(400, 700).forEach((text) => client.ws.send(text));
    await client.until(() => names(client.states).includes('away'));
    await first.stop();
    all.slice(700).forEach((text) => client.ws.send(text));
    const second = await serverFor(t, port);
    await until(() => first.received.length + second.received.length >= 1_000);
    assert.deepEqual([...first.received, ...second.received], all);
  });

  test(`what is sent while away waits, and what is sent at open goes first, by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const client = clientFor(t, server.url, options);
    client.ws.addEventListener('open', () => client.ws.send('login'));
    await until(() => server.received.length === 1);
    server.drain(1012);
    await client.reaches('away');
    assert.equal(client.ws.readyState, client.ws.CONNECTING);
    client.ws.send('é');
    assert.equal(client.ws.bufferedAmount, 2);
    await until(() => server.received.length === 3);
    assert.deepEqual(server.received, ['login', 'login', 'é']);
    await until(() => client.ws.bufferedAmount === 0);
  });
}

test('what waits has a bound, and send says so', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { queueLimit: 10 });
  client.ws.send('12345');
  client.ws.send(new Uint8Array(5));
  assert.throws(() => client.ws.send('6'), { name: 'QuotaExceededError' });
  client.ws.send('');
  await client.until(() => client.messages.length === 3);
  assert.equal(server.received[0], '12345');
  client.ws.send('more than ten bytes, on a WebSocket');
  await client.until(() => client.messages.length === 4);
});

test('on HTTP the bound holds for what has not been taken yet', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { queueLimit: 10, transports: ['xhr'] });
  await client.reaches('open');
  client.ws.send('1234567890');
  assert.throws(() => client.ws.send('1'), { name: 'QuotaExceededError' });
  await client.until(() => client.messages.length === 1);
  client.ws.send('1234567890');
  await client.until(() => client.messages.length === 2);
});

test('a server that is not there is tried again and again, up to a number', async (t) => {
  const server = await serverFor(t);
  await server.stop();
  const client = clientFor(t, `ws://127.0.0.1:${await freePort(t)}/echo`, { maxAttempts: 3 });
  const [closed] = await once(client.ws, 'close');
  assert.equal(closed.code, 1006);
  assert.deepEqual(names(client.states), ['connecting', 'away', 'connecting', 'away', 'connecting', 'ended']);
  assert.deepEqual(client.states.filter(({ name }) => name === 'connecting').map(({ attempt }) => attempt), [1, 2, 3]);
});

async function freePort(t) {
  const server = await serverFor(t);
  const { port } = server;
  await server.stop();
  return port;
}

for (const status of [400, 401, 403, 404, 410]) {
  test(`what was refused with ${status} is not tried again: HTTP shows what a failed upgrade hides`, async (t) => {
    const server = await serverFor(t);
    server.answer = () => status;
    const client = clientFor(t, server.url);
    await once(client.ws, 'close');
    assert.deepEqual(names(client.states), ['connecting', 'ended']);
    assert.match(client.states[1].why, new RegExp(` ${status}$`));
    assert.deepEqual(server.requests, ['upgrade', 'xhr_streaming']);
  });
}

for (const status of [408, 425, 429, 503]) {
  test(`${status} is tried again`, async (t) => {
    const server = await serverFor(t);
    server.answer = () => (server.requests.length < 5 ? status : undefined);
    const client = clientFor(t, server.url);
    await client.reaches('open');
    assert.deepEqual(names(client.states), ['connecting', 'away', 'connecting', 'away', 'connecting', 'open']);
    assert.deepEqual(server.requests, ['upgrade', 'xhr_streaming', 'upgrade', 'xhr_streaming', 'upgrade']);
  });
}

test('404 is no end where there was a connection before: the server may have no fallback', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url);
  await client.reaches('open');
  server.answer = () => 404;
  server.drain(1012);
  await client.until(() => client.states.filter(({ name }) => name === 'away').length > 1);
  server.answer = () => undefined;
  await client.reaches('open');
});

test('a connection that is cut comes back', async (t) => {
  const server = await serverFor(t);
  const proxy = await proxyFor(t, server);
  const client = clientFor(t, proxy.url, { transports: ['websocket'] });
  await client.reaches('open');
  proxy.cutAll();
  assert.equal((await client.reaches('away')).why, 'the connection was cut');
  await client.reaches('open');
});

test('the application decides what to come back from', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { comesBack: ({ code, reason }) => code === 4000 && reason === 'again' });
  await client.reaches('open');
  server.drain(4000, 'again');
  await client.reaches('away');
  await client.reaches('open');
  server.drain(1001);
  const [closed] = await once(client.ws, 'close');
  assert.equal(closed.code, 1001);
});
