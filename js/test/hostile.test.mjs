// The client behind proxies that do what bad ones do: everything still arrives, once and in order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyFor, serverFor, WS } from './fixture.mjs';
import { backUp, cutWhileIdle, everythingOnce, large } from './scenarios.mjs';

const HTTP = ['xhr_streaming', 'xhr'];

for (const transport of ['websocket', ...HTTP]) {
  test(`texts of all kinds and binary by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const done = await everythingOnce({ url: server.url, options: { ...WS, transports: [transport] } });
    assert.deepEqual(done.transports, [transport]);
    assert.equal(server.received.length, 1_000);
  });

  test(`a mebibyte by ${transport}`, async (t) => {
    const server = await serverFor(t);
    const done = await large({ url: server.url, options: { ...WS, transports: [transport] } });
    assert.deepEqual(done.transports, [transport]);
  });
}

test('a proxy that refuses upgrades', async (t) => {
  const server = await serverFor(t);
  const proxy = await proxyFor(t, server, { refuseUpgrades: Infinity });
  const done = await everythingOnce({ url: proxy.url, options: WS });
  assert.deepEqual(done.transports, ['xhr_streaming']);
});

test('a proxy that holds responses back until they are whole', async (t) => {
  const server = await serverFor(t);
  const proxy = await proxyFor(t, server, { buffer: true });
  const done = await everythingOnce({ url: proxy.url, options: { ...WS, openTimeout: 300 } });
  assert.deepEqual(done.transports, ['xhr']);
});

for (const transport of HTTP) {
  for (const habits of [{ drop: 3 }, { tear: 3 }, { drop: 2 }]) {
    test(`a proxy that does this to ${transport}: ${JSON.stringify(habits)}`, async (t) => {
      const server = await serverFor(t);
      const proxy = await proxyFor(t, server, habits);
      // Many small bodies, so that there is much to drop.
      const done = await everythingOnce({ url: proxy.url, options: { ...WS, transports: [transport], random: () => 0.01 } });
      assert.deepEqual(new Set(done.transports), new Set([transport]));
      assert.equal(server.received.length, 1_000);
      assert.ok(proxy.cuts > 0, `${proxy.cuts} cuts`);
    });
  }
}

test('a proxy that cuts idle connections, over WebSocket', async (t) => {
  const server = await serverFor(t);
  const proxy = await proxyFor(t, server, { cutIdle: 500 });
  const done = await cutWhileIdle({ url: proxy.url, options: WS });
  assert.deepEqual(new Set(done.transports), new Set(['websocket']));
  assert.equal(server.received.length, 3);
});

test('back up to WebSocket while messages flow', async (t) => {
  const server = await serverFor(t);
  const proxy = await proxyFor(t, server, { refuseUpgrades: 3 });
  const done = await backUp({ url: proxy.url, options: WS });
  assert.deepEqual(done.transports, ['xhr_streaming', 'websocket']);
  assert.equal(server.received.length, done.sent);
});
