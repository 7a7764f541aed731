// What tests in Node share.

import { WebSocket } from 'ws';
import { Client } from './scenarios.mjs';
import { Proxy } from './proxy.mjs';
import { Server } from './server.mjs';

/** Node 20 has no WebSocket of its own. */
export const WS = { WebSocket };

/** A server that ends with the test. */
export async function serverFor(test, port) {
  const server = await Server.start(port);
  test.after(() => server.stop());
  return server;
}

/** A proxy that ends with the test. */
export async function proxyFor(test, server, habits) {
  const proxy = await Proxy.start(server.port, habits);
  test.after(() => proxy.stop());
  return proxy;
}

/** A client that ends with the test. */
export function clientFor(test, url, options, protocols) {
  const client = new Client(url, { ...WS, ...options }, protocols);
  test.after(() => client.ws.close());
  return client;
}

/** Looks again and again, giving way to others. */
export async function until(condition) {
  while (!condition()) {
    await new Promise((next) => setImmediate(next));
  }
}
