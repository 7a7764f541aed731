// Drives one Firefox by WebDriver BiDi: does what each line on stdin says, and answers each with its result.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { answering, serve } from './lines.mjs';

const pages = new Map(); // contexts by name
const calls = new Map(); // by id: who waits for the answer
let profile;
let firefox;
let socket;

async function launch({ executable }) {
  profile = await mkdtemp(join(tmpdir(), 'tidewire-firefox-'));
  firefox = spawn(executable, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']);
  socket = new WebSocket(`${await address(firefox.stderr)}/session`);
  socket.on('message', (json) => answered(JSON.parse(json)));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return (await call('session.new', { capabilities: {} })).capabilities.browserVersion;
}

// Reads on afterwards, so that the pipe does not fill.
function address(output) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const [, url] = line.match(/WebDriver BiDi listening on (ws:\S+)/) ?? [];
      if (url) {
        resolve(url);
      }
    });
    lines.on('close', () => reject(new Error('Firefox has ended')));
  });
}

function call(method, params) {
  const id = calls.size + 1;
  socket.send(JSON.stringify({ id, method, params }));
  return new Promise((resolve, reject) => calls.set(id, { resolve, reject }));
}

function answered({ id, type, result, error, message }) {
  const caller = calls.get(id);
  if (type === 'success') {
    caller?.resolve(result);
  } else {
    caller?.reject(new Error(`${error}: ${message}`));
  }
}

async function openPage({ page, url }) {
  const { context } = await call('browsingContext.create', { type: 'tab' });
  pages.set(page, context);
  await call('browsingContext.navigate', { context, url, wait: 'complete' });
}

// The value of an expression, or what a function makes of the argument; a promise's result.
async function evaluate({ page, expression, arg }) {
  const value = arg === null ? expression : `(${expression})(${JSON.stringify(arg)})`;
  const { result, exceptionDetails } = await call('script.evaluate', {
    expression: `(async () => JSON.stringify((await ${value}) ?? null))()`,
    target: { context: pages.get(page) },
    awaitPromise: true,
  });
  if (exceptionDetails) {
    throw new Error(exceptionDetails.text);
  }
  return JSON.parse(result.value);
}

async function end() {
  if (firefox) {
    const ended = new Promise((resolve) => firefox.on('exit', resolve));
    firefox.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  }
}

serve(answering({
  launch,
  openPage,
  evaluate,
  closePage: ({ page }) => call('browsingContext.close', { context: pages.get(page) }),
}), end);
