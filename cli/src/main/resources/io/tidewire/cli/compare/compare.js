import { bytes, count, millis } from '/console/format.js';
import { Bars } from './bars.js';
import { Figures } from './figures.js';
import { idleTurn, serverClock, turn } from './measure.js';
import { TRANSPORTS } from './transports.js';

const part = (id) => document.getElementById(id);
const state = part('state');
const progress = part('progress');
const notice = part('notice');

const charts = [
  chart('bytes-chart', (figures) => figures.bytes, (size) => bytes(rounded(size))),
  chart('requests-chart', (figures) => figures.requests, (requests) => String(rounded(requests))),
  chart('cpu-chart', (figures) => figures.cpuNanos / 1000, micros),
  chart('latency-chart', (figures) => [figures.p50, figures.p99],
    (half, most) => `${millis(half)} · ${millis(most)}`),
];

let running = null; // what ends the run; null when there is none

function chart(id, values, words) {
  return new Bars(part(id), TRANSPORTS, values, words);
}

/** Three digits that mean something. */
function rounded(number) {
  return number >= 100 ? Math.round(number) : +number.toPrecision(3);
}

/** A time given in microseconds. */
function micros(time) {
  return time < 1000 ? `${rounded(time)} µs` : `${rounded(time / 1000)} ms`;
}

function say(text, kind = '') {
  notice.textContent = text;
  notice.dataset.kind = kind;
}

function plan() {
  const [rate, size, pollMillis, seconds] =
    ['rate', 'bytes', 'poll', 'seconds'].map((id) => Number(part(id).value));
  const messages = Math.max(1, Math.round(rate * seconds));
  const query = `rate=${rate}&bytes=${size}&count=${messages}`;
  return { count: messages, pollMillis, query, seconds };
}

function show(current, what) {
  progress.textContent = what;
  charts.forEach((each) => each.mark(current));
}

/** One turn of each transport, whose figures grow; `draw` is called when they have. */
async function round(name, wanted, figures, signal, draw) {
  show(null, `${name}: nothing, to know what that costs`);
  const given = { idle: await idleTurn(wanted, signal), clock: await serverClock(signal) };
  for (const transport of TRANSPORTS) {
    const title = transport.title;
    const arrived = (n) => show(transport.id, `${name}: ${title}, ${count(n)} of ${wanted.count}`);
    arrived(0);
    try {
      const result = await turn(transport, wanted, given, signal, arrived);
      figures.get(transport.id).add(result);
      tellOthers(result.others);
    } catch (failure) {
      throw signal.aborted ? failure : new Error(`${title}: ${failure.message}`);
    }
    draw();
  }
}

function draw(figures) {
  charts.forEach((each) => each.draw(figures));
}

function tellOthers(others) {
  if (others) {
    say('Someone else runs a comparison on this server now: their traffic is counted too.',
      'trouble');
  }
}

function noFigures() {
  return new Map(TRANSPORTS.map(({ id }) => [id, new Figures()]));
}

/** Round after round until the signal. */
async function run(wanted, signal) {
  const main = document.querySelector('main');
  const first = noFigures();
  const figures = noFigures();
  // Of what has no other figures yet, those of the first round are better than none.
  const known = () =>
    new Map([...figures].map(([id, each]) => [id, each.messages > 0 ? each : first.get(id)]));
  main.dataset.warming = true;
  draw(first);
  await round('Warming up', wanted, first, signal, () => draw(first));
  for (let n = 1; ; n++) {
    await round(`Round ${n}`, wanted, figures, signal, () => draw(known()));
    main.dataset.warming = false;
    summarize(figures, n);
  }
}

/** What the figures say, in a sentence. */
function summarize(figures, rounds) {
  const [own, polling] = ['websocket', 'long'].map((id) => figures.get(id));
  if (notice.dataset.kind) {
    return; // A warning stands there.
  }
  say(`After ${rounds} round${rounds > 1 ? 's' : ''}: long polling takes `
    + `${rounded(polling.bytes / own.bytes)} times the bytes of WebSocket`
    + (own.cpuNanos > 0 ? `, and ${rounded(polling.cpuNanos / own.cpuNanos)} times the CPU.` : '.'));
}

async function start() {
  running = new AbortController();
  part('start').disabled = true;
  part('stop').disabled = false;
  state.dataset.state = 'open';
  state.textContent = 'running';
  say('');
  try {
    await run(plan(), running.signal);
  } catch (failure) {
    if (!running.signal.aborted) {
      say(`${failure.message}.`, 'trouble');
    }
  }
  running = null;
  part('start').disabled = false;
  part('stop').disabled = true;
  state.dataset.state = 'closed';
  state.textContent = 'stopped';
  show(null, '');
}

part('plan').addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});
part('stop').addEventListener('click', () => running?.abort());
draw(noFigures());
