// What the page makes of what nobody expects: odd bodies, a page that goes away in the middle, positions of a log that is gone.
import assert from 'node:assert/strict';
import { list, newRoom, press, say, shows, state, tab, test, until, waits } from './browser.mjs';

export async function strange(server) {
  const address = (room, user = '') => `${server.url}/?room=${room}${user && `&user=${user}&name=${user}`}`;

  await test('an odd body is shown as it is, and hides neither the others nor the list of rooms', async () => {
    const room = newRoom();
    const a = await tab(address(room));
    await say(a, 'before');
    await shows(a, ['1 before']);
    const odd = [
      { stream: { type: 1 } }, { stream: { id: 'x', name: 5, type: 1, size: 'big', durationMs: {} } }, { stream: 'x' }, { stream: null },
      { text: { a: 1 } }, [1, null], null, 7, { text: '', stream: { id: { a: 1 } } },
    ];
    for (const body of odd) {
      await server.post(room, 'mallory', 'Mallory', body);
    }
    await say(a, 'after');
    const last = `${odd.length + 2} after`;
    for (const page of [a, await tab(address(room))]) {
      await until(() => list(page), (seen) => seen.length === odd.length + 2 && seen.at(-1) === last, 'all of them');
      assert.equal(await page.locator('#entries .attachment').count(), 1, 'what names a stream');
      await until(() => page.locator('.room-item[aria-current=true] .room-preview').textContent(), (text) => text.endsWith('after'), 'the preview');
    }
  });

  await test('what was written right before a reload is not lost, though the browser has not stored it yet', async () => {
    const room = newRoom();
    const other = await tab(address(room));
    const a = await tab(address(room, `writer-${room}`));
    await say(a, 'here');
    await shows(other, ['1 here']);
    await other.evaluate(() => new Promise((resolve, reject) => {
      const opening = indexedDB.open('seqway', 1);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const queue = opening.result.transaction('queue', 'readwrite').objectStore('queue');
        const until = performance.now() + 2_000;
        const hold = () => {
          queue.get('').onsuccess = () => (performance.now() < until ? hold() : opening.result.close());
          resolve();
        };
        hold();
      };
    }));
    await press(a, 'Cut the network');
    await state(a, 'Offline');
    await say(a, 'at the last moment');
    await waits(a, ['at the last moment']);
    await a.reload();
    await shows(other, ['1 here', '2 at the last moment']);
  });

  await test('how far a log that is gone was read says nothing of the one that is there', async () => {
    const room = newRoom();
    const user = `reader-${room}`;
    await server.post(room, 'other', 'Other', { text: 'old' });
    const a = await tab(address(newRoom(), user), {
      prepare: (page) => page.addInitScript(([key, id]) => {
        localStorage.setItem(`seqway.read.${key}`, JSON.stringify({ [id]: 999 }));
        localStorage.setItem(`seqway.rooms.${key}`, JSON.stringify([id]));
      }, [user, room]),
    });
    const item = a.locator(`.room-item[data-room="${room}"]`);
    await until(() => item.locator('.room-preview').textContent(), (text) => text.includes('old'), 'the room');
    await server.post(room, 'other', 'Other', { text: 'new' });
    await until(() => item.locator('.badge').allTextContents(), ([count]) => count === '1', 'one unread');
  });

  await test('what was deleted is gone, though a thousand lines have come since', async () => {
    const room = newRoom();
    let socket;
    for (let i = 1; i <= 60; i++) {
      await server.post(room, 'other', 'Other', { text: `Message ${i}` });
    }
    const a = await tab(address(room), {
      fromServer(frame, pass, current) {
        socket = current;
        pass();
      },
    });
    const down = (frame) => socket.send(JSON.stringify(frame));
    await until(() => list(a), (seen) => seen.length === 50, 'the end');
    await a.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
    await until(() => list(a), (seen) => seen.length === 60, 'all');
    await a.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 200));
    const entry = (seq, more) => ({
      type: 'message', room, seq, messageId: `m${seq}`, sender: 'other', clientMsgId: `o${seq}`, time: Date.now(), kind: 'message', version: 1,
      body: { text: `Message ${seq}` }, ...more,
    });
    for (let seq = 61; seq <= 1_200; seq++) {
      down(entry(seq));
    }
    await until(() => list(a), (seen) => seen.length === 1_200, 'all of them');
    down(entry(1_201, { kind: 'edit', target: 11, version: 1_201, body: { text: 'mended' } }));
    down(entry(1_202, { kind: 'delete', target: 12, version: 1_202, body: null }));
    await until(() => list(a), (seen) => seen[10] === '11 mended' && seen[11] === '12 This message was deleted', 'the edit and the deletion');
  });

  await test('two clicks are one recording, and the microphone is free when it ends', async () => {
    const a = await tab(address(newRoom()), {
      prepare: (page) => page.addInitScript(() => {
        const { mediaDevices } = navigator;
        const ask = mediaDevices.getUserMedia.bind(mediaDevices);
        window.tracks = [];
        mediaDevices.getUserMedia = async (what) => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          const sound = await ask(what);
          window.tracks.push(...sound.getTracks());
          return sound;
        };
      }),
    });
    await until(() => a.locator('#record').isVisible(), Boolean, 'the button');
    await a.locator('#record').click();
    await a.locator('#record').click();
    await until(() => a.locator('#recording').isVisible(), Boolean, 'the recording');
    await new Promise((resolve) => setTimeout(resolve, 400)); // a second one would have begun by then
    await a.locator('#record').click();
    await until(() => a.evaluate(() => window.tracks.map(({ readyState }) => readyState)), (states) => states.length === 1 && states[0] === 'ended', 'one track, ended');
  });
}
