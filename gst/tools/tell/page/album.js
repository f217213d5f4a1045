/* The page of several songs: an album, or a folder of masters. charts.js and
   player.js come before. */
document.title = data.kind + ': ' + data.title;
$('#kind').textContent = data.kind;
$('#title').textContent = data.title;
$('#subtitle').textContent = data.subtitle || '';
for (const [good, text] of data.verdict || [])
  $('#verdict').append(make('li', { class: good ? 'good' : 'bad' }, (good ? '✓ ' : '✗ ') + words(text)));

const songs = data.songs || [];
const HERTZ = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000].map(f => [f, hertz(f)]);
const COLUMNS = [['loudness', 'LUFS', 1], ['range', 'range, LU', 1], ['peak', 'peak, dBTP', 1],
  ['plr', 'PLR, dB', 1], ['side', 'side, dB', 1], ['tone', 'tone, dB', 1]];

section('listen', data.snippets && data.snippets.length, player);

document.querySelectorAll('section > .scroll').forEach(node =>
  setScroll(node, $('h2', node.parentNode).textContent + ', table'));

section('songs', songs.length, node => {
  const cell = (song, name, digits) => number(song.before && song.before[name], digits)
    + (song.after ? ' → ' + number(song.after[name], digits) : '');
  fillTable($('table', node), ['song', ...COLUMNS.map(c => c[1]), 'length'],
    songs.map(song => [song.number + ' ' + song.title,
      ...COLUMNS.map(c => cell(song, c[0], c[2])), clock(song.seconds, 0)]));
});

/* A dot for each song, before and after. */
function row(figure, name, label) {
  const values = side => songs.map(song => song[side] && song[side][name]);
  drawn(figure, width => {
    const chart = axes(width, { x: [0, songs.length],
      marks: songs.map((song, i) => [i + .5, song.number]),
      y: extent([values('before'), values('after')], 2, 6), height: 200, label });
    for (const kind of ['before', 'after'])
      values(kind).forEach((v, i) => {
        if (isNumber(v)) chart.svg.append(make('circle', { class: kind, r: 4.5, cx: chart.px(i + .5), cy: chart.py(v) }));
      });
    return chart.svg;
  });
  figure.append(legend([['dot before', 'before'], ['dot after', 'after']]));
}

section('levels', songs.length, node => row($('figure', node), 'loudness', 'Loudness of each song, before and after'));
section('widths', songs.some(s => s.before && isNumber(s.before.side)), node =>
  row($('figure', node), 'side', 'Width of each song, before and after'));

section('spectra', songs.some(s => s.before && s.before.spectrum.some(isNumber)), node => {
  const of = kind => songs.map(s => s[kind] && s[kind].spectrum).filter(Boolean);
  const high = extent([...of('before'), ...of('after')], 3, 20);
  for (const [kind, place, label] of [['before', '.mixes', 'Spectra of the mixes'], ['after', '.masters', 'Spectra of the masters']]) {
    if (!of(kind).length) continue;
    drawn($(place, node), width => {
      const chart = axes(width, { x: [20, 20000], log: true,
        marks: HERTZ.filter((_, i) => width > 480 || i % 2),
        y: [Math.max(high[0], high[1] - 60), high[1]], height: 260, label });
      for (const values of of(kind))
        chart.svg.append(make('path', { class: 'line ' + kind, d: trace(data.hz, values, chart.px, chart.py) }));
      return chart.svg;
    });
    $(place, node).append(legend([[kind, kind + ', a line for each song']]));
  }
});

section('cohesion', songs.some(s => s.moves && s.moves.length), node => {
  for (const song of songs.filter(s => s.moves && s.moves.length))
    $('ol', node).append(make('li', { value: song.number }, make('p', { class: 'what' }, song.title),
      ...song.moves.map(text => make('p', {}, sentence(text)))));
});

section('joins', data.joins && data.joins.length, node => {
  for (const join of data.joins) {
    const audio = make('audio', { controls: '', preload: 'none', 'aria-label': join.name });
    audio.src = 'data:audio/ogg;base64,' + join.sound;
    $('.joints', node).append(make('div', { class: 'joint' },
      make('span', { class: 'name' }, join.name, make('small', {}, ' ' + join.how)), audio));
  }
});

section('formats', data.formats && data.formats.length, node => {
  fillTable($('table', node), ['what', 'where', 'target', 'checks'],
    data.formats.map(f => [f.kind, f.where, words(f.target), words(f.checks)]));
  node.querySelectorAll('td').forEach(cell => cell.classList.add('text'));
});

section('sheets', data.sheets && data.sheets.length, node => {
  for (const sheet of data.sheets)
    node.append(make('h3', {}, sheet.name),
      make('pre', { tabindex: 0, role: 'region', 'aria-label': sheet.name }, sheet.text));
});

$('#made').textContent = data.made || '';
redraw();
new ResizeObserver(() => redraw()).observe($('main'));
addEventListener('beforeprint', () => redraw(335, .6));
addEventListener('afterprint', () => redraw());
})();
