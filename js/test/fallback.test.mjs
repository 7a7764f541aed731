// HTTP: what its requests do, and how it gives way to WebSocket again.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { clientFor, serverFor, until } from './fixture.mjs';

const names = (states) => states.map(({ name }) => name);

test('a streaming response that does not begin in time gives way to polling, in the same session', async (t) => {
  const server = await serverFor(t);
  const answer = server.act;
  // As behind a proxy that waits for the end of a response.
  server.act = (parameters, id, what, body, response) => {
    if (what === 'xhr_streaming') {
      response.write = () => true;
    }
    return answer.call(server, parameters, id, what, body, response);
  };
  const client = clientFor(t, server.url, { transports: ['xhr_streaming', 'xhr'], openTimeout: 500 });
  await client.reaches('open');
  assert.deepEqual(client.transports, ['xhr']);
  // One session for each attempt, however many it took.
  assert.equal(server.sessions.size, server.requests.filter((what) => what === 'xhr_streaming').length);
});

test('a session that the server has lost is followed by another, and nothing that it had is sent twice', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  client.ws.send('one');
  await client.until(() => client.messages.length === 1);
  server.sessions.clear();
  client.ws.send('two');
  await client.until(() => client.messages.length === 2);
  assert.deepEqual(names(client.states), ['connecting', 'open', 'away', 'connecting', 'open']);
  assert.deepEqual(server.received, ['one', 'two']);
});

test('what may have reached a session that is lost is not sent to the next', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  await client.reaches('open');
  const { act } = server;
  server.act = (parameters, id, what, body, response) => {
    const status = act.call(server, parameters, id, what, body, response);
    if (what !== 'xhr_send') {
      return status;
    }
    // It was taken, and nobody is told.
    server.act = act;
    server.sessions.clear();
    response.destroy();
    return undefined;
  };
  client.ws.send('one');
  await client.until(() => names(client.states).includes('away'));
  client.ws.send('two');
  await client.until(() => client.messages.includes('two'));
  assert.deepEqual(server.received, ['one', 'two']);
});

test('a session that was opened anew behind our back is another one', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  await client.reaches('open');
  await until(() => server.requests.length > 1 && server.connections[0].response);
  server.sessions.clear(); // Before any message: the next request opens one.
  server.connections[0].response.end();
  await client.reaches('away');
  await client.reaches('open');
});

test('requests that fail for a while are made again within the session', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  await client.reaches('open');
  let failures = 0;
  server.answer = () => (failures++ < 10 ? [500, 502, 503, 429][failures % 4] : undefined);
  for (let i = 0; i < 100; i++) {
    client.ws.send(`${i}`);
  }
  await client.until(() => client.messages.length === 100);
  assert.deepEqual(client.messages, Array.from({ length: 100 }, (_, i) => `${i}`));
  assert.deepEqual(names(client.states), ['connecting', 'open']);
});

test("a proxy's page is no frame", async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  const act = server.act;
  server.act = (_1, _2, _3, _4, response) => {
    response.end('<html>please log in</html>\n');
  };
  assert.match((await client.reaches('away')).why, /this is not a frame: <html>/);
  server.act = act;
  await client.reaches('open');
});

test('a body that is too large is split', async (t) => {
  const server = await serverFor(t);
  const act = server.act;
  server.act = (parameters, id, what, body, response) =>
    body.length > 2_000 ? 413 : act.call(server, parameters, id, what, body, response);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  const all = Array.from({ length: 1_000 }, (_, i) => `message ${i}`);
  await client.reaches('open');
  all.forEach((text) => client.ws.send(text));
  await client.until(() => client.messages.length === 1_000);
  assert.deepEqual(client.messages, all);
  client.ws.send('x'.repeat(3_000));
  const [closed] = await once(client.ws, 'close');
  assert.equal(closed.code, 1009);
});

test('a receiving request that is silent for too long is made anew, and streaming becomes polling', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr_streaming', 'xhr'], silence: 50 });
  await client.reaches('open');
  await until(() => server.requests.filter((what) => what === 'xhr').length > 2);
  assert.deepEqual(names(client.states), ['connecting', 'open']);
  client.ws.send('still here');
  await client.until(() => client.messages.length === 1);
});

test('a session that breaks off is lost and not closed', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'] });
  await client.reaches('open');
  server.drain(1002, 'Connection interrupted');
  await client.reaches('away');
  await client.reaches('open');
});

test('close ends also where the server does not answer it', async (t) => {
  const server = await serverFor(t);
  const client = clientFor(t, server.url, { transports: ['xhr'], openTimeout: 100 });
  await client.reaches('open');
  server.answer = (what) => (what === 'close' ? 500 : undefined);
  client.ws.close();
  const [closed] = await once(client.ws, 'close');
  assert.deepEqual([closed.code, closed.wasClean], [1006, false]);
});

test('what came last is tried first, until it fails', async (t) => {
  const server = await serverFor(t);
  server.answer = (what) => (what === 'upgrade' ? 400 : undefined);
  const client = clientFor(t, server.url);
  await client.reaches('open');
  server.drain(1012);
  await client.reaches('away');
  await client.reaches('open');
  assert.deepEqual(server.requests.filter((what) => what === 'upgrade').length, 1);
});

test('WebSocket is tried again after a time that doubles, and the old session ends in order', async (t) => {
  const server = await serverFor(t);
  let upgrades = 0;
  server.answer = (what) => (what === 'upgrade' && upgrades++ < 3 ? 400 : undefined);
  const client = clientFor(t, server.url, { upAfter: 5 });
  await client.until(() => client.ws.transport === 'websocket');
  assert.deepEqual(names(client.states), ['connecting', 'open', 'open']);
  assert.equal(upgrades, 4);
  assert.deepEqual(server.closes, [[1000, '']]);
  assert.ok(server.requests.includes('poll'));
});

test('what the server has for the old session comes before what it has for the new one', async (t) => {
  const server = await serverFor(t);
  let allowed = false;
  server.answer = (what) => (what === 'upgrade' && !allowed ? 400 : undefined);
  server.webSockets.on('connection', (ws) => ws.send('from the new one'));
  const client = clientFor(t, server.url, { upAfter: 5 });
  await client.reaches('open');
  const [old] = server.connections;
  server.webSockets.once('connection', () => {
    for (let i = 0; i < 500; i++) {
      old.send(`${i}`);
    }
  });
  allowed = true;
  server.upgrade = new Proxy(server.upgrade, {
    apply(upgrade, self, args) {
      server.webSockets.emit('connection', { send() {} });
      return upgrade.apply(self, args);
    },
  });
  await client.until(() => client.ws.transport === 'websocket');
  assert.deepEqual(client.messages.slice(0, 500), Array.from({ length: 500 }, (_, i) => `${i}`));
});

test('closing while WebSocket takes over closes both', async (t) => {
  const server = await serverFor(t);
  let upgrades = 0;
  server.answer = (what) => (what === 'upgrade' && upgrades++ === 0 ? 400 : undefined);
  const client = clientFor(t, server.url, { upAfter: 5 });
  await until(() => server.connections.length === 2);
  client.ws.send('last');
  client.ws.close(3000, 'bye');
  const [closed] = await once(client.ws, 'close');
  assert.equal(closed.code, 3000);
  await until(() => server.closes.length === 2);
  assert.deepEqual(server.received, ['last']);
});
