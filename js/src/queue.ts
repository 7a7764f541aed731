import type { Item } from './message.js';

/** Messages in their order, with the bytes that they hold. */
export class Queue {
  private items: Item[] = [];
  private first = 0;
  /** Bytes of payload that wait. */
  bytes = 0;

  get isEmpty(): boolean {
    return this.first === this.items.length;
  }

  add(item: Item): void {
    this.items.push(item);
    this.bytes += item.size;
  }

  /** Puts older ones before all others. */
  putBack(older: readonly Item[]): void {
    const all = [...older, ...this.takeAll()];
    all.forEach((item) => this.add(item));
  }

  /** The oldest ones, as many as fit into so many bytes; at least one where there is one. */
  peek(bytes: number): Item[] {
    let end = this.first;
    let sum = 0;
    while (end < this.items.length && (sum === 0 || sum + this.items[end]!.size <= bytes) && end - this.first < MOST) {
      sum += Math.max(1, this.items[end]!.size);
      end++;
    }
    return this.items.slice(this.first, end);
  }

  /** Takes the oldest ones away. */
  drop(count: number): void {
    for (const item of this.items.slice(this.first, this.first + count)) {
      this.bytes -= item.size;
    }
    this.first += count;
    // Now and then, so that each one is moved once on average.
    if (this.first * 2 >= this.items.length) {
      this.items = this.items.slice(this.first);
      this.first = 0;
    }
  }

  takeAll(): Item[] {
    const all = this.items.slice(this.first);
    this.drop(all.length);
    return all;
  }
}

// So that a body of many small messages has a bound, too.
const MOST = 1_000;
