import { copyFrom } from './clipboard.js';
import { count } from './format.js';
import { asLine, asText, contains, createRow, entry, toggleDetail } from './row.js';

const MAX_ROWS = 1000;

/**
 * The live log. Messages only join an array as they come; the page is touched once per animation
 * frame, and rows that would be gone again within the frame are never made.
 */
export class Log {
  #view = document.getElementById('log');
  #count = document.getElementById('log-count');
  #filterText = document.getElementById('log-filter');
  #followBox = document.getElementById('log-follow');
  #directions = new Map(['in', 'out', 'local'].map((direction) =>
    [direction, document.getElementById(`log-${direction}`)]));

  #entries = []; // shown or hidden by the filter, oldest first, each with its row
  #byRow = new WeakMap();
  #pending = []; // came since the last frame
  #dropped = 0; // entries that fell off the beginning
  #lastTop = 0; // scroll position as last seen, to tell up from down

  constructor() {
    this.#filterText.addEventListener('input', () => this.#filterAll());
    this.#directions.forEach((box) => box.addEventListener('change', () => this.#filterAll()));
    this.#followBox.addEventListener('change', () => this.#follow());
    this.#view.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#view.addEventListener('click', (event) => this.#clicked(event));
    this.#view.addEventListener('keydown', (event) => this.#key(event));
    document.getElementById('log-clear').addEventListener('click', () => this.clear());
    const copyButton = document.getElementById('log-copy');
    copyButton.addEventListener('click', () => copyFrom(copyButton, this.#visibleText()));
  }

  /** @see entry for the parameters */
  add(direction, opcode, size, data) {
    if (this.#pending.length === 0) {
      requestAnimationFrame(() => this.#flush());
    }
    this.#pending.push(entry(direction, opcode, size, data));
    if (this.#pending.length > 2 * MAX_ROWS) {
      // a tab in the background gets no frames
      this.#dropped += this.#pending.splice(0, this.#pending.length - MAX_ROWS).length;
    }
  }

  clear() {
    this.#entries = [];
    this.#pending = [];
    this.#dropped = 0;
    this.#view.replaceChildren();
    this.#lastTop = 0;
    this.#showCount();
  }

  #flush() {
    const fresh = this.#pending.slice(-MAX_ROWS);
    this.#dropped += this.#pending.length - fresh.length;
    this.#pending = [];
    this.#trim(this.#entries.length + fresh.length - MAX_ROWS);
    const rows = document.createDocumentFragment();
    for (const added of fresh) {
      added.row = createRow(added);
      this.#byRow.set(added.row, added);
      this.#filter(added);
      rows.append(added.row);
    }
    this.#view.append(rows);
    this.#entries.push(...fresh);
    this.#showCount();
    this.#follow();
  }

  #trim(surplus) {
    if (surplus > 0) {
      this.#entries.splice(0, surplus).forEach(({ row }) => row.remove());
      this.#dropped += surplus;
    }
  }

  #filterAll() {
    this.#entries.forEach((shown) => this.#filter(shown));
    this.#showCount();
    this.#follow();
  }

  #filter(shown) {
    const wanted = this.#filterText.value.trim().toLowerCase();
    shown.row.hidden = !this.#directions.get(shown.direction).checked
      || (wanted !== '' && !contains(shown, wanted));
  }

  #showCount() {
    const visible = this.#entries.filter(({ row }) => !row.hidden).length;
    const of = visible === this.#entries.length ? '' : ` of ${count(this.#entries.length)}`;
    const older = this.#dropped ? `, ${count(this.#dropped)} older dropped` : '';
    this.#count.textContent = `${count(visible)}${of} rows${older}`;
  }

  #follow() {
    if (this.#followBox.checked) {
      this.#view.scrollTop = this.#view.scrollHeight;
      this.#lastTop = this.#view.scrollTop;
    }
  }

  /** Scrolling up stops following, arriving at the end starts it again. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#view;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 4;
    if (scrollTop < this.#lastTop - 1 && !atEnd) {
      this.#followBox.checked = false;
    } else if (scrollTop > this.#lastTop && atEnd) {
      this.#followBox.checked = true;
    }
    this.#lastTop = scrollTop;
  }

  #clicked(event) {
    const shown = this.#byRow.get(event.target.closest('.row'));
    if (!shown) {
      return;
    }
    if (event.target.closest('.copy')) {
      copyFrom(event.target, asText(shown));
    } else if (event.target.closest('.line') && getSelection().isCollapsed) {
      this.#toggle(shown);
    }
  }

  /** Who opens a row wants to read it: following would carry it away. */
  #toggle(shown) {
    toggleDetail(shown);
    this.#followBox.checked = false;
    shown.row.scrollIntoView({ block: 'nearest' });
    this.#lastTop = this.#view.scrollTop;
  }

  /** The rows are one tab stop; arrows move between them. */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.closest('pre')) {
      return;
    }
    const rows = this.#entries.map(({ row }) => row).filter((row) => !row.hidden);
    const at = rows.indexOf(event.target.closest('.row'));
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    next?.querySelector('.toggle').focus();
    event.preventDefault();
  }

  #visibleText() {
    return this.#entries.filter(({ row }) => !row.hidden).map(asLine).join('\n');
  }
}
