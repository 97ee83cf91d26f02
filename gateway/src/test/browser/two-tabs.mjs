// What people see who talk to each other on the page.
import assert from 'node:assert/strict';
import {
  drawer, figures, list, newPage, newRoom, opened, picture, press, say, shows, state, tab, test, until, waits,
} from './browser.mjs';

export async function twoTabs(server) {
  const address = (room) => `${server.url}/?room=${room}`;
  const pair = async (room = newRoom()) => {
    const a = await tab(address(room));
    return [a, await opened(a, 'as somebody else')];
  };
  const myName = (page) => page.locator('#me-name').textContent();

  await test('two tabs talk, each under a name of its own', async () => {
    const [a, b] = await pair();
    assert.notEqual(await myName(a), await myName(b));
    await say(a, 'hello from A');
    await shows(b, ['1 hello from A']);
    await say(b, 'hello from B');
    await Promise.all([a, b].map((page) => shows(page, ['1 hello from A', '2 hello from B'])));
    assert.equal(await b.locator('#entries .entry:not(.own) .who').first().textContent(), await myName(a));
    await figures(a, { gaps: '0', repeats: '0' });
  });

  await test('a second tab can be the same user', async () => {
    const [a] = await pair();
    const same = await opened(a, 'as the same user');
    assert.equal(await myName(a), await myName(same));
    await say(a, 'from one of my tabs');
    await shows(same, ['1 from one of my tabs']);
    assert.equal(await same.locator('#entries .entry.own').count(), 1);
  });

  await test('cut in one, written in both: afterwards both have everything once and in order', async () => {
    const [a, b] = await pair();
    await say(a, 'before');
    await shows(b, ['1 before']);
    await press(a, 'Cut the network');
    await state(a, 'Offline');
    await say(b, 'missed 1');
    await say(b, 'missed 2');
    await shows(b, ['1 before', '2 missed 1', '3 missed 2']);
    await press(a, 'Write 5 messages');
    await say(a, 'typed while cut');
    const written = ['Message 1', 'Message 2', 'Message 3', 'Message 4', 'Message 5', 'typed while cut'];
    await waits(a, written);
    assert.deepEqual(await list(a), ['1 before'], 'a cut tab hears nothing');
    await figures(a, { queued: '6' });
    await press(a, 'Restore the network');
    const all = ['1 before', '2 missed 1', '3 missed 2', ...written.map((text, i) => `${i + 4} ${text}`)];
    await Promise.all([shows(a, all), shows(b, all), waits(a, [])]);
    assert.deepEqual(await a.locator('.divider.missed').allTextContents(), ['2 missed messages']);
    await figures(a, { gaps: '0', repeats: '0', resumes: '1', queued: '0' });
    await figures(b, { gaps: '0', repeats: '0', resumes: '0' });
  });

  await test('a first visit shows the last 50; scrolling up brings the rest, and what is read stays where it is', async () => {
    const room = newRoom();
    const a = await tab(address(room));
    for (let i = 1; i <= 26; i++) {
      await press(a, 'Write 5 messages');
    }
    const all = Array.from({ length: 130 }, (_, i) => `${i + 1} Message ${i + 1}`);
    await until(() => list(a), (seen) => seen.at(-1) === all.at(-1), 'the last one');
    const b = await tab(address(room));
    await shows(b, all.slice(80));
    const place = () => b.locator('[data-seq="90"]').evaluate((line) => line.getBoundingClientRect().top);
    await b.locator('[data-seq="90"]').scrollIntoViewIfNeeded();
    const before = await place();
    await until(() => list(b), (seen) => seen.length > 50, 'a page more');
    assert.ok(Math.abs(await place() - before) < 2, 'nothing moved under the reader');
    await until(async () => {
      await b.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
      return list(b);
    }, (seen) => JSON.stringify(seen) === JSON.stringify(all), 'all of them');
    assert.match(await b.locator('#beginning').textContent(), /beginning/);
  });

  await test('who reads further up is not moved; a button counts what is new', async () => {
    const [a, b] = await pair();
    for (let i = 1; i <= 6; i++) {
      await press(b, 'Write 5 messages');
    }
    await until(() => list(a), (seen) => seen.length === 30, '30 messages');
    await a.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 100));
    await until(() => a.locator('#newer').isVisible(), Boolean, 'the button');
    await say(b, 'one more');
    await until(() => a.locator('#newer').textContent(), (text) => text.trim() === '1 new message', '1 new message');
    assert.equal(await a.locator('#scroller').evaluate((scroller) => scroller.scrollTop), 100);
    assert.match(await a.title(), /^\(1\)/);
    assert.deepEqual(await a.locator('.divider.unread').allTextContents(), ['Unread messages']);
    await a.locator('#newer').click();
    await until(() => a.locator('#newer').isHidden(), Boolean, 'no button');
    await until(() => a.title(), (title) => !title.startsWith('('), 'nothing unread');
  });

  await test('another room counts what was not seen, and opens where it begins', async () => {
    const [a, b] = await pair();
    const other = newRoom();
    for (const page of [a, b]) {
      await page.getByRole('button', { name: 'Open another room' }).click();
      await page.getByLabel('Name of the room').fill(other);
      await page.getByLabel('Name of the room').press('Enter');
      await until(() => page.locator('#beginning').textContent(), (text) => text.includes(`This is #${other}`), 'the room');
    }
    await say(a, 'read by all');
    await shows(b, ['1 read by all']);
    await b.locator('.room-item').first().click();
    await say(a, 'for later 1');
    await say(a, 'for later 2');
    const item = b.locator(`.room-item[data-room="${other}"]`);
    await until(() => item.locator('.badge').allTextContents(), ([count]) => count === '2', 'two unread');
    await item.click();
    await shows(b, ['1 read by all', '2 for later 1', '3 for later 2']);
    const order = await b.locator('#entries > li').evaluateAll((lines) => lines.map((line) => line.dataset.seq ?? line.className));
    assert.deepEqual(order, ['divider day', '1', 'divider unread', '2', '3']);
    assert.equal(await item.locator('.badge').count(), 0);
  });

  await test('an answer shows what it answers, and leads there', async () => {
    const [a, b] = await pair();
    await say(a, 'Shall we?');
    await b.locator('[data-seq="1"]').hover();
    await b.getByRole('button', { name: 'Reply' }).click();
    assert.match(await b.locator('#about').textContent(), /Replying to .*Shall we\?/);
    await say(b, 'Yes');
    await until(() => a.locator('[data-seq="2"] .quote').textContent(), (text) => text.includes('Shall we?'), 'the quote');
    await a.locator('[data-seq="2"] .quote').click();
    assert.equal(await a.evaluate(() => document.activeElement.dataset.seq), '1');
  });

  await test('a message is edited and deleted, for everybody', async () => {
    const [a, b] = await pair();
    await say(a, 'teh first');
    await say(a, 'a mistake');
    await shows(b, ['1 teh first', '2 a mistake']);
    await a.locator('[data-seq="1"]').hover();
    await a.getByRole('button', { name: 'Edit' }).click();
    assert.match(await a.locator('#about').textContent(), /Editing your message/);
    await say(a, 'the first');
    await Promise.all([a, b].map((page) => shows(page, ['1 the first', '2 a mistake'])));
    assert.equal(await b.locator('[data-seq="1"] .edited').count(), 1);
    await a.locator('[data-seq="2"]').hover();
    await a.getByRole('button', { name: 'Delete' }).click();
    await a.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await Promise.all([a, b].map((page) => shows(page, ['1 the first', '2 This message was deleted'])));
    await b.locator('[data-seq="1"]').hover();
    assert.equal(await b.getByRole('button', { name: 'Edit' }).count(), 0, 'not what others wrote');
    await say(b, 'next');
    await shows(a, ['1 the first', '2 This message was deleted', '5 next']);
    await figures(a, { gaps: '0', repeats: '0' });
  });

  await test('what people write is shown as text; addresses become links that are safe', async () => {
    const [a, b] = await pair();
    const nasty = '<img src="/x.png" onerror="document.title=1"><b>bold</b> & \u202etrebor 😀 javascript:alert(1)';
    await say(a, nasty);
    await shows(b, [`1 ${nasty}`]);
    assert.equal(await b.locator('#entries img, #entries b, #entries a').count(), 0);
    await say(a, 'see https://example.com/a_(b). And `code`');
    const link = b.locator('#entries a');
    await until(() => link.count(), (count) => count === 1, 'a link');
    assert.equal(await link.getAttribute('href'), 'https://example.com/a_(b)');
    assert.match(await link.getAttribute('rel'), /noopener noreferrer/);
    assert.equal(await b.locator('#entries code').textContent(), 'code');
  });

  await test('a keyboard reaches everything, and the list is a log', async () => {
    const a = await tab(address(newRoom()));
    await say(a, 'first');
    await say(a, 'second');
    await shows(a, ['1 first', '2 second']);
    for (let i = 0; i < 2 && await a.evaluate(() => document.activeElement.id) !== 'send'; i++) {
      await a.keyboard.press('Tab'); // over the button to record, where there is one
    }
    assert.equal(await a.evaluate(() => document.activeElement.id), 'send');
    assert.notEqual(await a.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    await a.locator('[data-seq="2"]').focus();
    await a.keyboard.press('ArrowUp');
    assert.equal(await a.evaluate(() => document.activeElement.dataset.seq), '1');
    await a.keyboard.press('Tab');
    assert.equal(await a.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Reply');
    await a.keyboard.press('Enter');
    assert.equal(await a.evaluate(() => document.activeElement.id), 'text');
    await a.keyboard.press('Escape');
    assert.ok(await a.locator('#about').isHidden());
    assert.equal(await a.getByRole('log').count(), 1);
  });

  await test('a server that gives no tokens: the page says so and takes a pasted one', { expected: /404/ }, async () => {
    const token = await server.token('pasted', { name: 'Pasted' });
    const a = await newPage();
    await a.route('**/api/dev/token', (route) => route.fulfill({ status: 404 }));
    await a.goto(address(newRoom()));
    await state(a, 'Stopped');
    assert.equal(await a.locator('seqway-banner .text').textContent(), 'Session expired, sign in');
    await say(a, 'written without a session');
    await a.getByLabel('Paste a token').fill('not.a.token');
    await a.getByLabel('Paste a token').press('Enter');
    await until(() => a.locator('#sign-in').isVisible(), Boolean, 'the form again');
    await a.getByLabel('Paste a token').fill(token);
    await a.getByLabel('Paste a token').press('Enter');
    await state(a, 'Online');
    assert.ok(await a.locator('#sign-in').isHidden());
    assert.equal(await a.locator('#me-id').textContent(), 'pasted');
    await picture(a, 'signed-in');
  });

  await test('the session ends: the banner says so, and signing in goes on where it was', async () => {
    const [a, b] = await pair();
    await say(a, 'before');
    await shows(b, ['1 before']);
    await press(a, 'End the session');
    await until(() => a.locator('seqway-banner .text').textContent(), (text) => text === 'Session expired, sign in', 'the word');
    assert.equal(await a.locator('seqway-banner .text').getAttribute('role'), 'alert');
    await picture(a, 'session-expired');
    await say(a, 'written meanwhile');
    await say(b, 'missed');
    await shows(b, ['1 before', '2 missed']);
    await a.getByRole('button', { name: 'Sign in' }).click();
    await Promise.all([a, b].map((page) => shows(page, ['1 before', '2 missed', '3 written meanwhile'])));
    await drawer(a);
    await waits(a, []);
  });
}
