// What people see of each other: who has got and read what, who is writing; and what they send besides words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { newRoom, opened, picture, say, shows, tab, test, until } from './browser.mjs';
import { Way } from './way.mjs';

const FILE_BYTES = 400_000;
const SPOKEN_MS = 2_500;

export async function company(server) {
  const address = (room) => `${server.url}/?room=${room}`;
  const status = (page, seq) => page.locator(`[data-seq="${seq}"] seqway-message-status`).getAttribute('status');

  await test('ticks: sent, and read once somebody has it before their eyes', async () => {
    const a = await tab(address(newRoom()));
    await say(a, 'anybody?');
    await until(() => status(a, 1), (seen) => seen === 'sent', 'one tick');
    const b = await opened(a, 'as somebody else');
    await shows(b, ['1 anybody?']);
    await until(() => status(a, 1), (seen) => seen === 'read', 'two coloured ticks');
    await say(a, 'good');
    await until(() => status(a, 2), (seen) => seen === 'read', 'two coloured ticks');
    await picture(a, 'ticks');
  });

  await test('who is writing is told to the others, and no more once it is sent', async () => {
    const a = await tab(address(newRoom()));
    const b = await opened(a, 'as somebody else');
    const name = await a.locator('#me-name').textContent();
    await a.locator('#text').pressSequentially('hel');
    await until(() => b.locator('#typing').textContent(), (text) => text === `${name} is typing…`, 'who writes');
    assert.equal(await a.locator('#typing').textContent(), '', 'not to oneself');
    await a.locator('#text').press('Enter');
    await shows(b, ['1 hel']);
    await until(() => b.locator('#typing').textContent(), (text) => text === '', 'nobody writes');
  });

  await test('a file is sent through a cut, and comes out as it went in', { expected: /ERR_|WebSocket connection/ }, async () => {
    const way = new Way(server.port);
    way.rate = 150_000;
    try {
      const room = newRoom();
      const a = await tab(`${await way.listen()}/?room=${room}`);
      const b = await tab(address(room));
      await until(() => a.locator('#attach').isVisible(), Boolean, 'the button');
      const bytes = Buffer.from(Array.from({ length: FILE_BYTES }, (_, i) => (i * 31 + (i >> 8)) % 256));
      await a.locator('#file').setInputFiles({ name: 'report.bin', mimeType: 'application/pdf', buffer: bytes });
      await until(() => b.locator('[data-seq="1"] .attachment-name').allTextContents(), ([name]) => name === 'report.bin', 'its name');
      await until(() => a.locator('[data-seq="1"] progress').evaluateAll(([one]) => one?.value ?? 0), (share) => share > 0.1, 'progress');
      way.cut();
      await picture(a, 'file-cut');
      way.restore();
      await until(() => a.locator('[data-seq="1"]').getByRole('button', { name: 'Save' }).count(), Boolean, 'the end');
      const downloading = b.waitForEvent('download');
      await b.locator('[data-seq="1"]').getByRole('button', { name: 'Save' }).click();
      const download = await downloading;
      assert.ok(readFileSync(await download.path()).equals(bytes), 'the same bytes');
    } finally {
      way.close();
    }
  });

  await test('what is spoken during a cut is not lost', { context: { permissions: ['microphone'] } }, async () => {
    const a = await tab(address(newRoom()));
    const b = await opened(a, 'as somebody else');
    await a.getByRole('button', { name: 'Record a voice message' }).click();
    await until(() => a.locator('#recording').textContent(), (text) => text.startsWith('Recording'), 'the recording');
    await a.waitForTimeout(SPOKEN_MS); // time itself is what is recorded
    await a.locator('#drawer-toggle').click();
    await a.getByRole('button', { name: 'Drop the connection' }).click();
    await picture(a, 'recording');
    await a.getByRole('button', { name: 'Stop and send' }).click();
    await until(() => b.locator('.attachment-name').allTextContents(), ([name]) => name === 'Voice message', 'the message');
    await until(() => a.locator('.attachment').getByRole('button', { name: 'Play' }).count(), Boolean, 'all of it stored');
    await b.locator('.attachment').getByRole('button', { name: 'Play' }).click();
    await until(() => b.locator('.attachment audio').evaluateAll(([audio]) => audio?.readyState ?? 0), (state) => state > 0, 'sound');
  });
}
