// How the page looks, light and dark, on a desktop and on a telephone: pictures to look at, and no violation that axe can find.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AXE, newRoom, picture, press, say, state, tab, test, until } from './browser.mjs';

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const AT_ONCE = 50;
const LONG_NAME = 'Bartholomew Featherstonehaugh-Cholmondeley of the Extremely Long Name';
const SAID = [
  ['ann', 'Ann Lindqvist', { text: 'Morning! Is the rollout still planned for ten?' }],
  ['bob', 'Bob', { text: 'Yes. Two nodes, one after the other.\n\nNobody should notice.' }],
  ['bob', 'Bob', { text: 'I will write here when the first one drains' }],
  ['long', LONG_NAME, { text: `${'Unbroken'.repeat(20)} and https://example.com/a/${'long/'.repeat(20)}path?with=query.` }],
  ['maryam', 'مريم الزهراء', { text: 'مرحبا بالجميع، هل وصلت الرسالة رقم 5؟' }],
  ['li', '李小龍', { text: `Like this:\n\`\`\`js\nconst seq = await room.send({ text: "hello" }); // ${'wide '.repeat(20)}\n\`\`\`\nand \`seq\` is 8` }],
  ['ann', 'Ann Lindqvist', { text: '🎉🎉' }],
  ['ann', 'Ann Lindqvist', { stream: { id: 'none', name: 'Voice message', type: 'audio/webm', size: 53_000, durationMs: 12_000 } }],
];

export async function looks(server) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const isPhone = size === 'phone';
      const context = { colorScheme, viewport, hasTouch: isPhone, isMobile: isPhone };
      await test(`looks: ${size}, ${colorScheme}`, { context }, () => look(server, `${size}-${colorScheme}`, isPhone));
    }
  }

  await test('a thousand messages: the list stays quick and at its end', async () => {
    const room = newRoom();
    const a = await tab(`${server.url}/?room=${room}`);
    const service = await server.token('backend', { role: 'service' }); // as fast as it can
    for (let i = 0; i < 1_000; i += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => server.postWith(service, room, { text: `Message ${i + k}` }, { sender: 'ann' })));
    }
    await until(() => a.locator('#entries .entry').last().getAttribute('data-seq'), (seq) => seq === '1000', 'the last of 1000');
    const { fromEnd, lines } = await a.evaluate(() => {
      const { scrollHeight, scrollTop, clientHeight } = document.getElementById('scroller');
      return { fromEnd: scrollHeight - scrollTop - clientHeight, lines: document.querySelectorAll('#entries .entry').length };
    });
    assert.ok(fromEnd < 2, `at the end, not ${fromEnd} px above`);
    assert.ok(lines <= 1_000, `${lines} lines`);
    const tookMs = await a.evaluate(() => {
      const began = performance.now();
      document.getElementById('scroller').scrollTop = 0;
      document.getElementById('scroller').getBoundingClientRect();
      return performance.now() - began;
    });
    assert.ok(tookMs < 1_000, `laid out in ${tookMs} ms`);
    await picture(a, 'thousand');
  });
}

async function look(server, name, isPhone) {
  const room = newRoom();
  const a = await tab(`${server.url}/?room=${room}`);
  await picture(a, `${name}-empty`);
  await good(a, 'empty');
  for (const [userId, senderName, body] of SAID) {
    await server.post(room, userId, senderName, body);
  }
  await say(a, 'Thanks! I keep an eye on it from here');
  await until(() => a.locator('#entries .entry').count(), (count) => count === SAID.length + 1, 'all that was said');
  await picture(a, `${name}-room`);
  await good(a, 'a room');
  assert.equal(await a.evaluate(() => document.documentElement.scrollWidth), isPhone ? 390 : 1280, 'nothing sticks out');
  await press(a, 'Cut the network');
  await until(() => a.locator('seqway-banner .box').isVisible(), Boolean, 'the banner');
  await picture(a, `${name}-drawer`);
  await good(a, 'the drawer');
  await a.locator('#drawer-close').click();
  await say(a, 'Written in the tunnel');
  await picture(a, `${name}-cut`);
  await good(a, 'the banner');
  await press(a, 'Restore the network');
  await a.locator('#drawer-close').click();
  await state(a, 'Online');
  if (isPhone) {
    await a.getByRole('button', { name: 'All rooms' }).click();
    await picture(a, `${name}-rooms`);
    await good(a, 'the rooms');
  }
}

async function good(page, what) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) {
    const devtools = await page.context().newCDPSession(page); // the page's own policy lets no script in but its own
    await devtools.send('Runtime.evaluate', { expression: readFileSync(AXE, 'utf8') });
  }
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`), [], `axe: ${what}`);
}
