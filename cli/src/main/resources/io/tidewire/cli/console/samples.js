/** The last round-trip times; null stands for a probe that never came back. */
export class Samples {
  #capacity;
  #values = [];

  constructor(capacity) {
    this.#capacity = capacity;
  }

  /** @param {?number} millis */
  add(millis) {
    this.#values.push(millis);
    if (this.#values.length > this.#capacity) {
      this.#values.shift();
    }
  }

  get capacity() {
    return this.#capacity;
  }

  /** Oldest first. */
  get values() {
    return this.#values;
  }

  get lost() {
    return this.#values.filter((value) => value === null).length;
  }

  /** @returns {?{last: number, min: number, median: number, p95: number}} null without a sample */
  summary() {
    const known = this.#values.filter((value) => value !== null);
    if (known.length === 0) {
      return null;
    }
    const sorted = known.toSorted((a, b) => a - b);
    return {
      last: known.at(-1),
      min: sorted[0],
      median: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
    };
  }
}

/** The nearest rank: always a value that was measured. */
function quantile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
