// Proxies between a client and a server that do what bad ones do.

import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';

/**
 * Listens on a free port.
 *
 * @param target the server's port
 * @param habits what it does to requests for `/echo` and below:
 *   - `refuseUpgrades`: answers so many with 400
 *   - `buffer`: passes a response on only when it is whole
 *   - `cutIdle`: cuts connections on which nothing has happened for so many milliseconds
 *   - `drop`: never passes on every so manieth response, and cuts the connection instead
 *   - `tear`: passes on half of what comes first of every so manieth response with a body, and cuts the connection
 */
export class Proxy {
  responses = 0;
  bodies = 0;
  refused = 0;
  cuts = 0;
  sockets = new Set();

  static async start(target, habits = {}) {
    const proxy = new Proxy();
    Object.assign(proxy, { target, habits });
    proxy.http = createServer((request, response) => proxy.pass(request, response));
    proxy.http.on('upgrade', (request, socket, head) => proxy.upgrade(request, socket, head));
    proxy.http.on('connection', (socket) => proxy.watch(socket));
    await new Promise((ready) => proxy.http.listen(0, '127.0.0.1', ready));
    return proxy;
  }

  get port() {
    return this.http.address().port;
  }

  get url() {
    return `ws://127.0.0.1:${this.port}/echo`;
  }

  cutAll() {
    this.sockets.forEach((socket) => socket.destroy());
  }

  async stop() {
    this.cutAll();
    await new Promise((done) => this.http.close(done));
  }

  watch(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.habits.cutIdle) {
      socket.setTimeout(this.habits.cutIdle, () => this.cut(socket));
    }
  }

  cut(socket) {
    this.cuts++;
    socket.destroy();
  }

  // Whether the next response is one that suffers.
  isDue(habit) {
    return this.habits[habit] && this.responses % this.habits[habit] === 0;
  }

  pass(request, response) {
    const { method, url, headers } = request;
    const onward = ask({ host: '127.0.0.1', port: this.target, method, path: url, headers }, (answer) => {
      if (url.startsWith('/echo')) {
        this.relay(answer, response);
      } else {
        answer.pipe(response.writeHead(answer.statusCode, answer.headers));
      }
    });
    onward.on('error', () => response.socket?.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  relay(answer, response) {
    const { socket } = response;
    this.responses++;
    if (this.isDue('drop')) {
      this.cut(socket);
      return;
    }
    const tear = answer.statusCode === 200 && ++this.bodies % this.habits.tear === 0;
    const held = [];
    const head = () => response.headersSent || response.writeHead(answer.statusCode, answer.headers);
    if (!this.habits.buffer) {
      head().flushHeaders?.();
    }
    answer.on('data', (part) => {
      if (tear) {
        answer.removeAllListeners().destroy();
        response.write(part.subarray(0, part.length >> 1));
        setImmediate(() => this.cut(socket));
      } else if (this.habits.buffer) {
        held.push(part);
      } else {
        response.write(part);
      }
    });
    answer.on('end', () => {
      head();
      response.end(Buffer.concat(held));
    });
    answer.on('error', () => socket.destroy());
  }

  upgrade(request, socket, head) {
    this.responses++;
    if (this.habits.buffer || this.habits.refuseUpgrades > this.refused) {
      this.refused++;
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    if (this.isDue('drop')) {
      this.cut(socket);
      return;
    }
    const onward = connect(this.target, '127.0.0.1');
    const lines = request.rawHeaders.map((part, i) => (i % 2 === 0 ? `\r\n${part}: ` : part)).join('');
    onward.write(`GET ${request.url} HTTP/1.1${lines}\r\n\r\n`);
    onward.write(head);
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.pipe(socket).pipe(onward);
  }
}
