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

/* -- the sections --------------------------------------------------------- */

const mean = list => list.reduce((a, b) => a + b, 0) / list.length;
const least = list => Math.min(...list);
const OCTAVES = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000]
  .map(f => [f, hertz(f)]);

document.title = 'Mastering report: ' + data.title;
$('#title').textContent = data.title;
$('#subtitle').textContent = data.subtitle || '';
for (const [good, text] of data.verdict || [])
  $('#verdict').append(make('li', { class: good ? 'good' : 'bad' }, (good ? '✓ ' : '✗ ') + words(text)));
document.querySelectorAll('section > .scroll').forEach(node =>
  setScroll(node, $('h2', node.parentNode).textContent + ', table'));

section('story', data.story && data.story.length, node => {
  $('p', node).textContent = words(data.story.join(' '));
});

for (const id of ['summary', 'details'])
  section(id, data[id] && data[id].length, node => fillTable($('table', node),
    ['', ...data.columns, ''], data[id].map(row =>
      [row.name, ...row.values.map(v => number(v, row.digits)), row.unit])));

section('moves', data.moves && data.moves.length, node => {
  for (const move of data.moves)
    $('ol', node).append(make('li', {},
      make('p', { class: 'what' }, words(move.reason)),
      make('p', {}, sentence(move.evidence)),
      make('p', {}, make('code', {}, words(move.setting)),
        move.rule ? make('span', { class: 'note rule' }, '  rule: ' + move.rule) : null),
      move.result ? make('p', { class: 'result' }, words(move.result)) : null));
});

section('findings', data.findings && data.findings.length, node => {
  for (const finding of data.findings)
    $('ul', node).append(make('li', { class: finding.severity || '' }, sentence(finding.text)));
});

section('left', data.left && data.left.length, node => {
  for (const text of data.left)
    $('ul', node).append(make('li', {}, sentence(text)));
});

section('loudness', data.loudness, node => {
  const { step, before, after } = data.loudness, figure = $('figure', node);
  const a = thin(after || [], step, mean), b = thin(before || [], step, mean);
  const high = extent([a.y, b.y], 2, 6);
  const rows = [{ kind: 'before', name: 'before', ...b }, { kind: 'after', name: 'after', ...a }];
  drawn(figure, width => {
    const chart = axes(width, { x: [0, step * Math.max(before.length, (after || []).length, 2)],
      y: [Math.max(high[0], high[1] - 40), high[1]], label: 'Loudness over time' });
    addLines(chart, null, rows);
    return chart.svg;
  });
  figure.append(legendOf(rows));
  numbers(figure, 'Loudness over time', ['at', 'before', 'after'],
    () => timeRows([before, after || []], step, mean));
});

/* Where the moves with a frequency are, upon a curve; those at one place share it. */
function markMoves(chart, hz, curve) {
  const places = new Map();
  (data.moves || []).forEach((move, i) => {
    if (!isNumber(move.hz) || move.hz < 20 || move.hz > 20000) return;
    places.set(move.hz, [...places.get(move.hz) || [], i + 1]);
  });
  for (const [f, list] of places) {
    const at = hz.reduce((best, h, i) =>
      Math.abs(Math.log(h / f)) < Math.abs(Math.log(hz[best] / f)) ? i : best, 0);
    const x = chart.px(f), y = TOP + 10;
    chart.svg.append(make('g', { class: 'move' },
      make('line', { x1: x, x2: x, y1: y, y2: chart.py(isNumber(curve[at]) ? curve[at] : 0) }),
      make('circle', { cx: x, cy: y, r: 9 + 4 * (list.length - 1) }),
      make('text', { x, y: y + 4 }, list.join(','))));
  }
}

section('spectrum', data.spectrum, node => {
  const s = data.spectrum, figure = $('figure', node);
  const high = extent([s.before, s.after, s.low || [], s.high || []], 3, 20);
  const rows = [{ kind: 'before', name: 'before', y: s.before }, { kind: 'after', name: 'after', y: s.after }];
  if (s.intended) rows.push({ kind: 'third dashed', name: 'intended', y: s.intended });
  drawn(figure, width => {
    const chart = axes(width, { x: [20, 20000], log: true, marks: OCTAVES,
      y: [Math.max(high[0], high[1] - 70), high[1] + 4], height: 280, label: 'Spectrum' });
    if (s.low)
      chart.svg.append(make('path', { class: 'zone', d: area(s.hz, s.low, s.high, chart.px, chart.py) }));
    addLines(chart, s.hz, rows);
    markMoves(chart, s.hz, s.after);
    return chart.svg;
  });
  figure.append(legendOf(rows));
  if (s.low)
    $('.legend', figure).append(make('li', {}, make('i', { class: 'zone' }),
      `eight in ten of profile ${s.name || ''}`));
  numbers(figure, 'Spectrum', ['Hz', ...rows.map(row => row.name), ...s.low ? ['10 %', '90 %'] : []],
    () => s.hz.map((f, i) => [hertz(f), ...rows.map(row => number(row.y[i], 1)),
      ...s.low ? [number(s.low[i], 1), number(s.high[i], 1)] : []]));
});

/* A row of bands between their edges, with dots for before and after. */
function dots(figure, edges, options, before, after, quantiles, name) {
  const round = f => { const digit = 10 ** Math.max(Math.floor(Math.log10(f)) - 1, 0);
    return Math.round(f / digit) * digit; };
  const marks = edges.map((f, i) => [i, hertz(round(f))]);
  drawn(figure, width => {
    const chart = axes(width, { x: [0, edges.length - 1], marks, height: 210, ...options });
    const box = (kind, i, from, to, w) => chart.svg.append(make('rect', { class: kind,
      x: chart.px(i + .5 - w), width: chart.px(w) - chart.px(-w),
      y: chart.py(to), height: Math.max(1, chart.py(from) - chart.py(to)) }));
    (quantiles || []).forEach((q, i) => {
      if (!q) return;
      box('zone2', i, q[0], q[3], .14);
      box('zone', i, q[1], q[2], .32);
    });
    [[before, 'before'], [after, 'after']].forEach(([values, kind]) => (values || []).forEach((v, i) => {
      if (isNumber(v)) chart.svg.append(make('circle', { class: kind, r: 4.5, cx: chart.px(i + .5), cy: chart.py(v) }));
    }));
    return chart.svg;
  });
  figure.append(legend([['dot before', 'before'], ['dot after', 'after']]
    .concat(quantiles ? [['zone', 'profile ' + (name || '')]] : [])));
  numbers(figure, options.label, ['Hz', 'before', 'after', ...quantiles ? ['10 %', '25 %', '75 %', '90 %'] : []],
    () => edges.slice(0, -1).map((f, i) => [`${hertz(round(f))} – ${hertz(round(edges[i + 1]))}`,
      number(before[i], 2), number((after || [])[i], 2),
      ...quantiles ? quantiles[i].map(q => number(q, 2)) : []]));
}

section('bands', data.bands, node => {
  const b = data.bands;
  const y = extent([b.before, b.after, ...(b.profile || [])], 2, 10);
  dots($('figure', node), b.edges, { y, label: 'Bands' }, b.before, b.after, b.profile, b.name);
});

section('stereo', data.stereo, node => {
  const s = data.stereo;
  const floor = list => (list || []).map(v => isNumber(v) ? Math.max(v, -40) : v);
  const y = extent([floor(s.before.side), floor(s.after && s.after.side),
    ...(s.profile || []).map(floor)], 2, 10);
  dots($('.sides', node), s.edges, { y, label: 'Side against mid' },
    floor(s.before.side), floor(s.after && s.after.side), s.profile, data.bands && data.bands.name);
  dots($('.correlation', node), s.edges, { y: [-1, 1], label: 'Correlation' },
    s.before.correlation, s.after && s.after.correlation);
});

section('reduction', data.reduction, node => {
  const kinds = ['after', 'before', 'third', 'fourth'], figure = $('figure', node);
  const { step, stages } = data.reduction;
  const rows = stages.map((stage, i) => ({ kind: kinds[i % 4], name: stage.name,
    ...thin(stage.values, step, least) }));
  drawn(figure, width => {
    const chart = axes(width, { x: [0, step * Math.max(...stages.map(s => s.values.length), 2)],
      y: [Math.min(-3, extent(rows.map(r => r.y), .5, 1)[0]), 0], height: 180, label: 'Gain reduction' });
    addLines(chart, null, rows);
    return chart.svg;
  });
  figure.append(legendOf(rows));
  numbers(figure, 'Gain reduction', ['at', ...stages.map(s => s.name)],
    () => timeRows(stages.map(s => s.values), step, least));
});

section('peaks', data.peaks && data.peaks.length, node => {
  fillTable($('table', node), ['', 'highest at', 'dBTP'], data.peaks.filter(p => isNumber(p.level))
    .map(p => [p.where, clock(p.time), number(p.level, 2, true)]));
  for (const side of ['before', 'after']) {
    const overs = data.peaks.filter(p => p.where === side && !isNumber(p.level));
    if (overs.length)
      node.append(make('p', { class: 'overs' }, `Over full scale ${side}, first at `
        + overs.map(p => clock(p.time, 2)).join(', ') + '.'));
  }
});

section('platforms', data.platforms && data.platforms.length, node => {
  fillTable($('table', node), ['platform', 'plays at, LUFS', 'gain, dB', 'true peak then, dBTP',
    make('th', { scope: 'col', class: 'text' }, 'note')],
    data.platforms.map(p => [p.name, number(p.loudness, 1), number(p.gain, 1, true),
      number(p.peak, 1, true), make('td', { class: 'text' }, words(p.note) || '')]));
});

$('#made').textContent = data.made || '';

/* -- the player ----------------------------------------------------------- */

/* The whole song, before above after; what can be heard of it is marked. */
function waves(figure, wave, snippets, seek) {
  const end = wave.step * Math.max(wave.before.length, wave.after.length, 1);
  const HEIGHT = 132, ROW = 52, MIDDLE = [ROW / 2 + 2, ROW * 1.5 + 6];
  const self = { end };
  const outline = (values, x, y, width) => {
    const { x: at, y: high } = thin(values, wave.step, list => Math.max(...list), width);
    const half = v => Math.max(.5, Math.min(v || 0, 1) * ROW / 2);
    return 'M' + at.map((t, i) => `${x(t).toFixed(1)} ${(y - half(high[i])).toFixed(1)}`).join('L')
      + 'L' + at.map((t, i) => `${x(t).toFixed(1)} ${(y + half(high[i])).toFixed(1)}`).reverse().join('L') + 'Z';
  };
  drawn(figure, width => {
    const x = t => t / end * width;
    const svg = make('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img',
      'aria-label': 'Waveforms of the whole song before and after; '
        + 'the parts that can be heard are marked' });
    self.parts = snippets.map(row => make('rect', { class: 'part', x: x(row.start), y: 0,
      width: Math.max(6, x(Math.min(row.length, end - row.start))), height: 2 * ROW + 8 }));
    svg.append(...self.parts);
    ['before', 'after'].forEach((kind, i) => svg.append(make('path', { class: 'wave ' + kind,
      d: outline(wave[kind], x, MIDDLE[i], width) })));
    for (const [t, name] of moments(end, width))
      svg.append(make('text', { x: Math.min(Math.max(x(t), 14), width - 16), y: HEIGHT - 6,
        'text-anchor': 'middle' }, name));
    self.head = make('line', { class: 'head', y1: 0, y2: 2 * ROW + 8, x1: -9, x2: -9 });
    svg.append(self.head);
    svg.addEventListener('click', event => {
      const box = svg.getBoundingClientRect();
      seek((event.clientX - box.left) / box.width * end);
    });
    self.show = (chosen, time) => {
      self.parts.forEach((part, i) => part.setAttribute('class', i === chosen ? 'part chosen' : 'part'));
      for (const end of ['x1', 'x2'])
        self.head.setAttribute(end, isNumber(time) ? x(time) : -9);
    };
    self.refresh && self.refresh();
    return svg;
  });
  figure.append(legend([['before', 'before'], ['after', 'after'], ['zone', 'can be heard']]));
  return self;
}

function bytes(text) {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

/* Both sides of an excerpt run side by side to the sample; one is heard. */
function player(node) {
  const FADE = .015, rows = data.snippets, SIDES = ['Before', 'After', 'X'];
  const box = $('.controls', node);
  const button = (text, click, attributes) => {
    const out = make('button', { type: 'button', ...attributes }, text);
    /* After a click of a mouse, Space is the player's again. */
    out.addEventListener('click', event => { if (event.detail) out.blur(); click(); });
    return out;
  };
  let context = null, sources = [], gains = [], sounds = [];
  let row = 0, side = 1, hidden = 0, on = false, loop = false, at = 0, began = 0;
  let right = 0, asked = 0;

  const length = () => sounds[row] ? Math.min(...sounds[row].map(s => s.duration))
    : rows[row].length;
  const where = () => !on ? at : loop ? (context.currentTime - began) % length()
    : context.currentTime - began;
  const heard = () => side === 2 ? hidden : side;

  const play = button('Play', () => toggle(), { class: 'play' });
  const sides = SIDES.map((name, i) => button(name, () => turn(i),
    { 'aria-pressed': 'false', ...i === 2 ? { title: 'Before or after, you are not told which' } : {} }));
  const parts = rows.map((r, i) => button(`${r.name} ${clock(r.start, 0)}`, () => choose(i),
    { 'aria-pressed': 'false' }));
  const again = button('Loop', () => { loop = !loop; restart(); }, { 'aria-pressed': 'false' });
  const bar = make('input', { type: 'range', min: 0, max: 1, step: .001, value: 0,
    'aria-label': 'Position in the excerpt' });
  const time = make('span', { class: 'time' });
  const trouble = make('p', { class: 'bad', role: 'status' });
  const score = make('span', { role: 'status' });
  const guess = make('div', { class: 'guess', hidden: '' }, 'Which one is X?',
    button('X is before', () => answer(0)), button('X is after', () => answer(1)), score);
  const picture = data.wave ? waves($('.waves', node), data.wave, rows, seek) : null;

  function show() {
    play.textContent = on ? 'Stop' : 'Play';
    sides.forEach((b, i) => b.setAttribute('aria-pressed', i === side));
    parts.forEach((b, i) => b.setAttribute('aria-pressed', i === row));
    again.setAttribute('aria-pressed', loop);
    guess.hidden = side !== 2;
    move();
  }
  function move() {
    const t = where(), text = `${clock(rows[row].start + t)} of the song`;
    bar.value = t / length();
    bar.setAttribute('aria-valuetext', text);
    time.textContent = `${clock(rows[row].start + t)} / ${clock(picture ? picture.end : rows[row].start + length(), 0)}`;
    if (picture && picture.show) picture.show(row, rows[row].start + t);
  }
  async function load() {
    context = context || new AudioContext();
    if (!sounds[row])
      sounds[row] = await Promise.all([rows[row].before, rows[row].after].map(text =>
        context.decodeAudioData(bytes(text))));
    await context.resume();
  }
  function stop() {
    if (!on) return;
    at = Math.min(where(), length());
    if (at > length() - .05) at = 0;
    on = false;
    sources.forEach(source => { source.onended = null; source.stop(); });
    show();
  }
  async function start() {
    const wanted = row;
    try { await load(); } catch (error) {
      trouble.textContent = 'This browser cannot play Opus: ' + error.message;
      return;
    }
    if (on || wanted !== row) return;
    on = true;
    began = context.currentTime - at;
    gains = sounds[row].map((_, i) => {
      const gain = context.createGain();
      gain.gain.value = i === heard() ? 1 : 0;
      gain.connect(context.destination);
      return gain;
    });
    sources = sounds[row].map((sound, i) => {
      const source = context.createBufferSource();
      source.buffer = sound;
      source.loop = loop;
      source.loopEnd = length();
      source.connect(gains[i]);
      source.start(0, at);
      return source;
    });
    sources[0].onended = () => { stop(); at = 0; move(); };
    show();
    requestAnimationFrame(tick);
  }
  function tick() {
    if (!on) return;
    move();
    requestAnimationFrame(tick);
  }
  function toggle() { if (on) stop(); else start(); }
  function restart() { const was = on; stop(); show(); if (was) start(); }
  function choose(i, t = 0) {
    const was = on;
    stop();
    row = i;
    at = t;
    show();
    if (was) start();
  }
  function turn(i) {
    if (i === 2 && side !== 2) hidden = Math.random() < .5 ? 0 : 1;
    side = i;
    gains.forEach((gain, k) => {
      if (on) gain.gain.setTargetAtTime(k === heard() ? 1 : 0, context.currentTime, FADE / 3);
    });
    show();
  }
  function answer(which) {
    asked += 1;
    right += which === hidden;
    score.textContent = `${which === hidden ? 'Right' : 'Wrong'}: it was ${['before', 'after'][hidden]}. `
      + `${right} of ${asked} right; here is the next X.`;
    side = 1;
    turn(2);
  }
  /* A place in the song: in an excerpt it is played from, elsewhere the nearest is. */
  function seek(t) {
    const off = rows.map(r => Math.max(r.start - t, t - r.start - (r.length), 0));
    const i = off.indexOf(Math.min(...off));
    choose(i, off[i] ? 0 : t - rows[i].start);
    if (!on) start();
  }

  bar.addEventListener('input', () => {
    const was = on;
    stop();
    at = bar.value * length();
    move();
    if (was) start();
  });
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ' && !event.target.closest('button, summary')) {
      event.preventDefault();
      toggle();
    }
    if (event.key === 'x' || event.key === 'X') turn(1 - heard());
  });
  box.append(play, make('span', { class: 'switch', role: 'group', 'aria-label': 'Heard' }, ...sides),
    make('span', { class: 'switch', role: 'group', 'aria-label': 'Excerpt' }, ...parts),
    again, bar, time, guess, trouble);
  if (picture) picture.refresh = move;
  show();
}

section('listen', data.snippets && data.snippets.length, player);

/* -- drawing -------------------------------------------------------------- */

redraw();
new ResizeObserver(() => redraw()).observe($('main'));
/* Half a sheet of A4, at 96 dots to an inch. */
addEventListener('beforeprint', () => redraw(335, .6));
addEventListener('afterprint', () => redraw());
})();
