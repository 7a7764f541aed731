import { bytes, count, parseHex, utf8Length } from './format.js';

const MOST_REPEATS = 10_000;
const LARGEST_FILE = 64 * 1024 ** 2;

/** A repeated send waits while this much is buffered, so that memory stays bounded. */
const BUFFERED_LIMIT = 4 * 1024 ** 2;
const BATCH_MILLIS = 8;

/** Makes messages from text, hex, chance or files, and sends them once or many times. */
export class Composer {
  #payload = document.getElementById('payload');
  #source = document.getElementById('binary-source');
  #size = document.getElementById('random-size');
  #repeat = document.getElementById('repeat');
  #note = document.getElementById('send-note');
  #drop = document.getElementById('send');
  #file = document.getElementById('file');
  #stop = document.getElementById('send-stop');
  #buttons = ['send-text', 'send-binary', 'send-file'].map((id) => document.getElementById(id));

  #session = null; // where messages go; null while there is no open connection
  #onSent;
  #running = false; // a repeated send is under way

  /** @param {(data: string|ArrayBuffer|Uint8Array) => boolean} send logs and sends */
  constructor(send) {
    this.#onSent = send;
    const [text, binary, file] = this.#buttons;
    text.addEventListener('click', () => this.#sendText());
    binary.addEventListener('click', () => this.#sendBinary());
    file.addEventListener('click', () => this.#file.click());
    this.#file.addEventListener('change', () => this.#sendFile(this.#file.files[0]));
    this.#stop.addEventListener('click', () => this.#setRunning(false));
    this.#payload.addEventListener('input', () => this.#measure());
    this.#payload.addEventListener('keydown', (event) => this.#key(event));
    this.#source.addEventListener('change', () => this.#chooseSource());
    this.#acceptDrops();
    this.#chooseSource();
    this.follow(null);
  }

  /** Called with the session when it opens, and with null when it is over. */
  follow(session) {
    this.#session = session;
    this.#setRunning(false);
    this.#measure();
  }

  #key(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#sendText();
    }
  }

  #sendText() {
    this.#send(this.#payload.value);
  }

  #sendBinary() {
    try {
      this.#send(this.#bytes());
    } catch (error) {
      this.#say(error.message);
    }
  }

  #bytes() {
    switch (this.#source.value) {
      case 'hex': return parseHex(this.#payload.value);
      case 'random': return randomBytes(Number(this.#size.value));
      default: return new TextEncoder().encode(this.#payload.value);
    }
  }

  async #sendFile(file) {
    if (!file) {
      return;
    }
    if (file.size > LARGEST_FILE) {
      this.#say(`${file.name} has ${bytes(file.size)}; ${bytes(LARGEST_FILE)} is the most.`);
      return;
    }
    const content = await file.arrayBuffer();
    this.#file.value = ''; // so that the same file can be chosen again
    this.#send(content, file.name);
  }

  #send(data, name = '') {
    if (!this.#session || this.#running) {
      this.#say(this.#running ? 'Still sending.' : 'Not connected.');
      return;
    }
    const times = Math.min(MOST_REPEATS, Math.max(1, Math.trunc(Number(this.#repeat.value)) || 1));
    this.#repeat.value = times;
    if (times === 1) {
      this.#onSent(data);
      this.#measure();
      if (name) {
        this.#say(`${name} sent.`);
      }
    } else {
      this.#sendMany(data, times);
    }
  }

  /** In short batches, so that the page stays alive and the buffer small. */
  async #sendMany(data, times) {
    const session = this.#session;
    const started = performance.now();
    this.#setRunning(true);
    let sent = 0;
    while (this.#running && sent < times) {
      sent += this.#batch(data, times - sent);
      this.#say(`${count(sent)} of ${count(times)} sent`);
      await new Promise((resolve) => setTimeout(resolve));
    }
    const seconds = (performance.now() - started) / 1000;
    this.#say(`${count(sent)} of ${count(times)} sent in ${seconds.toFixed(2)} s`);
    if (session === this.#session) {
      this.#setRunning(false);
    }
  }

  #batch(data, most) {
    const until = performance.now() + BATCH_MILLIS;
    let sent = 0;
    while (sent < most && performance.now() < until
        && this.#session?.bufferedAmount < BUFFERED_LIMIT && this.#onSent(data)) {
      sent++;
    }
    return sent;
  }

  #setRunning(running) {
    this.#running = running;
    this.#stop.hidden = !running;
    this.#buttons.forEach((button) => {
      button.disabled = running || !this.#session;
    });
  }

  #chooseSource() {
    this.#size.hidden = this.#source.value !== 'random';
    this.#measure();
  }

  /** Says what the payload would be, as it is typed. */
  #measure() {
    const text = this.#payload.value;
    if (this.#source.value === 'hex') {
      this.#measureHex(text);
    } else {
      const size = utf8Length(text);
      this.#say(size === 0 ? 'Empty: sends an empty message.' : `${count(size)} bytes`);
    }
  }

  #measureHex(text) {
    try {
      this.#say(`${count(parseHex(text).length)} bytes from hex`);
    } catch (error) {
      this.#say(`As hex: ${error.message}`);
    }
  }

  #acceptDrops() {
    this.#drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.#drop.classList.add('dropping');
    });
    this.#drop.addEventListener('dragleave', () => this.#drop.classList.remove('dropping'));
    this.#drop.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#drop.classList.remove('dropping');
      this.#sendFile(event.dataTransfer.files[0]);
    });
  }

  #say(note) {
    this.#note.textContent = note;
  }
}

function randomBytes(size) {
  const data = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(data.subarray(at, at + 65_536)); // its limit per call
  }
  return data;
}
