// Node's ws as a client and as a server: does what each line on stdin says, and reports what happens.

import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { WebSocket, WebSocketServer } from 'ws';
import { serve, tell } from './lines.mjs';

const sockets = new Map(); // connections by id
const servers = new Map(); // by id
let accepted = 0;

function tellMessage(id, data, isBinary) {
  tell(id, isBinary ? { event: 'binary', base64: data.toString('base64') } : { event: 'text', text: data.toString() });
}

// Sends messages back, or tells of them.
function watch(id, ws, echo) {
  sockets.set(id, ws);
  ws.on('message', (data, isBinary) => (echo ? ws.send(data, { binary: isBinary }) : tellMessage(id, data, isBinary)));
  ws.on('pong', (data) => tell(id, { event: 'pong', payload: data.toString() }));
  ws.on('error', (error) => tell(id, { event: 'failed', why: error.message }));
  ws.on('close', (code, reason) => {
    sockets.delete(id);
    tell(id, { event: 'closed', code, reason: reason.toString() });
  });
}

async function tellRefusal(id, response) {
  let body = '';
  for await (const part of response.setEncoding('utf8')) {
    body += part;
  }
  tell(id, { event: 'refused', status: response.statusCode, body });
}

function connect({ id, url, subprotocols, headers, ca, deflate = false, echo = false }) {
  const ws = new WebSocket(url, subprotocols, { headers, ca, perMessageDeflate: deflate });
  watch(id, ws, echo);
  let extensions = '';
  ws.on('upgrade', (response) => { extensions = response.headers['sec-websocket-extensions'] ?? ''; });
  ws.on('open', () => tell(id, { event: 'open', subprotocol: ws.protocol, extensions }));
  ws.on('unexpected-response', (_, response) => tellRefusal(id, response));
}

// Speaks the subprotocols given, and refuses /refuse/STATUS with that status.
function listen({ id, key, cert, subprotocols, deflate = false, echo = false }) {
  const server = key ? createTlsServer({ key, cert }) : createServer();
  const sessions = new WebSocketServer({
    noServer: true,
    perMessageDeflate: deflate,
    handleProtocols: (offered) => [...offered].find((name) => subprotocols.includes(name)) ?? false,
  });
  server.on('upgrade', (request, socket, head) => {
    const [, status] = request.url.match(/^\/refuse\/(\d+)$/) ?? [];
    if (status) {
      const body = `refused with ${status}`;
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: ${body.length}\r\nX-Why: test\r\n\r\n${body}`);
      return;
    }
    sessions.handleUpgrade(request, socket, head, (ws) => {
      const session = `${id}/${++accepted}`;
      watch(session, ws, echo);
      tell(id, { event: 'accepted', session, subprotocol: ws.protocol });
    });
  });
  servers.set(id, server);
  server.listen(0, '127.0.0.1', () => tell(id, { event: 'listening', port: server.address().port }));
}

function sendFragments({ id, parts }) {
  const ws = sockets.get(id);
  parts.forEach((part, i) => ws.send(part, { fin: i === parts.length - 1 }));
}

serve({
  connect,
  listen,
  sendFragments,
  stop: ({ id }) => servers.get(id).close(),
  sendText: ({ id, text }) => sockets.get(id).send(text),
  sendBinary: ({ id, base64 }) => sockets.get(id).send(Buffer.from(base64, 'base64')),
  ping: ({ id, payload }) => sockets.get(id).ping(payload),
  close: ({ id, code, reason }) => sockets.get(id).close(code, reason),
  cut: ({ id }) => sockets.get(id)?.terminate(),
});
