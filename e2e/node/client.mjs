// Our client for browsers and Node, at work in Node, and the proxies that it is to cope with.

import { WebSocket } from 'ws';
import { Proxy } from '../../js/test/proxy.mjs';
import * as scenarios from '../../js/test/scenarios.mjs';
import { answering, serve } from './lines.mjs';

const proxies = new Map(); // by id

async function proxy({ id, target, habits }) {
  const started = await Proxy.start(target, habits);
  proxies.set(id, started);
  return started.port;
}

serve(answering({
  proxy,
  retarget: ({ proxy, target }) => { proxies.get(proxy).target = target; },
  cuts: ({ proxy }) => proxies.get(proxy).cuts,
  stop: ({ proxy }) => proxies.get(proxy).stop(),
  run: ({ scenario, arg: { options, ...arg } }) => scenarios[scenario]({ ...arg, options: { ...options, WebSocket } }),
}));
