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

/* -- charts --------------------------------------------------------------- */

const WIDTH = 900, LEFT = 44, RIGHT = 12, TOP = 10, BOTTOM = 30;

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

/* Of time: whole parts of a minute or an hour. */
function moments(end) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200].find(s => end / s <= 9) || 3600;
  return multiples(0, end, step).map(t => [t, clock(t, 0)]);
}

function hertz(f) {
  return f >= 1000 ? f / 1000 + ' k' : String(f);
}

/* Axes; gives back the maps of values to places. */
function axes(options) {
  const height = options.height || 260;
  const svg = make('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img',
    'aria-label': options.label });
  const [x0, x1] = options.x, [y0, y1] = options.y;
  const fx = options.log ? Math.log : v => v;
  const px = v => LEFT + (fx(v) - fx(x0)) / (fx(x1) - fx(x0)) * (WIDTH - LEFT - RIGHT);
  const py = v => TOP + (y1 - Math.min(Math.max(v, y0), y1)) / (y1 - y0)
    * (height - TOP - BOTTOM);
  const rows = steps(y0, y1, 5), digits = rows[1] - rows[0] < 1 ? 1 : 0;
  for (const v of rows) {
    svg.append(make('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: py(v), y2: py(v) }),
      make('text', { x: LEFT - 6, y: py(v) + 4, 'text-anchor': 'end' }, number(v, digits)));
  }
  for (const [v, name] of options.marks || moments(x1)) {
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

function lines(figure, chart, xs, rows) {
  for (const row of rows)
    chart.svg.append(make('path', { class: 'line ' + row.kind,
      d: trace(row.x || xs, row.y, chart.px, chart.py) }));
  figure.append(chart.svg, legend(rows.map(row => [row.kind, row.name])));
}

/* More points than can be seen are thinned: the extreme of each group stays. */
function thin(values, step, keep) {
  const group = Math.max(1, Math.ceil(values.length / 1200));
  const x = [], y = [];
  for (let i = 0; i < values.length; i += group) {
    const some = values.slice(i, i + group).filter(isNumber);
    x.push((i + group / 2) * step);
    y.push(some.length ? keep(some) : null);
  }
  return { x, y };
}

/* -- the sections --------------------------------------------------------- */

const mean = list => list.reduce((a, b) => a + b, 0) / list.length;
const OCTAVES = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000]
  .map(f => [f, hertz(f)]);

document.title = 'Mastering report: ' + data.title;
$('#title').textContent = data.title;
$('#subtitle').textContent = data.subtitle || '';
for (const [good, text] of data.verdict || [])
  $('#verdict').append(make('li', { class: good ? 'good' : 'bad' }, (good ? '✓ ' : '✗ ') + words(text)));

section('summary', data.summary, node => {
  const rows = data.summary;
  $('table', node).append(
    make('thead', {}, make('tr', {}, make('th'), ...data.columns.map(c => make('th', { scope: 'col' }, c)), make('th'))),
    make('tbody', {}, ...rows.map(row => make('tr', {},
      make('th', { scope: 'row' }, row.name),
      ...row.values.map(v => make('td', {}, number(v, row.digits))),
      make('td', {}, row.unit)))));
});

section('moves', data.moves && data.moves.length, node => {
  for (const move of data.moves)
    $('ol', node).append(make('li', {},
      make('p', { class: 'what' }, words(move.reason)),
      make('p', {}, sentence(move.evidence)),
      make('p', {}, make('code', {}, words(move.setting)),
        move.rule ? make('span', { class: 'note' }, '  rule: ' + move.rule) : null),
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
  const { step, before, after } = data.loudness;
  const a = thin(after || [], step, mean), b = thin(before || [], step, mean);
  const high = extent([a.y, b.y], 2, 6);
  const chart = axes({ x: [0, step * Math.max(before.length, (after || []).length, 2)],
    y: [Math.max(high[0], high[1] - 40), high[1]], label: 'Loudness over time' });
  lines($('figure', node), chart, null, [
    { kind: 'before', name: 'before', ...b }, { kind: 'after', name: 'after', ...a }]);
});

section('spectrum', data.spectrum, node => {
  const s = data.spectrum, all = [s.before, s.after, s.low || [], s.high || []];
  const high = extent(all, 3, 20);
  const chart = axes({ x: [20, 20000], log: true, marks: OCTAVES,
    y: [Math.max(high[0], high[1] - 70), high[1]], height: 320, label: 'Spectrum' });
  const rows = [{ kind: 'before', name: 'before', y: s.before }, { kind: 'after', name: 'after', y: s.after }];
  if (s.low)
    chart.svg.append(make('path', { class: 'zone', d: area(s.hz, s.low, s.high, chart.px, chart.py) }));
  if (s.intended) rows.push({ kind: 'third dashed', name: 'intended', y: s.intended });
  lines($('figure', node), chart, s.hz, rows);
  if (s.low) $('.legend', node).append(make('li', {}, make('i', { class: 'zone' }), 'profile ' + (s.profile || '')));
});

/* A row of bands, with dots for before and after. */
function dots(figure, edges, options, before, after, quantiles, name) {
  const names = edges.slice(0, -1).map((low, i) => [i + .5,
    `${hertz(Math.round(low / 10) * 10 || low)}–${hertz(Math.round(edges[i + 1] / 10) * 10)}`]);
  const chart = axes({ x: [0, edges.length - 1], marks: names, height: 230, ...options });
  (quantiles || []).forEach((q, i) => {
    if (!q) return;
    const box = (kind, from, to, w) => chart.svg.append(make('rect', { class: kind,
      x: chart.px(i + .5 - w), width: chart.px(w) - chart.px(-w),
      y: chart.py(to), height: Math.max(1, chart.py(from) - chart.py(to)) }));
    box('zone2', q[0], q[3], .12);
    box('zone', q[1], q[2], .3);
  });
  [[before, 'before'], [after, 'after']].forEach(([values, kind]) => (values || []).forEach((v, i) => {
    if (isNumber(v)) chart.svg.append(make('circle', { class: kind, r: 4.5, cx: chart.px(i + .5), cy: chart.py(v) }));
  }));
  figure.append(chart.svg, legend([['dot before', 'before'], ['dot after', 'after']]
    .concat(quantiles ? [['zone', 'profile ' + (name || '')]] : [])));
}

section('bands', data.bands, node => {
  const b = data.bands;
  const y = extent([b.before, b.after, ...(b.profile || [])], 2, 10);
  dots($('figure', node), b.edges, { y, label: 'Bands' }, b.before, b.after, b.profile, b.name);
});

section('stereo', data.stereo, node => {
  const s = data.stereo;
  const floor = list => (list || []).map(v => isNumber(v) ? Math.max(v, -40) : v);
  const y = extent([floor(s.before.side), floor(s.after && s.after.side)], 2, 10);
  dots($('.sides', node), s.edges, { y, label: 'Side against mid' },
    floor(s.before.side), floor(s.after && s.after.side), s.profile, data.bands && data.bands.name);
  dots($('.correlation', node), s.edges, { y: [-1, 1], label: 'Correlation' },
    s.before.correlation, s.after && s.after.correlation);
});

section('reduction', data.reduction, node => {
  const kinds = ['after', 'before', 'third', 'fourth'];
  const rows = data.reduction.stages.map((stage, i) => ({ kind: kinds[i % 4], name: stage.name,
    ...thin(stage.values, data.reduction.step, list => Math.min(...list)) }));
  const chart = axes({ x: [0, data.reduction.step * Math.max(...data.reduction.stages.map(s => s.values.length), 2)],
    y: [Math.min(-3, extent(rows.map(r => r.y), .5, 1)[0]), 0], height: 200, label: 'Gain reduction' });
  lines($('figure', node), chart, null, rows);
});

section('peaks', data.peaks && data.peaks.length, node => {
  $('table', node).append(
    make('thead', {}, make('tr', {}, make('th'), make('th', {}, 'at'), make('th', {}, 'dBTP'))),
    make('tbody', {}, ...data.peaks.filter(p => isNumber(p.level)).map(p => make('tr', {},
      make('td', {}, p.where), make('td', {}, clock(p.time)), make('td', {}, number(p.level, 2, true))))));
  for (const side of ['before', 'after']) {
    const overs = data.peaks.filter(p => p.where === side && !isNumber(p.level));
    if (overs.length)
      node.append(make('p', { class: 'overs' }, `Over full scale ${side}, first at `
        + overs.map(p => clock(p.time, 2)).join(', ') + '.'));
  }
});

section('platforms', data.platforms && data.platforms.length, node => {
  $('table', node).append(
    make('thead', {}, make('tr', {}, make('th', {}, 'platform'), make('th', {}, 'plays at, LUFS'),
      make('th', {}, 'gain, dB'), make('th', {}, 'true peak then, dBTP'), make('th', {}, ''))),
    make('tbody', {}, ...data.platforms.map(p => make('tr', {}, make('td', {}, p.name),
      make('td', {}, number(p.loudness, 1)), make('td', {}, number(p.gain, 1, true)),
      make('td', {}, number(p.peak, 1, true)), make('td', { class: 'text' }, words(p.note) || '')))));
});

$('#made').textContent = data.made || '';

/* -- the player ----------------------------------------------------------- */

/* Both sides of a snippet run side by side to the sample; one of them is heard. */
const FADE = .015;
let context = null, playing = null;

function bytes(text) {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

function snippet(row) {
  const play = make('button', { type: 'button', class: 'play' }, 'Play');
  const sides = ['Before', 'After'].map(name =>
    make('button', { type: 'button', 'aria-pressed': 'false' }, name));
  const bar = make('input', { type: 'range', min: 0, max: 1, step: 'any', value: 0,
    'aria-label': row.name + ': position' });
  const trouble = make('p', { class: 'bad' });
  const self = { side: 1, on: false, at: 0, sounds: null, sources: [], gains: [] };
  const length = () => self.sounds ? Math.min(...self.sounds.map(s => s.duration)) : 1;
  const where = () => self.on ? context.currentTime - self.began : self.at;

  self.show = () => {
    play.textContent = self.on ? 'Stop' : 'Play';
    sides.forEach((button, i) => button.setAttribute('aria-pressed', i === self.side));
  };
  self.load = async () => {
    context = context || new AudioContext();
    if (!self.sounds)
      self.sounds = await Promise.all([row.before, row.after].map(text =>
        context.decodeAudioData(bytes(text))));
    await context.resume();
  };
  self.stop = () => {
    if (!self.on) return;
    self.at = Math.min(where(), length());
    if (self.at > length() - .05) self.at = 0;
    self.on = false;
    self.sources.forEach(source => { source.onended = null; source.stop(); });
    self.show();
  };
  self.start = async () => {
    if (playing && playing !== self) playing.stop();
    playing = self;
    try { await self.load(); } catch (error) {
      trouble.textContent = 'This browser cannot play Opus: ' + error.message;
      return;
    }
    if (self.on) return;
    self.on = true;
    self.began = context.currentTime - self.at;
    self.gains = self.sounds.map((_, i) => {
      const gain = context.createGain();
      gain.gain.value = i === self.side ? 1 : 0;
      gain.connect(context.destination);
      return gain;
    });
    self.sources = self.sounds.map((sound, i) => {
      const source = context.createBufferSource();
      source.buffer = sound;
      source.connect(self.gains[i]);
      source.start(0, self.at);
      return source;
    });
    self.sources[0].onended = () => { self.stop(); self.at = 0; bar.value = 0; };
    self.show();
    requestAnimationFrame(self.tick);
  };
  self.tick = () => {
    if (!self.on) return;
    bar.value = where() / length();
    requestAnimationFrame(self.tick);
  };
  self.toggle = () => { if (self.on) self.stop(); else self.start(); };
  self.turn = side => {
    self.side = side;
    self.gains.forEach((gain, i) => {
      if (self.on) gain.gain.setTargetAtTime(i === side ? 1 : 0, context.currentTime, FADE / 3);
    });
    self.show();
  };
  play.addEventListener('click', self.toggle);
  sides.forEach((button, i) => button.addEventListener('click', () => self.turn(i)));
  bar.addEventListener('change', () => {
    const on = self.on;
    self.stop();
    self.at = bar.value * length();
    if (on) self.start();
  });
  self.show();
  self.node = make('div', { class: 'snippet' },
    make('span', { class: 'name' }, row.name, make('small', {}, ' from ' + clock(row.start))),
    play, make('span', { class: 'switch', role: 'group', 'aria-label': 'heard' }, ...sides),
    bar, trouble);
  return self;
}

section('listen', data.snippets && data.snippets.length, node => {
  const all = data.snippets.map(snippet);
  playing = all[0];
  $('.snippets', node).append(...all.map(c => c.node));
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest('button, input, a') && event.key === ' ') return;
    if (event.key === ' ') { event.preventDefault(); playing.toggle(); }
    if (event.key === 'x' || event.key === 'X') playing.turn(1 - playing.side);
  });
});
})();
