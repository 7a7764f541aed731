import { Chart } from './chart.js';
import { millis } from './format.js';
import { Samples } from './samples.js';

const EVERY_MILLIS = 500;
const LOST_AFTER_MILLIS = 5000;
const GIVE_UP_AFTER_LOST = 4;
const SAMPLES = 120;

/**
 * Measures round trips: a tiny text message every half second, and the time until its echo. The
 * probes stay out of the log.
 */
export class RoundTrip {
  #toggle = document.getElementById('rtt-toggle');
  #note = document.getElementById('rtt-note');
  #samples = new Samples(SAMPLES);
  #chart = new Chart(document.getElementById('rtt-chart'), this.#samples);

  #session = null; // what is measured; null when nothing is
  #timer = 0;
  #sentAt = new Map(); // probe text → when it left, for probes still on their way
  #next = 1;

  constructor() {
    this.#toggle.addEventListener('change', () => this.#changed());
    this.#say('');
  }

  /** Called on every open, and with null after every close. */
  follow(session) {
    this.#stop();
    this.#session = session;
    if (session) {
      this.#samples = new Samples(SAMPLES);
      this.#chart.show(this.#samples);
      this.#showNumbers();
    }
    this.#changed();
  }

  /** Takes the message if it is the echo of a probe. */
  take(data, now) {
    const sentAt = this.#sentAt.get(data);
    if (sentAt === undefined) {
      return false;
    }
    this.#sentAt.delete(data);
    this.#add(now - sentAt);
    return true;
  }

  #changed() {
    this.#stop();
    const session = this.#session;
    if (!this.#toggle.checked) {
      this.#say('');
    } else if (!session) {
      this.#say('Starts with the next connection.');
    } else if (!mayEcho(session.target)) {
      this.#say('This address does not echo. Connect to /echo to measure.');
    } else {
      this.#say('');
      this.#timer = setInterval(() => this.#probe(), EVERY_MILLIS);
      this.#probe();
    }
  }

  #stop() {
    clearInterval(this.#timer);
    this.#sentAt.clear();
  }

  #probe() {
    this.#countLost();
    const text = `rtt ${this.#next++}`;
    const now = performance.now();
    if (this.#session.send(text)) {
      this.#sentAt.set(text, now);
    }
  }

  #countLost() {
    const limit = performance.now() - LOST_AFTER_MILLIS;
    for (const [text, sentAt] of this.#sentAt) {
      if (sentAt < limit) {
        this.#sentAt.delete(text);
        this.#add(null);
      }
    }
    if (this.#samples.lost >= GIVE_UP_AFTER_LOST && this.#samples.summary() === null) {
      this.#toggle.checked = false;
      this.#stop();
      this.#say('No echo came back: this address does not echo what it gets.');
    }
  }

  #add(sample) {
    this.#samples.add(sample);
    this.#chart.draw();
    this.#showNumbers();
  }

  #showNumbers() {
    const summary = this.#samples.summary();
    for (const name of ['last', 'min', 'median', 'p95']) {
      document.getElementById(`rtt-${name}`).textContent = summary ? millis(summary[name]) : '–';
    }
    const lost = this.#samples.lost;
    document.getElementById('rtt-lost').textContent = lost ? `, ${lost} lost` : '';
  }

  #say(note) {
    this.#note.textContent = note;
  }
}

/** On the own server only /echo echoes; what others do is not known. */
function mayEcho(target) {
  return !target.own || new URL(target.url).pathname.startsWith('/echo');
}
