// Sums up turns.

const PER_DECADE = 50; // so a percentile is exact to 2.4 per cent
const LEAST_MILLIS = 0.001;

/** How many latencies lay where, in steps of equal ratio: of any number of them in little room. */
class Histogram {
  #counts = new Map();
  #total = 0;

  add(millis) {
    const step = Math.round(Math.log10(Math.max(millis, LEAST_MILLIS)) * PER_DECADE);
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
    this.#total++;
  }

  /** So many milliseconds it took the fastest `share` of them at most. */
  percentile(share) {
    let left = Math.ceil(share * this.#total);
    for (const [step, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) {
        return 10 ** (step / PER_DECADE);
      }
    }
    return 0;
  }
}

/** All turns of one transport. */
export class Figures {
  messages = 0;
  #bytes = 0;
  #requests = 0;
  #cpuNanos = 0;
  #latencies = new Histogram();

  add({ latencies, bytes, requests, cpuNanos }) {
    this.messages += latencies.length;
    this.#bytes += bytes;
    this.#requests += requests;
    this.#cpuNanos += cpuNanos;
    latencies.forEach((latency) => this.#latencies.add(latency));
  }

  get bytes() {
    return this.#bytes / this.messages;
  }

  get requests() {
    return this.#requests / this.messages;
  }

  get cpuNanos() {
    return this.#cpuNanos / this.messages;
  }

  get p50() {
    return this.#latencies.percentile(0.5);
  }

  get p99() {
    return this.#latencies.percentile(0.99);
  }
}
