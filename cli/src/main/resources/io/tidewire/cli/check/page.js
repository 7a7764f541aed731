'use strict';

// ---- the runs, restored from the page

const VERDICTS = ['OK', 'INFORMATIONAL', 'UNIMPLEMENTED', 'NON-STRICT', 'FAILED'];
const SIGNS = { OK: '✓', INFORMATIONAL: 'i', UNIMPLEMENTED: '–', 'NON-STRICT': '~', FAILED: '✗' };
const CLOSE_CODES = {
  1000: 'normal', 1001: 'going away', 1002: 'protocol error', 1003: 'unsupported data', 1007: 'invalid data', 1008: 'policy violation',
  1009: 'too big', 1010: 'mandatory extension', 1011: 'internal error', 1012: 'restart', 1013: 'try again later', 1014: 'bad gateway',
};
const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };

const $ = (id) => document.getElementById(id);

async function restore(script) {
  const bytes = Uint8Array.from(atob(script.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

const ofVerdict = (verdict) => `--of: var(--${verdict})`;

const runs = []; // as their JSON, and results by id, and log(), which restores the logs once
const cases = new Map(); // id -> { id, family, clause, title, script, words }
const families = new Map(); // name -> cases

async function load() {
  const logs = [...document.querySelectorAll('script[data-kind="log"]')];
  for (const [i, script] of [...document.querySelectorAll('script[data-kind="run"]')].entries()) {
    const run = await restore(script);
    run.byId = new Map(run.results.map((result) => [result.id, result]));
    let log;
    run.log = () => (log ??= restore(logs[i]));
    runs.push(run);
    run.results.forEach(learn);
  }
}

function learn({ id, clause, title, script }) {
  if (!cases.has(id)) {
    const one = { id, family: id.slice(0, id.indexOf('.')), clause, title, script, words: `${id} ${clause} ${title}`.toLowerCase() };
    cases.set(id, one);
    families.set(one.family, [...(families.get(one.family) ?? []), one]);
  }
}

function count(results) {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  for (const result of results) {
    counts[result.verdict] += 1;
  }
  return counts;
}

// An agent's name, and what tells it from others of that name.
function column({ agent, peer, date }) {
  const namesakes = runs.filter((other) => other.agent === agent);
  const sides = new Set(namesakes.map((other) => other.peer)).size > 1;
  const times = namesakes.filter((other) => other.peer === peer).length > 1;
  return `${agent}${sides ? `, ${peer}` : ''}${times ? ` · ${date.slice(0, 16).replace('T', ' ')}` : ''}`;
}

// ---- the overview

// A run of an earlier version does not say.
const took = ({ millis }) => (millis === undefined ? '' : `, ${(millis / 1000).toFixed(millis < 10000 ? 1 : 0)} s`);

function showRuns() {
  for (const run of runs) {
    const counts = count(run.results);
    const there = VERDICTS.filter((verdict) => counts[verdict] > 0);
    $('runs').append(element('div', { class: 'run' },
      element('h2', {}, run.agent),
      element('p', {}, `${run.peer}, ${run.date.slice(0, 10)}${took(run)}${run.interrupted ? ', interrupted' : ''}`),
      element('div', { class: 'bar', 'aria-hidden': 'true' },
        ...there.map((verdict) => element('i', { style: `${ofVerdict(verdict)}; flex: ${counts[verdict]}` }))),
      element('div', { class: 'counts' },
        ...there.toReversed().map((verdict) => element('span', { style: ofVerdict(verdict) }, `${counts[verdict]} ${verdict}`)))));
  }
}

// ---- the matrix

const wanted = new Set(); // verdicts; none: all
const opened = new Set(); // families
const PAGE = 400; // rows of a family that are made at a time

const differs = (one) => new Set(runs.map((run) => run.byId.get(one.id)?.verdict)).size > 1;

function matches(one) {
  const words = $('text').value.toLowerCase().split(/\s+/);
  return words.every((word) => one.words.includes(word))
    && (wanted.size === 0 || runs.some((run) => wanted.has(run.byId.get(one.id)?.verdict)))
    && (!$('differing').firstChild.checked || differs(one));
}

const filtered = () => $('text').value.trim() !== '' || wanted.size > 0 || $('differing').firstChild.checked;

function showMatrix() {
  document.querySelectorAll('tbody').forEach((body) => body.remove());
  const open = filtered();
  let total = 0;
  for (const [name, all] of families) {
    const some = all.filter(matches);
    total += some.length;
    if (some.length > 0) {
      $('matrix').append(family(name, some, open || opened.has(name)));
    }
  }
  if (total === 0) {
    $('matrix').append(element('tbody', {}, element('tr', { class: 'nothing' }, element('td', { colspan: runs.length + 1 }, 'No case is like that.'))));
  }
  $('shown').textContent = total === cases.size ? `${total} cases` : `${total} of ${cases.size} cases`;
}

function family(name, some, open) {
  const body = element('tbody');
  const cells = runs.map((run) => {
    const counts = count(some.flatMap((one) => run.byId.get(one.id) ?? []));
    return element('td', {}, ...VERDICTS.toReversed().filter((verdict) => counts[verdict] > 0)
      .map((verdict) => element('b', { style: ofVerdict(verdict), title: verdict }, `${counts[verdict]} ${SIGNS[verdict]}`)));
  });
  const button = element('button', { type: 'button', 'aria-expanded': String(open) }, name);
  const head = element('tr', { class: open ? 'family open' : 'family' },
    element('th', { scope: 'rowgroup' }, button, element('small', {}, `${some.length}`)), ...cells);
  head.addEventListener('click', () => {
    const nowOpen = head.classList.toggle('open');
    button.setAttribute('aria-expanded', String(nowOpen));
    if (nowOpen) {
      opened.add(name);
      addRows(body, some, 0);
    } else {
      opened.delete(name);
      body.replaceChildren(head);
    }
  });
  body.append(head);
  if (open) {
    addRows(body, some, 0);
  }
  return body;
}

function addRows(body, some, from) {
  body.append(...some.slice(from, from + PAGE).map(row));
  if (some.length > from + PAGE) {
    const button = element('button', { type: 'button' }, `Show ${Math.min(PAGE, some.length - from - PAGE)} more`);
    const more = element('tr', { class: 'more' }, element('td', { colspan: runs.length + 1 }, button));
    button.addEventListener('click', () => {
      more.remove();
      addRows(body, some, from + PAGE);
    });
    body.append(more);
  }
}

function row(one) {
  const cells = runs.map((run) => {
    const verdict = run.byId.get(one.id)?.verdict;
    return verdict
      ? element('td', { style: ofVerdict(verdict), class: verdict === 'OK' && 'quiet', title: `${run.agent}: ${verdict}`, 'aria-label': verdict }, SIGNS[verdict])
      : element('td', {});
  });
  const made = element('tr', { class: 'row' },
    element('th', { scope: 'row' }, element('code', {}, element('a', { href: `#${one.id}` }, one.id)), element('span', {}, one.title)), ...cells);
  made.addEventListener('click', () => { location.hash = one.id; });
  return made;
}

// ---- one case

function showCase() {
  const one = cases.get(decodeURIComponent(location.hash.slice(1)));
  const dialog = $('case');
  if (!one) {
    dialog.close();
    return;
  }
  const rows = [...cases.values()].filter(matches);
  const at = rows.indexOf(one);
  dialog.replaceChildren(
    element('div', { class: 'head' },
      element('div', {}, element('h2', { id: 'title' }, one.title), element('code', {}, `${one.id} · ${one.clause}`)),
      ...[step('↑', 'The case before', rows[at - 1]), step('↓', 'The next case', rows[at + 1])],
      closing()),
    element('div', { class: 'body' },
      element('h3', {}, 'The script'),
      element('ol', { class: 'script' }, ...one.script.map((words) => element('li', {}, words))),
      element('h3', {}, 'What was found'),
      ...runs.filter((run) => run.byId.has(one.id)).map((run) => found(run, run.byId.get(one.id)))));
  if (!dialog.open) {
    dialog.showModal();
  }
  dialog.scrollTop = 0;
}

function step(sign, words, to) {
  const button = element('button', { type: 'button', 'aria-label': words, title: words, disabled: to ? undefined : '' }, sign);
  button.addEventListener('click', () => { location.replace(`#${to.id}`); });
  return button;
}

function closing() {
  const button = element('button', { type: 'button', 'aria-label': 'Close' }, '✕');
  button.addEventListener('click', () => $('case').close());
  return button;
}

function found(run, result) {
  const judged = element('dl', { class: 'judged' });
  const all = [['messages', result.messages], ['close', result.close], ['TCP', result.tcp]];
  for (const [name, judgment] of all.filter(([, { reached }]) => reached !== false)) {
    judged.append(element('dt', {}, name),
      element('dd', { class: 'verdict', style: ofVerdict(judgment.verdict) }, judgment.verdict),
      element('dd', {}, judgment.why));
  }
  const log = element('div', { class: 'log' });
  const details = element('details', { class: 'found' },
    element('summary', {}, element('b', {}, column(run)),
      element('span', { class: 'verdict', style: `${ofVerdict(result.verdict)}; margin: 0; color: var(--of)` }, result.verdict),
      element('span', {}, `${result.millis} ms`)),
    judged, log);
  details.addEventListener('toggle', async () => {
    if (details.open && !log.firstChild) {
      log.append(...entries((await run.log())[result.id]));
    }
  });
  details.open = runs.length === 1 || result.verdict === 'FAILED' || result.verdict === 'NON-STRICT';
  return details;
}

// ---- the wire log

function entries(log) {
  const readers = new Map(); // by connection and direction
  return log.map((entry) => {
    const time = element('time', {}, `${(entry.micros / 1000).toFixed(1)} ms`);
    const on = entry.connection > 0 ? ` on connection ${entry.connection + 1}` : '';
    if (entry.direction === 'note') {
      if (entry.words.endsWith('left out')) {
        readers.forEach((reader) => reader.lose());
      }
      return element('div', { class: 'entry note' }, time, element('p', {}, entry.words + on));
    }
    const key = `${entry.connection} ${entry.direction}`;
    const reader = readers.get(key) ?? new Reader(entry.direction);
    readers.set(key, reader);
    const size = `${entry.length.toLocaleString('en')} ${entry.length === 1 ? 'byte' : 'bytes'}${entry.pieces > 1 ? ` in ${entry.pieces.toLocaleString('en')} pieces` : ''}`;
    return element('div', { class: `entry ${entry.direction}` }, time,
      element('div', {},
        element('span', { class: 'who' }, `${entry.direction}${on} `, element('small', {}, size)),
        ...reader.read(entry).map((words) => element('p', words.startsWith('!') ? { class: 'bad' } : {}, words.replace(/^!/, ''))),
        element('pre', {}, hex(entry))));
  });
}

function hex({ hex: first, hexOfEnd: last = '', length }) {
  const spaced = (some) => some.replace(/../g, '$& ').trimEnd();
  const missing = length - first.length / 2 - last.length / 2;
  return spaced(first) + (missing > 0 ? `\n… ${missing.toLocaleString('en')} bytes …\n` : ' ') + spaced(last);
}

const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// Tells what the bytes of one direction of one connection say: a head, then frames. Some bytes are not kept.
class Reader {
  #direction;
  #inHead = true;
  #kept = []; // { at, bytes }
  #next = 0; // where what is not told yet begins
  #end = 0;
  #lost = false;

  constructor(direction) {
    this.#direction = direction;
  }

  lose() {
    this.#lost = true;
  }

  read({ hex: first, hexOfEnd: last = '', length }) {
    this.#kept.push({ at: this.#end, bytes: bytesOf(first) });
    this.#kept.push({ at: this.#end + length - last.length / 2, bytes: bytesOf(last) });
    this.#end += length;
    const words = [];
    for (let one = this.#one(); one; one = this.#one()) {
      words.push(one);
      if (words.length === 200) {
        words.push('and more');
        this.#lost = true;
      }
    }
    return words;
  }

  #byte(at) {
    const part = this.#kept.find(({ at: start, bytes }) => at >= start && at < start + bytes.length);
    return part?.bytes[at - part.at];
  }

  #bytes(from, to) {
    const some = [];
    for (let at = from; at < to; at += 1) {
      const byte = this.#byte(at);
      if (byte === undefined) {
        return undefined;
      }
      some.push(byte);
    }
    return Uint8Array.from(some);
  }

  #one() {
    if (this.#lost || this.#next >= this.#end) {
      return undefined;
    }
    return this.#inHead ? this.#head() : this.#frame();
  }

  #head() {
    const bytes = this.#bytes(this.#next, Math.min(this.#end, this.#next + 1024)) ?? new Uint8Array();
    const text = new TextDecoder('latin1').decode(bytes);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0 || !/HTTP\//.test(text)) {
      this.#lost = true; // not a head, or one that is not kept whole
      return text ? `begins with: ${text.slice(0, 300)}` : undefined;
    }
    this.#inHead = false;
    this.#next += end + 4;
    return text.slice(0, end).split('\r\n').join(' ⏎ ');
  }

  #frame() {
    const start = this.#bytes(this.#next, this.#next + 2);
    if (!start) {
      this.#lost = this.#end - this.#next >= 2;
      return undefined;
    }
    const masked = (start[1] & 0x80) !== 0;
    const small = start[1] & 0x7f;
    const wide = small === 126 ? 2 : small === 127 ? 8 : 0;
    const size = 2 + wide + (masked ? 4 : 0);
    const head = this.#bytes(this.#next, this.#next + size);
    if (!head) {
      this.#lost = this.#end - this.#next >= size;
      return undefined;
    }
    const length = wide ? head.slice(2, 2 + wide).reduce((sum, byte) => sum * 256 + byte, 0) : small;
    const from = this.#next + size;
    this.#next = from + length;
    const shown = this.#bytes(from, Math.min(from + length, from + 200, this.#end)) ?? new Uint8Array();
    const key = masked ? head.slice(size - 4) : undefined;
    return this.#words(start[0], length, key ? shown.map((byte, i) => byte ^ key[i % 4]) : shown, key, wide);
  }

  #words(first, length, payload, key, wide) {
    const opcode = first & 0x0f;
    const name = OPCODES[opcode] ?? `opcode ${opcode}, which is reserved`;
    const rsv = [0x40, 0x20, 0x10].map((bit, i) => (first & bit ? `RSV${i + 1}` : '')).filter(Boolean);
    const facts = [
      first & 0x80 ? '' : 'FIN is not set',
      ...rsv,
      `${length.toLocaleString('en')} ${length === 1 ? 'byte' : 'bytes'}`,
      (wide === 2 && length < 126) || (wide === 8 && length < 65536) ? `length in ${wide * 8} bits` : '',
      key ? 'masked' : '',
    ].filter(Boolean);
    return `${OPCODES[opcode] ? '' : '!'}${name}: ${facts.join(', ')}${this.#payload(opcode, first, length, payload)}`;
  }

  #payload(opcode, first, length, payload) {
    if (opcode === 8 && payload.length >= 2) {
      const code = payload[0] * 256 + payload[1];
      const reason = new TextDecoder().decode(payload.slice(2));
      return ` · ${code}${CLOSE_CODES[code] ? ` ${CLOSE_CODES[code]}` : ''}${reason ? `, “${reason}”` : ''}`;
    }
    const text = length > 0 && (first & 0x40) === 0 && opcode !== 2 && opcode !== 8;
    return text && payload.length > 0 ? ` · “${new TextDecoder().decode(payload.slice(0, 80))}${length > 80 ? '…' : ''}”` : '';
  }
}

// ---- begin

function listen() {
  let timer;
  $('text').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(showMatrix, 80);
  });
  $('differing').addEventListener('change', showMatrix);
  $('filter').addEventListener('submit', (event) => event.preventDefault());
  $('all').addEventListener('click', () => {
    const open = $('all').getAttribute('aria-pressed') === 'false';
    $('all').setAttribute('aria-pressed', String(open));
    $('all').textContent = open ? 'Close all' : 'Open all';
    opened.clear();
    (open ? [...families.keys()] : []).forEach((name) => opened.add(name));
    showMatrix();
  });
  $('case').addEventListener('close', () => {
    if (location.hash) {
      history.pushState(null, '', location.pathname + location.search);
    }
  });
  $('case').addEventListener('click', (event) => {
    if (event.target === $('case')) {
      $('case').close(); // the backdrop
    }
  });
  addEventListener('hashchange', showCase);
}

function showVerdicts() {
  const there = new Set(runs.flatMap((run) => run.results.map((result) => result.verdict)));
  for (const verdict of VERDICTS.toReversed().filter((each) => there.has(each))) {
    const button = element('button', { type: 'button', 'aria-pressed': 'false', style: ofVerdict(verdict) }, `${SIGNS[verdict]} ${verdict}`);
    button.addEventListener('click', () => {
      const on = !wanted.delete(verdict);
      if (on) {
        wanted.add(verdict);
      }
      button.setAttribute('aria-pressed', String(on));
      showMatrix();
    });
    $('verdicts').append(button);
  }
}

async function begin() {
  await load();
  document.querySelector('thead').append(element('tr', {}, element('th', { scope: 'col' }, 'Case'), ...runs.map((run) => element('th', { scope: 'col' }, column(run)))));
  $('differing').hidden = runs.length < 2;
  showRuns();
  showVerdicts();
  listen();
  showMatrix();
  showCase();
}

begin();
