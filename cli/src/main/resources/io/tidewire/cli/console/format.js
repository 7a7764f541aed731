// Bytes, times and texts as people read them.

const COUNT = new Intl.NumberFormat('en-US');

/** 1234567 → "1,234,567". */
export function count(number) {
  return COUNT.format(number);
}

/** A size for reading: "125 B", "1.5 KiB", "1 MiB". */
export function bytes(size) {
  if (size < 1024) {
    return `${size} B`;
  }
  const [unit, scale] = size < 1024 ** 2 ? ['KiB', 1024] : ['MiB', 1024 ** 2];
  return `${+(size / scale).toFixed(1)} ${unit}`;
}

/** Local wall-clock time with milliseconds: "18:03:07.042". */
export function clock(epochMillis) {
  const at = new Date(epochMillis);
  const two = (n) => String(n).padStart(2, '0');
  const millis = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${millis}`;
}

/** Milliseconds with the digits that mean something: "0.42 ms", "12.3 ms", "240 ms". */
export function millis(value) {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ms`;
}

/** How many bytes the text has in UTF-8, without encoding it. A lone surrogate counts as U+FFFD. */
export function utf8Length(text) {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      length += 1;
    } else if (unit < 0x800) {
      length += 2;
    } else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      length += 4;
      i++;
    } else {
      length += 3;
    }
  }
  return length;
}

function isHigh(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** The beginning of a text without splitting a surrogate pair. */
export function head(text, limit) {
  if (text.length <= limit) {
    return text;
  }
  return text.slice(0, isHigh(text.charCodeAt(limit - 1)) ? limit - 1 : limit);
}

/** A text on one line: line ends and tabs become signs, other control characters \xHH. */
export function oneLine(text) {
  return text.replace(/\r?\n/g, '↵').replace(/\t/g, '⇥').replace(/[\0-\x1f\x7f]/g, (control) =>
    `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** "01 02 ff". */
export function hex(data, separator = ' ') {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}

/** Offset, hex and ASCII, a line for every `width` of at most 64 KiB. */
export function hexDump(data, width) {
  const lines = [];
  for (let at = 0; at < data.length; at += width) {
    const row = data.subarray(at, at + width);
    const ascii = String.fromCharCode(...row).replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex(row).padEnd(3 * width)} ${ascii}`);
  }
  return lines.join('\n');
}

/**
 * Bytes from hex digits; white space, commas, colons, dashes and 0x between bytes are let pass.
 *
 * @throws {SyntaxError} that says which character is wrong
 */
export function parseHex(text) {
  const digits = text.replace(/0x|[\s,:-]/gi, '');
  const wrong = digits.match(/[^0-9a-f]/iu);
  if (wrong) {
    throw new SyntaxError(`“${wrong[0]}” is not a hex digit.`);
  }
  if (digits.length % 2) {
    throw new SyntaxError(`${digits.length} hex digits: the last byte has only one.`);
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
