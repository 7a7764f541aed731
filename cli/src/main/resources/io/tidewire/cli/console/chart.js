import { millis } from './format.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 120;
const TOP = 14;
const BOTTOM = 4;

/**
 * A line chart of round-trip times, newest at the right edge. Colours come from the style sheet, so
 * it follows the theme without being drawn again.
 */
export class Chart {
  #svg;
  #samples;
  #area = this.#part('path', 'area');
  #line = this.#part('path', 'curve');
  #median = this.#part('line', 'median');
  #grid = [0.5, 1].map(() => this.#part('line', 'grid'));
  #labels = [0.5, 1].map(() => this.#part('text', 'label'));
  #clipped = this.#part('path', 'clipped');
  #lost = this.#part('path', 'lost');
  #cursor = this.#part('line', 'cursor');
  #dot = this.#part('circle', 'dot');
  #reading = this.#part('text', 'reading');
  #pointer = null; // x of the mouse in the chart, null when it is elsewhere
  #width = 300;

  /**
   * @param {SVGSVGElement} svg
   * @param {import('./samples.js').Samples} samples
   */
  constructor(svg, samples) {
    this.#svg = svg;
    this.#samples = samples;
    svg.append(...this.#grid, this.#area, this.#median, this.#line, this.#clipped, this.#lost,
      ...this.#labels, this.#cursor, this.#dot, this.#reading);
    new ResizeObserver(() => this.#resize()).observe(svg);
    svg.addEventListener('pointermove', (event) => this.#point(event.offsetX));
    svg.addEventListener('pointerleave', () => this.#point(null));
    set(this.#dot, { r: 3 });
    this.#resize();
  }

  show(samples) {
    this.#samples = samples;
    this.draw();
  }

  draw() {
    const summary = this.#samples.summary();
    const top = ceiling(summary);
    const points = this.#samples.values.map((value, i) => ({ x: this.#x(i), value }));
    this.#drawScale(top, summary);
    this.#drawCurve(points, top);
    this.#drawMarks(points, top);
    this.#drawReading(points, top);
    this.#svg.setAttribute('aria-label', summary
      ? `Round-trip time: last ${millis(summary.last)}, median ${millis(summary.median)}`
      : 'Round-trip time: nothing measured yet');
  }

  #resize() {
    this.#width = this.#svg.clientWidth || this.#width;
    set(this.#svg, { viewBox: `0 0 ${this.#width} ${HEIGHT}` });
    this.draw();
  }

  #point(x) {
    this.#pointer = x;
    this.draw();
  }

  /** The newest sample stands at the right edge, each older one a step to the left. */
  #x(i) {
    const { capacity, values } = this.#samples;
    const step = (this.#width - 8) / (capacity - 1);
    return this.#width - 4 - (values.length - 1 - i) * step;
  }

  #y(value, top) {
    return HEIGHT - BOTTOM - (Math.min(value, top) / top) * (HEIGHT - TOP - BOTTOM);
  }

  #drawScale(top, summary) {
    [0.5, 1].forEach((share, i) => {
      const y = this.#y(share * top, top);
      set(this.#grid[i], { x1: 0, x2: this.#width, y1: y, y2: y });
      set(this.#labels[i], { x: 2, y: y - 3 });
      this.#labels[i].textContent = summary ? `${+(share * top).toPrecision(3)} ms` : '';
    });
    const y = summary ? this.#y(summary.median, top) : -9;
    set(this.#median, { x1: 0, x2: this.#width, y1: y, y2: y });
  }

  /** A lost probe leaves a gap. */
  #drawCurve(points, top) {
    const runs = [[]];
    points.forEach((point) => (point.value === null ? runs.push([]) : runs.at(-1).push(point)));
    const lines = runs.filter((run) => run.length).map((run) =>
      run.map(({ x, value }) => `${x.toFixed(1)} ${this.#y(value, top).toFixed(1)}`));
    set(this.#line, { d: lines.map((line) => `M${line.join('L')}h0.1`).join('') });
    const floor = HEIGHT - BOTTOM;
    set(this.#area, {
      d: lines.map((line) =>
        `M${x(line[0])} ${floor}L${line.join('L')}L${x(line.at(-1))} ${floor}Z`).join(''),
    });
  }

  /** Triangles for what lies above the scale, crosses for what never came back. */
  #drawMarks(points, top) {
    const above = points.filter(({ value }) => value > top);
    set(this.#clipped, { d: above.map(({ x }) => `M${x - 3} ${TOP + 1}l3 -5l3 5z`).join('') });
    const lost = points.filter(({ value }) => value === null);
    const y = HEIGHT - BOTTOM - 8;
    set(this.#lost, { d: lost.map(({ x }) => `M${x - 2.5} ${y}l5 5m0 -5l-5 5`).join('') });
  }

  #drawReading(points, top) {
    const known = points.filter(({ value }) => value !== null);
    const hovered = this.#pointer !== null && known.length > 0;
    const at = hovered
      ? known.reduce((a, b) =>
        (Math.abs(b.x - this.#pointer) < Math.abs(a.x - this.#pointer) ? b : a))
      : known.at(-1);
    set(this.#dot, { cx: at?.x ?? -9, cy: at ? this.#y(at.value, top) : -9 });
    set(this.#cursor, { x1: hovered ? at.x : -9, x2: hovered ? at.x : -9, y1: TOP, y2: HEIGHT });
    const left = hovered && at.x > this.#width / 2;
    set(this.#reading, { x: hovered ? at.x + (left ? -7 : 7) : -99, y: TOP + 12 });
    set(this.#reading, { 'text-anchor': left ? 'end' : 'start' });
    this.#reading.textContent = hovered ? millis(at.value) : '';
  }

  #part(name, className) {
    const part = document.createElementNS(SVG, name);
    part.setAttribute('class', className);
    return part;
  }
}

/** The top of the scale: a round number above nearly all samples; rare peaks are clipped. */
function ceiling(summary) {
  if (summary === null) {
    return 1;
  }
  const wanted = Math.max(summary.p95 * 1.25, summary.median * 2, 0.1);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 4, 6, 8, 10].map((digit) => digit * power).find((round) => round >= wanted);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
}

function x(point) {
  return point.split(' ')[0];
}
