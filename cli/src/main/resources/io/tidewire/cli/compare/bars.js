const SVG = 'http://www.w3.org/2000/svg';

/**
 * A chart with a bar for each transport on a logarithmic scale. Colours come from the style sheet.
 */
export class Bars {
  #rows = new Map(); // by the transport's id
  #values;
  #words;

  /**
   * @param panel that the chart is put into
   * @param values what a transport's figures show: a number, or two of which the second is larger
   * @param words how the numbers are written
   */
  constructor(panel, transports, values, words) {
    this.#values = values;
    this.#words = words;
    const list = document.createElement('dl');
    list.className = 'bars';
    for (const { id, title } of transports) {
      const [name, cell, value] = ['dt', 'dd', 'dd'].map((tag) => document.createElement(tag));
      name.textContent = title;
      value.className = 'value';
      value.textContent = '–';
      cell.setAttribute('aria-hidden', 'true');
      const svg = document.createElementNS(SVG, 'svg');
      svg.setAttribute('viewBox', '0 0 100 16');
      svg.setAttribute('preserveAspectRatio', 'none');
      cell.append(svg);
      list.append(name, cell, value);
      this.#rows.set(id, { name, svg, value });
    }
    panel.append(list);
  }

  /** Draws anew. `figures` by the transport's id; what has none yet has no bar. */
  draw(figures) {
    const known = [...figures].filter(([, each]) => each.messages > 0)
      .map(([id, each]) => [id, [this.#values(each)].flat()]);
    const scale = new Scale(known.flatMap(([, numbers]) => numbers));
    for (const { svg, value } of this.#rows.values()) {
      svg.replaceChildren(...scale.lines().map(gridLine));
      value.textContent = '–';
    }
    for (const [id, numbers] of known) {
      const { svg, value } = this.#rows.get(id);
      const colour = id === 'websocket' ? 'bar ours' : 'bar';
      svg.append(...numbers.map((number, i) =>
        rectangle(scale.part(number), i === 0 ? colour : `${colour} more`)));
      value.textContent = this.#words(...numbers);
    }
  }

  /** Marks the transport whose turn it is; null for none. */
  mark(current) {
    for (const [id, { name }] of this.#rows) {
      name.dataset.now = id === current;
    }
  }
}

/** By powers of ten, from below the least number that is not zero to the largest. */
class Scale {
  #from;
  #to;

  constructor(numbers) {
    const positive = numbers.filter((number) => number > 0);
    const least = positive.length ? Math.min(...positive) : 1;
    this.#to = positive.length ? Math.max(...positive) : 10;
    // Half a power of ten below the least at least, so that its bar can be seen.
    this.#from = Math.floor(Math.log10(least) - 0.5);
  }

  /** How far to the right a number lies: 0 to 100. */
  part(number) {
    const exponent = Math.log10(number) - this.#from;
    return Math.max(0, 100 * exponent / (Math.log10(this.#to) - this.#from));
  }

  /** Where the powers of ten lie. */
  lines() {
    const count = Math.floor(Math.log10(this.#to)) - this.#from + 1;
    return Array.from({ length: count }, (_, i) => this.part(10 ** (this.#from + i)));
  }
}

function gridLine(x) {
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('class', 'grid');
  line.setAttribute('vector-effect', 'non-scaling-stroke');
  line.setAttribute('d', `M${x} -4V20`);
  return line;
}

function rectangle(width, className) {
  const bar = document.createElementNS(SVG, 'rect');
  bar.setAttribute('class', className);
  bar.setAttribute('width', width);
  bar.setAttribute('height', '16');
  return bar;
}
