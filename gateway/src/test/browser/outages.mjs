// The page while the network or the server is away: asserted on what people see.
import assert from 'node:assert/strict';
import { banner, figures, list, newRoom, picture, run, say, shows, state, tab, test, until, waits } from './browser.mjs';
import { Way } from './way.mjs';

const LONG_SLEEP_MS = 45_000;
const SHORT_SLEEP_MS = 12_000;
/** Half of the round trip of a slow 3G, and its 400 kbit/s. */
const SLOW = { delayMs: 200, rate: 50_000 };
const GONE = /ERR_CONNECTION|ERR_FAILED|ERR_EMPTY|WebSocket connection/;

export async function outages(server) {
  /** Runs a body with a way to the server of its own, which ends with it. */
  const over = (body) => async () => {
    const way = new Way(server.port);
    try {
      const url = await way.listen();
      await body(way, (room, more = '') => `${url}/?room=${room}${more}`);
    } finally {
      way.close();
    }
  };
  const direct = (room) => `${server.url}/?room=${room}`;

  await test('offline: the page says so after a while, and typing and sending go on', { expected: GONE }, over(async (way, address) => {
    const room = newRoom();
    const a = await tab(address(room));
    const b = await tab(direct(room));
    await say(a, 'before');
    await Promise.all([shows(a, ['1 before']), shows(b, ['1 before']), waits(a, [])]);
    const boxes = () => a.evaluate(() => ['.list', '#composer', '[data-seq="1"]'].map(
      (one) => JSON.stringify(document.querySelector(one).getBoundingClientRect())));
    const before = await boxes();
    const cutAt = Date.now();
    way.cut();
    await state(a, 'Offline');
    if (Date.now() - cutAt < 1_000) {
      assert.ok(await a.locator('seqway-banner .box').isHidden(), 'not a word in the first second');
    }
    await banner(a, /^Reconnecting… attempt \d+$/);
    assert.ok(Date.now() - cutAt >= 1_500);
    assert.deepEqual(await boxes(), before, 'nothing has moved');
    for (const text of ['offline 1', 'offline 2', 'offline 3']) {
      await say(a, text);
    }
    await waits(a, ['offline 1', 'offline 2', 'offline 3']);
    assert.deepEqual(await a.locator('#outbox seqway-message-status').evaluateAll((all) => all.map((one) => one.status)),
      ['pending', 'pending', 'pending']);
    await say(b, 'missed 1');
    await say(b, 'missed 2');
    await shows(b, ['1 before', '2 missed 1', '3 missed 2']);
    await picture(a, 'offline');
    way.restore();
    await a.getByRole('button', { name: 'Retry now' }).click();
    await banner(a, /^Back online, synced 2 missed messages$/);
    await picture(a, 'back-online');
    const all = ['1 before', '2 missed 1', '3 missed 2', '4 offline 1', '5 offline 2', '6 offline 3'];
    await Promise.all([shows(a, all), shows(b, all), waits(a, [])]);
    await figures(a, { gaps: '0', repeats: '0', queued: '0' });
  }));

  await test('the server is killed and started again', { expected: GONE }, async () => {
    const room = newRoom();
    const a = await tab(direct(room));
    const b = await tab(direct(room));
    await say(a, 'before');
    await shows(b, ['1 before']);
    await say(a, 'on its way');
    await server.stop('SIGKILL');
    await Promise.all([a, b].map((page) => banner(page, /^Reconnecting…/)));
    await say(a, 'while dead');
    await say(b, 'while dead too');
    await picture(a, 'server-killed');
    await server.start();
    const texts = async (page) => (await list(page)).map((line) => line.replace(/^\d+ /, ''));
    for (const page of [a, b]) {
      await page.locator('seqway-banner button:visible').click({ timeout: 3_000 }).catch(() => {}); // it may be back already
      await until(() => list(page), (seen) => seen.length === 4, 'four messages');
    }
    assert.deepEqual(await list(a), await list(b), 'the same for both');
    assert.deepEqual((await texts(a)).filter((text) => !text.endsWith('too')), ['before', 'on its way', 'while dead'], 'in the order of writing');
    assert.deepEqual((await list(a)).map((line) => line.split(' ')[0]), ['1', '2', '3', '4']);
    await waits(a, []);
    await figures(a, { gaps: '0', repeats: '0', queued: '0' });
  });

  const sleep = process.env.LONG ? LONG_SLEEP_MS : SHORT_SLEEP_MS;
  await test(`the token ends while the tab sleeps for ${sleep / 1000} s`, { expected: /503|ERR_|WebSocket connection/ }, over(async (way, address) => {
    const room = newRoom();
    let asleep = true;
    let asked = 0;
    const a = await tab(address(room), {
      async prepare(page) {
        await page.route('**/api/dev/token', async (route) => {
          asked += 1;
          if (asked === 1) {
            await route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), ttlSeconds: sleep / 1000 - 2 }) });
          } else if (asleep) {
            await route.fulfill({ status: 503 });
          } else {
            await route.continue();
          }
        });
      },
    });
    const b = await tab(direct(room));
    await say(a, 'before');
    await shows(b, ['1 before']);
    const devtools = await a.context().newCDPSession(a);
    way.silence();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await say(b, 'said to a sleeper');
    await shows(b, ['1 before', '2 said to a sleeper']);
    await new Promise((resolve) => setTimeout(resolve, sleep)); // time itself is what is tried here
    asleep = false;
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    way.restore();
    await shows(a, ['1 before', '2 said to a sleeper']);
    await state(a, 'Online');
    await say(a, 'awake');
    await Promise.all([a, b].map((page) => shows(page, ['1 before', '2 said to a sleeper', '3 awake'])));
    assert.ok(asked >= 2, 'a new token');
    await figures(a, { gaps: '0', repeats: '0' });
  }));

  await test('two tabs of one user share one outbox; one of them is closed before it could send', { expected: GONE }, over(async (way, address) => {
    const room = newRoom();
    const user = `&user=shared-${run}&name=Shared`;
    const first = await tab(address(room, user));
    const second = await tab(address(room, user));
    const other = await tab(direct(room));
    way.cut();
    await Promise.all([first, second].map((page) => state(page, 'Offline')));
    await say(first, 'first 1');
    await say(first, 'first 2');
    await say(second, 'second 1');
    await say(second, 'second 2');
    await until(() => first.locator('#outbox .entry').count(), (count) => count >= 2, 'what waits');
    await first.close();
    way.restore();
    const texts = async () => (await list(other)).map((line) => line.replace(/^\d+ /, ''));
    await until(texts, (seen) => seen.length === 4, 'four messages');
    const seen = await texts();
    for (const one of ['first', 'second']) {
      assert.deepEqual(seen.filter((text) => text.startsWith(one)), [`${one} 1`, `${one} 2`]);
    }
    await waits(second, []);
    await say(other, 'last');
    await until(() => list(second), (all) => all.length === 5, 'nothing twice');
    assert.deepEqual(await list(second), await list(other));
    await figures(second, { gaps: '0', repeats: '0', queued: '0' });
  }));

  await test('a reload with unsent messages: they are there again, and are sent', { expected: GONE }, async () => {
    const room = newRoom();
    const b = await tab(direct(room));
    let away = false;
    const a = await tab(direct(room), {
      async prepare(page) {
        await page.routeWebSocket(/\/ws$/, (socket) => (away ? socket.close({ code: 1013 }) : socket.connectToServer()));
      },
    });
    await say(a, 'before');
    await shows(b, ['1 before']);
    away = true;
    await a.locator('#drawer-toggle').click();
    await a.getByRole('button', { name: 'Drop the connection' }).click();
    await state(a, 'Offline');
    await say(a, 'unsent 1');
    await say(a, 'unsent 2');
    await waits(a, ['unsent 1', 'unsent 2']);
    await a.reload();
    await waits(a, ['unsent 1', 'unsent 2']);
    await picture(a, 'reloaded-with-unsent');
    await say(b, 'meanwhile');
    away = false;
    const all = ['1 before', '2 meanwhile', '3 unsent 1', '4 unsent 2'];
    await Promise.all([shows(a, all), shows(b, all), waits(a, [])]);
  });

  await test('slow 3G: it loads, and what is written stands there at once and arrives in order', over(async (way, address) => {
    Object.assign(way, SLOW);
    const room = newRoom();
    const b = await tab(direct(room));
    const a = await tab(address(room));
    const texts = Array.from({ length: 8 }, (_, i) => `slow ${i + 1}`);
    for (const text of texts) {
      await say(a, text);
    }
    const seen = await a.evaluate(() => document.querySelectorAll('#outbox .entry, #entries .entry').length);
    assert.equal(seen, texts.length, 'all of it at once');
    await picture(a, 'slow');
    const all = texts.map((text, i) => `${i + 1} ${text}`);
    await Promise.all([shows(a, all), shows(b, all), waits(a, [])]);
    await figures(a, { gaps: '0', repeats: '0', queued: '0' });
  }));
}
