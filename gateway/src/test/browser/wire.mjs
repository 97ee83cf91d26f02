// What the page makes of frames that are lost, repeated, refused or answered late: of the server's real ones, changed on the way.
import assert from 'node:assert/strict';
import { banner, figures, list, newRoom, pending, press, say, shows, state, tab, test, until, waits } from './browser.mjs';

export async function wire(server) {
  const address = (room) => `${server.url}/?room=${room}`;

  await test('an entry lost on the way is counted as a gap and fetched; a repeated one is dropped', async () => {
    const room = newRoom();
    const other = await tab(address(room));
    let lost = 0;
    const a = await tab(address(room), {
      fromServer(frame, pass) {
        if (frame.type === 'message' && frame.seq === 2 && lost++ === 0) {
          return;
        }
        pass();
        if (frame.type === 'message' && frame.seq === 4) {
          pass();
        }
      },
    });
    const all = [];
    for (const text of ['one', 'two', 'three', 'four']) {
      all.push(`${all.length + 1} ${text}`);
      await say(other, text);
      await shows(other, all);
    }
    await shows(a, all);
    await figures(a, { gaps: '1', repeats: '0' });
  });

  await test('a message is never in the log and among those that wait at the same time', async () => {
    const a = await tab(address(newRoom()), {
      fromServer: (frame, pass) => (frame.type === 'message' ? setTimeout(pass, 200) : pass()),
    });
    await a.evaluate(() => {
      window.twice = 0;
      new MutationObserver(() => {
        const lines = [...document.querySelectorAll('[data-seq]')].map((line) => line.dataset.seq);
        window.twice += new Set(lines).size < lines.length ? 1 : 0;
      }).observe(document.body, { childList: true, subtree: true });
    });
    await say(a, 'here');
    await shows(a, ['1 here']);
    assert.equal(await a.evaluate(() => window.twice), 0, 'moments in which a message was there twice');
  });

  await test('a message that was lost with the connection is sent again under its id and stored once', async () => {
    const room = newRoom();
    const other = await tab(address(room));
    const sent = [];
    const a = await tab(address(room), {
      toServer(frame, pass, socket) {
        if (frame.type === 'send' && sent.push(frame.clientMsgId) === 1) {
          socket.close({ code: 1011, reason: 'lost' });
        } else {
          pass();
        }
      },
    });
    await say(a, 'once');
    await say(a, 'twice');
    await Promise.all([a, other].map((page) => shows(page, ['1 once', '2 twice'])));
    assert.ok(sent.filter((id) => id === sent[0]).length >= 2, 'the same id again');
    await figures(a, { gaps: '0', repeats: '0', queued: '0' });
  });

  await test('a refused message says so, can be tried again, and can be discarded', async () => {
    let refuse = true;
    const a = await tab(address(newRoom()), {
      toServer(frame, pass) {
        if (frame.type === 'send' && frame.body.text.startsWith('bad') && refuse) {
          frame.room = 'no valid name';
        }
        pass();
      },
    });
    await say(a, 'bad 1');
    await say(a, 'bad 2');
    await until(() => a.locator('#outbox seqway-message-status .reason').allTextContents(),
      (texts) => texts.length === 2 && texts.every((text) => text.startsWith('Not sent')), 'two refusals');
    await say(a, 'good');
    await shows(a, ['1 good']);
    await a.getByRole('button', { name: 'Discard' }).first().click();
    await waits(a, ['bad 2']);
    refuse = false;
    await a.getByRole('button', { name: 'Try again' }).click();
    await shows(a, ['1 good', '2 bad 2']);
    assert.deepEqual(await pending(a), []);
  });

  await test('comes back by itself after 1012 at the time the server names, stays away after 4403', async () => {
    const sockets = new Set();
    const a = await tab(address(newRoom()), {
      toServer(frame, pass, socket) {
        sockets.add(socket);
        pass();
      },
    });
    const last = () => [...sockets].at(-1);
    last().send(JSON.stringify({ type: 'server-shutdown', reconnectInMs: 700, reason: 'restart' }));
    const closedAt = Date.now();
    last().close({ code: 1012, reason: 'restart' });
    await state(a, 'Offline');
    await state(a, 'Online');
    assert.ok(Date.now() - closedAt >= 650, 'not before the time named');
    assert.equal(sockets.size, 2);
    last().close({ code: 4403, reason: 'not allowed' });
    await state(a, 'Stopped');
    await banner(a, /Connection failed/);
    await a.clock.install();
    await a.clock.runFor(60_000);
    assert.equal(sockets.size, 2, 'no new connection');
    await a.getByRole('button', { name: 'Try again' }).click();
    await state(a, 'Online');
    await say(a, 'back');
    await shows(a, ['1 back']);
  });

  await test('renews an ending token in place, and a refused one by coming back with a new one', async () => {
    const auths = [];
    const sockets = new Set();
    const a = await tab(address(newRoom()), {
      toServer(frame, pass, socket) {
        sockets.add(socket);
        if (frame.type === 'auth') {
          auths.push(frame.token);
        }
        pass();
      },
    });
    const last = () => [...sockets].at(-1);
    last().send(JSON.stringify({ type: 'token-expiring', expiresAt: Date.now() + 30_000 }));
    await until(() => auths.length, (count) => count === 2, 'a second auth');
    assert.equal(sockets.size, 1);
    await state(a, 'Online');
    const second = () => Math.floor(Date.now() / 1000);
    const asked = second();
    await until(second, (now) => now > asked, 'the next second: what is signed in one is the same token');
    last().close({ code: 4401, reason: 'token expired' });
    await until(() => auths.length, (count) => count === 3, 'a third auth');
    assert.equal(sockets.size, 2);
    await state(a, 'Online');
    await say(a, 'still here');
    await shows(a, ['1 still here']);
  });

  await test('the drawer expires the token and restarts the server: nobody notices for long', async () => {
    const a = await tab(address(newRoom()));
    await press(a, 'Expire the token');
    await until(() => a.locator('#transitions').textContent(), (text) => text.includes('a new token (expiring)'), 'a new token');
    assert.equal(await a.locator('seqway-status .state').textContent(), 'Online');
    await press(a, 'Restart the server');
    await until(() => a.locator('#transitions').textContent(), (text) => text.includes('1012'), 'the close');
    await state(a, 'Online');
    await say(a, 'as if nothing had been');
    await shows(a, ['1 as if nothing had been']);
    await figures(a, { gaps: '0', repeats: '0' });
  });

  await test('shows who is here and who is writing, as the server tells it', async () => {
    let socket;
    const room = newRoom();
    const a = await tab(address(room), {
      toServer(frame, pass, current) {
        socket = current;
        pass();
      },
      fromServer: (frame, pass) => frame.type.startsWith('presence') || pass(),
    });
    const tell = (frame) => socket.send(JSON.stringify({ room, ...frame }));
    const here = (expected) => until(() => a.locator('#present').textContent(), (text) => text === expected, expected);
    const user = (userId, name) => ({ userId, name, status: 'online', connections: 1, lastSeen: Date.now() });
    tell({ type: 'presence', users: [user('ann', 'Ann'), { ...user('gone'), status: 'offline' }, user('bob')] });
    await here('3 here: you, Ann and bob');
    tell({ type: 'presence-diff', online: [{ userId: 'cid', name: 'Cid' }], offline: [{ userId: 'bob', lastSeen: 1 }] });
    await here('3 here: you, Ann and Cid');
    tell({ type: 'typing', userId: 'ann', typing: true });
    await until(() => a.locator('#typing').textContent(), (text) => text === 'Ann is typing…', 'who writes');
    tell({ type: 'typing', userId: 'cid', typing: true });
    await until(() => a.locator('#typing').textContent(), (text) => text === 'Ann and Cid are typing…', 'both');
    await press(a, 'Cut the network');
    await here('');
  });

  await test('you were removed', async () => {
    let socket;
    const room = newRoom();
    const a = await tab(address(room), {
      toServer(frame, pass, current) {
        socket = current;
        pass();
      },
    });
    await say(a, 'one');
    await shows(a, ['1 one']);
    socket.send(JSON.stringify({ type: 'removed', room, reason: 'removed' }));
    await until(() => a.locator('#notice').textContent(), (text) => text === 'You were removed from this room', 'the notice');
    assert.ok(await a.locator('#text').isDisabled());
    assert.deepEqual(await list(a), ['1 one'], 'what was read stays to be read');
  });
}
