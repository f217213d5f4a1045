/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * browser.js CHROMIUM PAGE - opens the page of a report in a real browser, as
 * page.py asks: axe-core looks for what shuts people out, the player is played
 * and listened to, the sheets are counted.
 *
 * The oracles: axe-core's rules; for what comes out of the player, the samples
 * of the excerpts as the browser decodes them. Exit status 0: all is as it should
 * be; else the first thing that is not is told in a line.
 */
'use strict';
const assert = require('assert');
const path = require('path');
const { chromium } = require('playwright-core');

const [, , browserPath, page] = process.argv;
const url = 'file://' + path.resolve(page);

/* Keeps what each AudioContext sends to the loudspeakers, and what it decodes. */
function listenIn() {
  window.heard = [];
  window.decoded = [];
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    constructor(...args) {
      super(...args);
      const ear = this.createScriptProcessor(4096, 2, 2);
      ear.onaudioprocess = event => {
        window.heard.push(Float32Array.from(event.inputBuffer.getChannelData(0)));
      };
      ear.connect(super.destination);
      this.ear = ear;
    }
    get destination() { return this.ear || super.destination; }
    async decodeAudioData(data) {
      const sound = super.decodeAudioData(data);
      window.decoded.push(sound); /* in the order in which it was asked for */
      return sound;
    }
  };
}

/* How far the pieces that were heard last, less a gain, are from a decoded
 * excerpt, where they agree best: each error's level against the piece's [dB], the middle one
 * of ten. On a busy machine the browser drops a piece now and then. */
async function distance([which, gain]) {
  const sound = (await window.decoded[which]).getChannelData(0);
  const error = (piece, at, step, enough) => {
    let e = 0, p = 1e-30;
    for (let i = 0; i < piece.length; i += step) {
      e += (piece[i] - sound[at + i]) ** 2;
      p += piece[i] ** 2;
      if (i === 15 * step && e > enough * p) return 1;
    }
    return e / p;
  };
  const all = window.heard.slice(-10).map(whole => whole.map(x => x / gain)).map(piece => {
    let best = 1;
    for (let at = 0; at + piece.length < sound.length; at++)
      if (error(piece, at, 64, .1) < .1)
        best = Math.min(best, error(piece, at, 1, 1));
    return best;
  }).sort((a, b) => a - b);
  return 10 * Math.log10(all[5] + 1e-30);
}

async function axe(browser) {
  const source = require.resolve('axe-core/axe.min.js');
  for (const colorScheme of ['light', 'dark']) for (const width of [390, 1280]) {
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    await tab.goto(url);
    await tab.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
    await tab.waitForTimeout(200);
    await tab.addScriptTag({ path: source });
    const found = await tab.evaluate(async () => (await axe.run()).violations.map(v =>
      v.id + ' ' + v.nodes.map(node => node.target).join(', ')));
    assert.deepStrictEqual(found, [], `${colorScheme}, ${width} px`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `at ${width} px the page is ${wide} px too wide`);
    const letters = await tab.evaluate(() => Math.min(...[...document.querySelectorAll('svg text')].map(text => {
      const svg = text.ownerSVGElement;
      return parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width
        / svg.viewBox.baseVal.width;
    })));
    assert.ok(letters >= 11, `at ${width} px letters of charts are ${letters} px high`);
    await tab.close();
  }
}

async function play(browser) {
  const tab = await browser.newPage();
  const faults = [];
  tab.on('pageerror', error => faults.push(error.message));
  await tab.addInitScript(listenIn);
  await tab.goto(url);
  const pressed = async name => (await tab.getByRole('button', { name, exact: true })
    .getAttribute('aria-pressed')) === 'true';
  const near = async (which, what) => {
    await tab.waitForFunction(() => document.querySelector('.play').textContent === 'Stop');
    await tab.waitForTimeout(1500);
    const level = await tab.evaluate(distance, [which, 1]);
    assert.ok(level < -60, `${what}: what is heard is ${level} dB from it`);
  };

  const last = await tab.getByRole('button', { name: 'Version before', exact: true }).count();
  const after = 1 + last; /* of the sides, as they are decoded */
  assert.ok(await pressed('After'), 'it does not begin with the master');
  await tab.keyboard.press('Space');
  await near(after, 'after');
  await tab.getByRole('button', { name: 'Before', exact: true }).click();
  await near(0, 'before');
  /* After a click on a side, Space is still the player's. */
  await tab.keyboard.press('Space');
  assert.strictEqual(await tab.locator('.play').textContent(), 'Play');
  await tab.keyboard.press('x');
  if (last) {
    await tab.keyboard.press('Space');
    await near(1, 'the version before');
    await tab.keyboard.press('Space');
    await tab.keyboard.press('x');
  }
  assert.ok(await pressed('After'), 'the key X does not change sides');
  await tab.keyboard.press('Space');
  await near(after, 'after again');
  await tab.keyboard.press('Space');

  /* A place without an excerpt goes to the nearest one. */
  const parts = tab.locator('[aria-label=Excerpt] button');
  const box = await tab.locator('.waves svg').boundingBox();
  await tab.mouse.click(box.x + box.width - 2, box.y + 20);
  const chosen = await parts.evaluateAll(list => list.filter(b => b.getAttribute('aria-pressed') === 'true').length);
  assert.strictEqual(chosen, 1);
  await tab.waitForFunction(() => document.querySelector('.play').textContent === 'Stop');

  /* The blind test tells how many were right. */
  await tab.getByRole('button', { name: 'X', exact: true }).click();
  await tab.getByRole('button', { name: 'X is after', exact: true }).click();
  assert.match(await tab.locator('.guess').textContent(), /(Right|Wrong): it was (before|version before|after)\. [01] of 1 right/);
  const said = await tab.locator('input[type=range]').getAttribute('aria-valuetext');
  assert.match(said, /^\d+:\d\d\.\d of the song$/);
  const names = await tab.evaluate(() => [...document.querySelectorAll('button, input')].map(node =>
    node.getAttribute('aria-label') || node.textContent));
  assert.strictEqual(new Set(names).size, names.length, 'two controls have one name');
  assert.deepStrictEqual(faults, []);
  await tab.close();
}

async function print(browser) {
  const tab = await browser.newPage();
  await tab.goto(url);
  const sheet = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.strictEqual((sheet.match(/\/Type\s*\/Page\b(?!s)/g) || []).length, 2, 'sheets of paper');
  await tab.close();
}

/* The page of a folder: one song after the other, as loud as the softest. */
async function playInTurn(browser) {
  const tab = await browser.newPage();
  const faults = [];
  tab.on('pageerror', error => faults.push(error.message));
  await tab.addInitScript(listenIn);
  await tab.goto(url);
  const data = await tab.evaluate(() => JSON.parse(document.getElementById('data').textContent));
  const rows = data.snippets, softest = Math.min(...rows.map(row => row.gain));
  const loudest = rows.findIndex(row => row.gain === softest);
  const parts = tab.locator('[aria-label=Excerpt] button');
  assert.ok(softest < -3, 'all masters are equally loud');
  await parts.nth(loudest).click();
  await tab.keyboard.press('Space');
  await tab.waitForFunction(() => document.querySelector('.play').textContent === 'Stop');
  await tab.waitForTimeout(1500);
  const level = await tab.evaluate(distance, [1, 10 ** (softest / 20)]);
  assert.ok(level < -60, `what is heard is ${level} dB from it, turned down by ${-softest} dB`);
  /* Near its end, the next one begins. */
  await tab.evaluate(() => {
    const bar = document.querySelector('input[type=range]');
    bar.value = .98;
    bar.dispatchEvent(new Event('input'));
  });
  const next = (loudest + 1) % rows.length;
  await tab.waitForFunction(i => document.querySelectorAll('[aria-label=Excerpt] button')[i]
    .getAttribute('aria-pressed') === 'true', next);
  await tab.waitForFunction(name => document.querySelector('.play').textContent === name,
    next ? 'Stop' : 'Play');
  assert.deepStrictEqual(faults, []);
  await tab.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: browserPath,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
  try {
    await axe(browser);
    if (require('fs').readFileSync(page, 'utf8').includes('"turns":true')) {
      await playInTurn(browser);
    } else {
      await play(browser);
      await print(browser);
    }
  } finally {
    await browser.close();
  }
})().catch(error => { console.error(error.message); process.exit(1); });
