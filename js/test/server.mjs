// A small server that speaks what the client does: WebSocket, and SockJS with the extension of docs/fallback.md. Each message is recorded
// and, where nothing else is asked for, sent back.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const PRELUDE = `${'h'.repeat(2048)}\n`;
// After so many bytes a streaming response ends.
const RESPONSE_LIMIT = 20_000;

/** A session of requests. */
class Session {
  sent = []; // all messages, as JSON
  taken = 0;
  said = false;
  style;
  response;
  closeFrame;

  constructor(server) {
    this.server = server;
  }

  send(data) {
    this.sent.push(JSON.stringify(typeof data === 'string' ? data : { binary: data.toString('base64') }));
    this.flush(this.style === 'poll');
  }

  close(code, reason = '') {
    this.closeFrame ??= `c${JSON.stringify([code, reason])}\n`;
    this.flush();
  }

  visit(style, after, response) {
    this.response?.end();
    this.style = style;
    this.response = response;
    this.room = RESPONSE_LIMIT;
    this.next = Number(after ?? 0);
    response.on('close', () => {
      this.response = this.response === response ? undefined : this.response;
    });
    response.writeHead(200, { 'Content-Type': 'application/javascript' });
    response.write(style === 'xhr_streaming' ? PRELUDE : '');
    if (after === null || !this.said) {
      this.said = true;
      this.write('o\n');
    }
    this.flush(style === 'poll');
  }

  flush(atOnce = false) {
    if (this.response && this.next < this.sent.length) {
      const frame = `a[${this.sent.slice(this.next, this.next + 100).join(',')}]\n`;
      this.next = Math.min(this.sent.length, this.next + 100);
      this.write(frame);
      this.flush();
    } else if (this.response && this.closeFrame) {
      this.write(this.closeFrame);
      this.response?.end();
    } else if (this.response && atOnce) {
      this.write('h\n');
    }
  }

  write(frame) {
    this.response.write(frame);
    this.room -= frame.length;
    if (this.style !== 'xhr_streaming' || this.room <= 0) {
      this.response.end();
      this.response = undefined;
    }
  }

  take(from, messages) {
    if (this.closeFrame) {
      return 404;
    }
    if (from > this.taken) {
      return 409;
    }
    for (const message of messages.slice(this.taken - from)) {
      this.taken++;
      this.server.took(this, typeof message === 'string' ? message : Buffer.from(message.binary, 'base64'));
    }
    return 204;
  }
}

async function bodyOf(request) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) {
    body += part;
  }
  return body;
}

/** Listens on a free port, or on the one given. */
export class Server {
  received = []; // text, or Buffers
  connections = []; // sessions, and WebSockets of ws
  requests = []; // 'POST xhr_send', ...
  closes = []; // [code, reason] as a client gave them
  answer = (_) => undefined; // a status for a request instead of what it would get
  onMessage = (connection, data) => connection.send(data);
  sessions = new Map();
  http = createServer((request, response) => this.serve(request, response));
  webSockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] });

  static async start(port = 0) {
    const server = new Server();
    server.http.on('upgrade', (request, socket, head) => server.upgrade(request, socket, head));
    await new Promise((ready) => server.http.listen(port, '127.0.0.1', ready));
    return server;
  }

  get port() {
    return this.http.address().port;
  }

  get url() {
    return `ws://127.0.0.1:${this.port}/echo`;
  }

  /** Closes all connections in order, as before a restart. */
  drain(code = 1001, reason = '') {
    this.connections.forEach((connection) => connection.close(code, reason));
  }

  async stop() {
    this.webSockets.clients.forEach((socket) => socket.terminate());
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }

  took(connection, data) {
    this.received.push(data);
    this.onMessage(connection, data);
  }

  upgrade(request, socket, head) {
    this.requests.push('upgrade');
    const status = this.answer('upgrade');
    if (status) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.webSockets.handleUpgrade(request, socket, head, (ws) => {
      this.connections.push(ws);
      ws.on('message', (data, isBinary) => this.took(ws, isBinary ? data : data.toString()));
      ws.on('close', (code, reason) => this.closes.push([code, reason.toString()]));
    });
  }

  async serve(request, response) {
    const url = new URL(request.url, 'http://localhost');
    const [id, what] = url.pathname.split('/').slice(-2);
    this.requests.push(what);
    const body = await bodyOf(request);
    const status = this.answer(what) ?? this.act(url.searchParams, id, what, body, response);
    if (status) {
      response.writeHead(status).end();
    }
  }

  // The status, where it does not answer otherwise.
  act(parameters, id, what, body, response) {
    const after = parameters.get('after');
    if (what === 'info') {
      return 200;
    }
    if (!this.sessions.has(id)) {
      if (what === 'xhr_send' || what === 'close' || Number(after) > 0) {
        return 404;
      }
      const session = new Session(this);
      this.sessions.set(id, session);
      this.connections.push(session);
    }
    const session = this.sessions.get(id);
    if (what === 'xhr_send') {
      return session.take(Number(parameters.get('from')), JSON.parse(body));
    }
    if (what === 'close') {
      this.closes.push(JSON.parse(body));
      session.close(...JSON.parse(body));
      return 204;
    }
    if (Number(after) > session.sent.length) {
      return 400;
    }
    session.visit(what, after, response);
    return undefined;
  }
}
