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

/* All sides of an excerpt run side by side to the sample; one is heard. */
function player(node) {
  const FADE = .015, rows = data.snippets;
  const KINDS = ['before', 'last', 'after'].filter(kind => rows[0][kind]), X = KINDS.length;
  const NAMES = { before: 'Before', last: 'Version before', after: 'After' };
  const box = $('.controls', node);
  const button = (text, click, attributes) => {
    const out = make('button', { type: 'button', ...attributes }, text);
    /* After a click of a mouse, Space is the player's again. */
    out.addEventListener('click', event => { if (event.detail) out.blur(); click(); });
    return out;
  };
  let context = null, sources = [], gains = [], sounds = [];
  let row = 0, side = X - 1, hidden = 0, on = false, loop = false, at = 0, began = 0;
  let right = 0, asked = 0;

  const length = () => sounds[row] ? Math.min(...sounds[row].map(s => s.duration))
    : rows[row].length;
  const where = () => !on ? at : loop ? (context.currentTime - began) % length()
    : context.currentTime - began;
  const level = () => 10 ** ((rows[row].gain || 0) / 20);
  const heard = () => side === X ? hidden : side;

  const play = button('Play', () => toggle(), { class: 'play' });
  const told = KINDS.map(kind => NAMES[kind].toLowerCase());
  const sides = [...KINDS.map(kind => NAMES[kind]), 'X'].map((name, i) => button(name, () => turn(i),
    { 'aria-pressed': 'false', ...i === X ? { title: 'One of the others, you are not told which' } : {} }));
  const parts = rows.map((r, i) => button(`${r.name} ${clock(r.start, 0)}`, () => choose(i),
    { 'aria-pressed': 'false' }));
  const again = button('Loop', () => { loop = !loop; restart(); }, { 'aria-pressed': 'false' });
  const bar = make('input', { type: 'range', min: 0, max: 1, step: .001, value: 0,
    'aria-label': 'Position in the excerpt' });
  const time = make('span', { class: 'time' });
  const trouble = make('p', { class: 'bad', role: 'status' });
  const score = make('span', { role: 'status' });
  const guess = make('div', { class: 'guess', hidden: '' }, 'Which one is X?',
    ...told.map((name, i) => button(`X is ${name}`, () => answer(i))), score);
  const picture = data.wave ? waves($('.waves', node), data.wave, rows, seek) : null;

  function show() {
    play.textContent = on ? 'Stop' : 'Play';
    sides.forEach((b, i) => b.setAttribute('aria-pressed', i === side));
    parts.forEach((b, i) => b.setAttribute('aria-pressed', i === row));
    again.setAttribute('aria-pressed', loop);
    guess.hidden = side !== X;
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
      sounds[row] = await Promise.all(KINDS.map(kind =>
        context.decodeAudioData(bytes(rows[row][kind]))));
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
      gain.gain.value = i === heard() ? level() : 0;
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
    sources[0].onended = () => {
      stop();
      at = 0;
      if (!data.turns) return move();
      choose((row + 1) % rows.length);
      if (row) start();
    };
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
    if (i === X && side !== X) hidden = Math.floor(Math.random() * X);
    side = i;
    gains.forEach((gain, k) => {
      if (on) gain.gain.setTargetAtTime(k === heard() ? level() : 0, context.currentTime, FADE / 3);
    });
    show();
  }
  function answer(which) {
    asked += 1;
    right += which === hidden;
    score.textContent = `${which === hidden ? 'Right' : 'Wrong'}: it was ${told[hidden]}. `
      + `${right} of ${asked} right; here is the next X.`;
    side = 0;
    turn(X);
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
    if (event.key === 'x' || event.key === 'X') turn((heard() + 1) % X);
  });
  box.append(play, make('span', { class: 'switch', role: 'group', 'aria-label': 'Heard' }, ...sides),
    make('span', { class: 'switch', role: 'group', 'aria-label': 'Excerpt' }, ...parts),
    again, bar, time, guess, trouble);
  if (picture) picture.refresh = move;
  show();
}
