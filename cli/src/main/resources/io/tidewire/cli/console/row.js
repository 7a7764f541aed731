import { bytes, clock, count, head, hex, hexDump, oneLine } from './format.js';

/** How much of a message is kept for "show all", in characters or bytes. */
export const KEPT = 32 * 1024;

const PREVIEW_TEXT = 240;
const PREVIEW_BYTES = 64;
const ARROWS = { out: '→', in: '←', local: '·' };
const template = document.getElementById('row');

/**
 * @typedef {object} Entry
 * @property {number} time milliseconds since the epoch
 * @property {'in'|'out'|'local'} direction
 * @property {'text'|'binary'|'close'|'open'|'error'} opcode
 * @property {number} size payload bytes on the wire, of the whole message
 * @property {string|Uint8Array} data the message, or its first KEPT characters or bytes
 * @property {boolean} cut whether data is not the whole message
 * @property {HTMLElement} [row] once it is in the log
 */

/** An entry that holds on to a bounded copy: 1,000 messages of 1 MiB must not stay in memory. */
export function entry(direction, opcode, size, data) {
  const text = typeof data === 'string';
  const cut = (text ? data.length : data.byteLength) > KEPT;
  return { time: Date.now(), direction, opcode, size, cut, data: cut ? kept(data) : whole(data) };
}

function whole(data) {
  return typeof data === 'string' ? data : new Uint8Array(data);
}

function kept(data) {
  if (typeof data !== 'string') {
    return new Uint8Array(data.slice(0, KEPT));
  }
  // through bytes and back, since a slice of a string keeps the whole string alive
  return new TextDecoder().decode(new TextEncoder().encode(head(data, KEPT)));
}

/** One line: text with its control characters made visible, or hex. */
export function preview({ opcode, data, cut }) {
  if (typeof data === 'string') {
    const more = cut || data.length > PREVIEW_TEXT ? ' …' : '';
    return opcode === 'text' ? oneLine(head(data, PREVIEW_TEXT)) + more : data;
  }
  return hex(data.subarray(0, PREVIEW_BYTES)) + (data.length > PREVIEW_BYTES ? ' …' : '');
}

/** A line for the clipboard. */
export function asLine(entry) {
  const { time, direction, opcode, size } = entry;
  return [clock(time), direction, opcode, size, preview(entry)].join('\t');
}

/** Whether the entry contains the (lower-case) text in its first part, in hex for binary. */
export function contains(entry, wanted) {
  return preview(entry).toLowerCase().includes(wanted);
}

/** The row of an entry, closed. */
export function createRow(entry) {
  const row = template.content.firstElementChild.cloneNode(true);
  const [time, arrow, opcode, size, text] = row.firstElementChild.children;
  row.dataset.direction = entry.direction;
  row.dataset.opcode = entry.opcode;
  row.dataset.size = entry.size;
  time.textContent = clock(entry.time);
  arrow.textContent = ARROWS[entry.direction];
  arrow.title = entry.direction;
  opcode.textContent = entry.opcode;
  if (entry.opcode !== 'open' && entry.opcode !== 'error') {
    size.textContent = `${count(entry.size)} B`;
  }
  text.textContent = preview(entry);
  return row;
}

/** Opens or closes the part below the line that shows the whole message. */
export function toggleDetail(entry) {
  const { row } = entry;
  const open = row.querySelector('.detail') === null;
  row.querySelector('.toggle').setAttribute('aria-expanded', open);
  if (open) {
    row.append(createDetail(entry));
  } else {
    row.querySelector('.detail').remove();
  }
}

function createDetail(entry) {
  const detail = document.getElementById('detail').content.firstElementChild.cloneNode(true);
  const content = detail.querySelector('pre');
  content.textContent = typeof entry.data === 'string' ? entry.data
    : hexDump(entry.data, entry.row.clientWidth < 640 ? 8 : 16);
  detail.querySelector('.extent').textContent = entry.cut
    ? `the first ${bytes(KEPT)} of ${bytes(entry.size)}` : `${count(entry.size)} bytes`;
  return detail;
}

/** What the copy button of an open row copies: the text, or plain hex. */
export function asText({ data }) {
  return typeof data === 'string' ? data : hex(data);
}
