/* The page of one master. charts.js and player.js come before. */
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
  if (s.last) rows.push({ kind: 'fourth', name: 'version before', y: s.last });
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

section('listen', data.snippets && data.snippets.length, player);

/* -- drawing -------------------------------------------------------------- */

redraw();
new ResizeObserver(() => redraw()).observe($('main'));
/* Half a sheet of A4, at 96 dots to an inch. */
addEventListener('beforeprint', () => redraw(335, .6));
addEventListener('afterprint', () => redraw());
})();
