'use strict';
/* The page draws itself from the data below it: nothing is fetched. */
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const $ = (selector, root = document) => root.querySelector(selector);
const isNumber = x => typeof x === 'number' && isFinite(x);

function make(tag, attributes = {}, ...children) {
  const svg = /^(svg|path|line|text|rect|circle|g)$/.test(tag);
  const node = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    node.setAttribute(name, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

function number(value, digits = 1, sign = false) {
  if (!isNumber(value)) return '–';
  const text = value.toFixed(digits).replace(/^-(0(?:\.0+)?)$/, '$1').replace('-', '−');
  return sign && value > 0 && !/^0(\.0+)?$/.test(text) ? '+' + text : text;
}

function clock(seconds, digits = 1) {
  seconds = Math.round(seconds * 10 ** digits) / 10 ** digits; /* 59.96 is a minute */
  const minutes = Math.floor(seconds / 60);
  return minutes + ':' + (seconds - 60 * minutes).toFixed(digits)
    .padStart(digits ? 3 + digits : 2, '0');
}

/* Signs as they are set in print; not the dashes of ranges. */
function words(text) {
  return text && text.replace(/(^|[\s(])-(?=\d)/g, '$1−').replace(/->/g, '→');
}

function sentence(text) {
  return text && words(text[0].toUpperCase() + text.slice(1));
}

/* Shows a section when there is something to show. */
function section(id, present, fill) {
  const node = document.getElementById(id);
  node.hidden = !present;
  if (present) fill(node);
}

/* What scrolls has a name, and the keyboard reaches it. */
function setScroll(node, name) {
  for (const [key, value] of Object.entries({ tabindex: 0, role: 'group', 'aria-label': name }))
    node.setAttribute(key, value);
  return node;
}

function fillTable(table, heads, rows) {
  table.append(
    make('thead', {}, make('tr', {}, ...heads.map(h => h instanceof Node ? h
      : make(h ? 'th' : 'td', h ? { scope: 'col' } : {}, h)))),
    make('tbody', {}, ...rows.map(([name, ...cells]) => make('tr', {},
      make('th', { scope: 'row' }, name), ...cells.map(cell => cell instanceof Node ? cell
        : make('td', {}, cell))))));
}

/* -- charts --------------------------------------------------------------- */

const LEFT = 38, RIGHT = 16, TOP = 10, BOTTOM = 24;
const drawings = [];
let scale = 1; /* of heights: less on paper */

/* A drawing is made anew for each width, so that its letters keep their size. */
function drawn(figure, draw) {
  const place = make('div');
  const self = { width: 0, draw: width => {
    if (width < 80 || Math.abs(width - self.width) < 2) return;
    self.width = width;
    place.replaceChildren(draw(Math.round(width)));
  } };
  figure.append(place);
  drawings.push([place, self]);
  return self;
}

function redraw(width, height = 1) {
  scale = height;
  for (const [place, self] of drawings)
    self.draw(width || place.getBoundingClientRect().width);
}

function steps(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(k => k * power).find(s => s >= rough);
  return multiples(low, high, step);
}

function multiples(low, high, step) {
  const out = [];
  for (let v = Math.ceil(low / step) * step; v <= high + 1e-9; v += step)
    out.push(Math.abs(v) < step / 1e6 ? 0 : v);
  return out;
}

/* Of time: whole parts of a minute or an hour, 55 pixels apart at least. */
function moments(end, width) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200].find(s => end / s <= width / 55) || 3600;
  return multiples(0, end, step).map(t => [t, clock(t, 0)]);
}

function hertz(f) {
  return f >= 1000 ? +(f / 1000).toFixed(1) + ' k' : String(+f.toFixed(1));
}

/* Axes; gives back the maps of values to places. */
function axes(width, options) {
  const height = Math.round((options.height || 230) * scale);
  const svg = make('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img',
    'aria-label': options.label });
  const [x0, x1] = options.x, [y0, y1] = options.y;
  const fx = options.log ? Math.log : v => v;
  const px = v => LEFT + (fx(v) - fx(x0)) / (fx(x1) - fx(x0)) * (width - LEFT - RIGHT);
  const py = v => TOP + (y1 - Math.min(Math.max(v, y0), y1)) / (y1 - y0)
    * (height - TOP - BOTTOM);
  const rows = steps(y0, y1, 5), digits = rows[1] - rows[0] < 1 ? 1 : 0;
  for (const v of rows) {
    svg.append(make('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: py(v), y2: py(v) }),
      make('text', { x: LEFT - 6, y: py(v) + 4, 'text-anchor': 'end' }, number(v, digits)));
  }
  for (const [v, name] of options.marks || moments(x1, width - LEFT - RIGHT)) {
    svg.append(make('line', { class: 'grid', x1: px(v), x2: px(v), y1: TOP, y2: height - BOTTOM }),
      make('text', { x: px(v), y: height - BOTTOM + 16, 'text-anchor': 'middle' }, name));
  }
  return { svg, px, py, height };
}

function trace(xs, ys, px, py) {
  let path = '', open = false;
  ys.forEach((y, i) => {
    if (!isNumber(y)) { open = false; return; }
    path += `${open ? 'L' : 'M'}${px(xs[i]).toFixed(1)} ${py(y).toFixed(1)}`;
    open = true;
  });
  return path;
}

function area(xs, low, high, px, py) {
  const there = xs.map((_, i) => i).filter(i => isNumber(low[i]) && isNumber(high[i]));
  if (!there.length) return '';
  const at = (i, v) => `${px(xs[i]).toFixed(1)} ${py(v[i]).toFixed(1)}`;
  return 'M' + there.map(i => at(i, high)).join('L') + 'L'
    + there.reverse().map(i => at(i, low)).join('L') + 'Z';
}

function extent(lists, pad, least) {
  const all = lists.flat().filter(isNumber);
  if (!all.length) return [-1, 1];
  let low = Math.min(...all) - pad, high = Math.max(...all) + pad;
  if (high - low < least) { const c = (high + low) / 2; low = c - least / 2; high = c + least / 2; }
  return [low, high];
}

function legend(rows) {
  return make('ul', { class: 'legend' }, ...rows.map(([kind, name]) =>
    make('li', {}, make('i', { class: kind }), name)));
}

function addLines(chart, xs, rows) {
  for (const row of rows)
    chart.svg.append(make('path', { class: 'line ' + row.kind,
      d: trace(row.x || xs, row.y, chart.px, chart.py) }));
}

const legendOf = rows => legend(rows.map(row => [row.kind, row.name]));

/* A chart's numbers as a table, which is made when somebody asks for it. */
function numbers(figure, name, heads, rows) {
  const box = setScroll(make('div', { class: 'scroll' }), name + ' in numbers');
  const details = make('details', { class: 'numbers' }, make('summary', {},
    name + ' in numbers'), box);
  details.addEventListener('toggle', () => {
    if (box.firstChild) return;
    const table = make('table');
    fillTable(table, heads, rows());
    box.append(table);
  });
  figure.append(details);
}

/* More points than can be seen are thinned: the extreme of each group stays. */
function thin(values, step, keep, most = 1200) {
  const group = Math.max(1, Math.ceil(values.length / most));
  const x = [], y = [];
  for (let i = 0; i < values.length; i += group) {
    const some = values.slice(i, i + group).filter(isNumber);
    x.push((i + group / 2) * step);
    y.push(some.length ? keep(some) : null);
  }
  return { x, y };
}

/* The rows of a table over time, a hundred at most. */
function timeRows(series, step, keep) {
  const columns = series.map(values => thin(values, step, keep, 100));
  return columns[0].x.map((t, i) => [clock(t), ...columns.map(c => number(c.y[i], 1))]);
}
