// Looks at the page at `/` with a real browser, against a running development server:
//
//     node two-tabs.mjs http://127.0.0.1:8080
//
// Needs playwright-core (in this folder, or a folder of NODE_PATH) and Chromium (CHROMIUM, default /usr/bin/chromium).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import process from 'node:process';

const { chromium } = createRequire(import.meta.url)('playwright-core');
const base = process.argv[2]?.replace(/\/$/, '');
if (!base) {
  console.error('usage: node two-tabs.mjs <base-url>');
  process.exit(2);
}
const WAIT_MS = 15_000;
const run = Math.random().toString(36).slice(2, 10);
let rooms = 0;
let passed = 0;
let failed = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
let context;
let complaints;

await test('two tabs talk, each under a name of its own', async () => {
  const [a, b] = await twoTabs();
  assert.notEqual(await myName(a), await myName(b));
  await say(a, 'hello from A');
  await shows(b, ['1 hello from A']);
  await say(b, 'hello from B');
  await Promise.all([shows(a, ['1 hello from A', '2 hello from B']), shows(b, ['1 hello from A', '2 hello from B'])]);
  await figures(a, { seq: '2', sent: '1', acked: '1', holes: '0', repeats: '0' });
});

await test('cut in one, written in both: after reconnect both have everything once and in order', async () => {
  const [a, b] = await twoTabs();
  await say(a, 'before');
  await shows(b, ['1 before']);
  await a.getByRole('button', { name: 'Cut the connection' }).click();
  await online(a, 'Cut');
  await say(b, 'missed 1');
  await say(b, 'missed 2');
  await shows(b, ['1 before', '2 missed 1', '3 missed 2']);
  const whileCut = a.getByRole('button', { name: 'Send while cut' });
  await whileCut.click();
  await whileCut.click();
  await say(a, 'typed while cut');
  assert.deepEqual(await pending(a), ['Written while cut, no. 1', 'Written while cut, no. 2', 'typed while cut']);
  assert.deepEqual(await list(a), ['1 before'], 'a cut tab hears nothing');
  await a.getByRole('button', { name: 'Reconnect' }).click();
  const all = [
    '1 before',
    '2 missed 1',
    '3 missed 2',
    '4 Written while cut, no. 1',
    '5 Written while cut, no. 2',
    '6 typed while cut',
  ];
  await Promise.all([shows(a, all), shows(b, all)]);
  assert.deepEqual(await pending(a), []);
  assert.deepEqual(await dividers(a), ['Back online, 2 missed messages']);
  await figures(a, { seq: '6', sent: '4', acked: '4', resumes: '1', holes: '0', repeats: '0' });
  await figures(b, { seq: '6', sent: '2', acked: '2', resumes: '0', holes: '0', repeats: '0' });
});

await test('a reload keeps the list, the figures, and what was not sent yet', async () => {
  const [a, b] = await twoTabs();
  await say(a, 'kept');
  await shows(b, ['1 kept']);
  await a.getByRole('button', { name: 'Send while cut' }).click();
  await online(a, 'Cut');
  await say(b, 'came meanwhile');
  const name = await myName(a);
  await a.reload();
  await shows(a, ['1 kept', '2 came meanwhile', '3 Written while cut, no. 1']);
  assert.equal(await myName(a), name);
  await figures(a, { seq: '3', sent: '2', acked: '2', holes: '0', repeats: '0' });
  await a.route('**/api/dev/token', (route) => route.abort());
  complaints.expected = /ERR_FAILED/;
  await a.reload();
  await shows(a, ['1 kept', '2 came meanwhile', '3 Written while cut, no. 1']);
});

await test('a long absence is made good; a first visit shows the last 50', async () => {
  const [a, b] = await twoTabs();
  await a.getByRole('button', { name: 'Cut the connection' }).click();
  for (let i = 1; i <= 120; i++) {
    await say(b, `line ${i}`);
  }
  const all = Array.from({ length: 120 }, (_, i) => `${i + 1} line ${i + 1}`);
  await shows(b, all);
  await a.getByRole('button', { name: 'Reconnect' }).click();
  await shows(a, all);
  assert.deepEqual(await dividers(a), ['Back online, 120 missed messages']);
  await figures(a, { seq: '120', holes: '0', repeats: '0' });
  const c = await tab(b.url());
  await shows(c, all.slice(70));
  assert.match(await c.locator('#beginning').textContent(), /70 earlier/);
});

await test('what people write is shown as text', async () => {
  const [a, b] = await twoTabs();
  const nasty = '<img src="/x.png" onerror="document.title=1"><b>bold</b> & \u202etrebor 😀';
  await say(a, nasty);
  await shows(b, [`1 ${nasty}`]);
  assert.equal(await b.locator('#entries img, #entries b:not(.sender)').count(), 0);
});

await test('an entry lost on the way is counted as a hole and fetched; a repeated one is counted and dropped', async () => {
  const room = newRoom();
  const other = await tab(room);
  let lost = 0;
  const a = await tab(room, {
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
  await figures(a, { holes: '1', repeats: '1', resumes: '1' });
});

await test('a message that was lost with the connection is sent again under its id and stored once', async () => {
  const room = newRoom();
  const other = await tab(room);
  const sent = [];
  const a = await tab(room, {
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
  await Promise.all([shows(a, ['1 once', '2 twice']), shows(other, ['1 once', '2 twice'])]);
  assert.equal(sent.length, 3);
  assert.equal(sent[0], sent[1]);
  await figures(a, { sent: '2', acked: '2', resumes: '1', holes: '0', repeats: '0' });
});

await test('a message whose outcome is not known is sent again under its id and stored once', async () => {
  const sent = [];
  const acks = [];
  const held = [];
  const a = await tab(newRoom(), {
    toServer(frame, pass) {
      if (frame.type === 'send') {
        sent.push(frame.clientMsgId);
      }
      pass();
    },
    fromServer(frame, pass, socket) {
      if (frame.type === 'ack' && acks.push(frame.duplicate) === 1) {
        const { id } = frame;
        socket.send(JSON.stringify({ type: 'error', id, code: 'timeout', message: '', retryable: true, retryAfterMs: 50 }));
      } else if (frame.type === 'message' && acks.length < 2) {
        held.push(pass);
      } else {
        pass();
      }
    },
  });
  await say(a, 'once');
  await until(() => acks, (seen) => seen.length === 2, 'a second ack');
  assert.deepEqual(acks, [false, true]);
  assert.equal(sent[0], sent[1]);
  await until(() => pending(a), (seen) => seen.length === 1, 'the message below the list until its entry is there');
  held.forEach((pass) => pass());
  await shows(a, ['1 once']);
  assert.deepEqual(await pending(a), []);
  await figures(a, { sent: '1', acked: '1', holes: '0', repeats: '0' });
});

await test('a refused message says so and can be removed', async () => {
  const a = await tab(newRoom(), {
    toServer(frame, pass) {
      if (frame.type === 'send' && frame.body.text === 'bad') {
        frame.room = 'no valid name';
      }
      pass();
    },
  });
  await say(a, 'bad');
  await until(() => a.locator('#pending .mark').textContent(), (text) => text.startsWith('not sent:'), 'the refusal');
  await say(a, 'good');
  await shows(a, ['1 good']);
  await a.getByRole('button', { name: 'Remove' }).click();
  assert.deepEqual(await pending(a), []);
});

await test('comes back by itself after 1012 at the time the server names, stays away after 4403', async () => {
  const sockets = new Set();
  const a = await tab(newRoom(), {
    toServer(frame, pass, socket) {
      sockets.add(socket);
      pass();
    },
  });
  const last = () => [...sockets].at(-1);
  last().send(JSON.stringify({ type: 'server-shutdown', reconnectInMs: 700, reason: 'restart' }));
  const closedAt = Date.now();
  last().close({ code: 1012, reason: 'restart' });
  await online(a, 'Offline');
  await online(a, 'Online');
  assert.ok(Date.now() - closedAt >= 700, 'not before the time named');
  assert.equal(sockets.size, 2);
  last().close({ code: 4403, reason: 'not allowed' });
  await online(a, 'Closed');
  await a.waitForTimeout(1_500);
  assert.equal(sockets.size, 2, 'no new connection');
  assert.match(await a.locator('#alert').textContent(), /not allowed \(4403\)/);
  await a.getByRole('button', { name: 'Reconnect' }).click();
  await online(a, 'Online');
  await say(a, 'back');
  await shows(a, ['1 back']);
});

await test('gives a silent connection up 10 s after a ping, and comes back at once when the network does', async () => {
  let silent = false;
  let pings = 0;
  const a = await tab(newRoom(), {
    async prepare(page) {
      await page.clock.install();
      await page.addInitScript(() => { Math.random = () => 0.99; });
    },
    toServer(frame, pass) {
      pings += frame.type === 'ping' ? 1 : 0;
      pass();
    },
    fromServer: (frame, pass) => silent || pass(),
  });
  await until(() => a.locator('#round-trip').textContent(), (text) => text.endsWith(' ms'), 'a round trip');
  assert.equal(pings, 1);
  await a.clock.pauseAt(await a.evaluate(() => Date.now() + 1_000));
  silent = true;
  assert.ok(await steps(a, () => pings === 2) <= 300, 'a ping after 30 s');
  const waited = await steps(a, async () => await a.locator('#connection').textContent() === 'Offline');
  assert.ok(waited >= 99 && waited <= 101, `gave up after ${waited / 10} s`);
  silent = false;
  await a.evaluate(() => dispatchEvent(new Event('online')));
  await online(a, 'Online');
});

await test('renews an ending token in place, and a refused one by coming back with a new one', async () => {
  const auths = [];
  const sockets = new Set();
  const a = await tab(newRoom(), {
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
  await online(a, 'Online');
  last().close({ code: 4401, reason: 'token expired' });
  await until(() => auths.length, (count) => count === 3, 'a third auth');
  assert.equal(sockets.size, 2);
  await online(a, 'Online');
  await say(a, 'still here');
  await shows(a, ['1 still here']);
});

await test('a server that gives no tokens: the page says so and takes a pasted one', async () => {
  const answer = await fetch(`${base}/api/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId: `pasted-${run}`, ttlSeconds: 600 }),
  });
  const { token } = await answer.json();
  complaints.expected = /404/;
  const a = await context.newPage();
  await a.route('**/api/dev/token', (route) => route.fulfill({ status: 404 }));
  await a.goto(newRoom());
  await online(a, 'Token needed');
  assert.match(await a.locator('#alert').textContent(), /not a development server/);
  await a.getByRole('button', { name: 'Send while cut' }).click();
  await a.getByLabel('Paste a token').fill('not.a.token');
  await a.getByLabel('Paste a token').press('Enter');
  await online(a, 'Token needed');
  assert.match(await a.locator('#alert').textContent(), /did not accept/);
  await a.getByLabel('Paste a token').fill(token);
  await a.getByLabel('Paste a token').press('Enter');
  await online(a, 'Online');
  assert.ok(await a.locator('#token-form').isHidden());
  await shows(a, ['1 Written while cut, no. 1']);
  assert.equal(await myName(a), `pasted-${run}`);
});

await test('shows who is here, as the server tells it', async () => {
  let socket;
  const room = newRoom();
  const a = await tab(room, {
    toServer(frame, pass, current) {
      socket = current;
      pass();
    },
    fromServer: (frame, pass) => frame.type.startsWith('presence') || pass(),
  });
  const tell = (frame) => socket.send(JSON.stringify({ room: new URL(room).searchParams.get('room'), ...frame }));
  const here = (expected) => until(() => a.locator('#present').textContent(), (text) => text === expected, expected);
  const ann = { userId: 'ann', name: 'Ann', status: 'online' };
  const gone = { userId: 'gone', status: 'offline' };
  tell({ type: 'presence', users: [ann, gone, { userId: 'bob', status: 'online' }] });
  await here('Here: Ann, bob');
  tell({ type: 'presence-diff', online: [{ userId: 'cid', name: 'Cid' }], offline: [{ userId: 'bob', lastSeen: 1 }] });
  await here('Here: Ann, Cid');
  await a.getByRole('button', { name: 'Cut the connection' }).click();
  await here('');
});

await test('a keyboard reaches everything in order, and the list is a log', async () => {
  const a = await tab(newRoom());
  await a.locator('#text').focus();
  const reached = [];
  for (let i = 0; i < 4; i++) {
    await a.keyboard.press('Tab');
    reached.push(await a.evaluate(() => document.activeElement.textContent.trim()));
  }
  assert.deepEqual(reached, ['Send', 'Cut the connection', 'Send while cut', 'Open a second tab']);
  assert.notEqual(await a.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  assert.equal(await a.getByRole('log').count(), 1);
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function test(name, body) {
  context = await browser.newContext();
  complaints = Object.assign([], { expected: null });
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(String(error.error())));
  try {
    await body();
    const unexpected = complaints.filter((text) => !complaints.expected?.test(text));
    assert.deepEqual(unexpected, [], 'the browser complained');
    passed++;
    console.log(`ok      ${name}`);
  } catch (e) {
    failed++;
    console.log(`FAILED  ${name}\n        ${e.message.replaceAll('\n', '\n        ')}`);
  } finally {
    await context.close();
  }
}

function newRoom() {
  return `${base}/?room=check-${run}-${++rooms}`;
}

/** A tab and one that was opened from it. */
async function twoTabs() {
  const a = await tab(newRoom());
  const opened = context.waitForEvent('page');
  await a.getByRole('link', { name: 'Open a second tab' }).click();
  const b = await opened;
  await online(b, 'Online');
  return [a, b];
}

/**
 * A tab, once it is online. Between it and the server may stand:
 *
 * @param fromServer gets each frame of the server, a function that lets it pass, and the page's socket
 * @param toServer gets each frame of the page, a function that lets it pass, and the page's socket
 * @param prepare gets the page before it is loaded
 */
async function tab(url, { fromServer, toServer, prepare = () => {} } = {}) {
  const page = await context.newPage();
  await prepare(page);
  if (fromServer || toServer) {
    await page.routeWebSocket(/\/ws$/, (socket) => between(socket, fromServer ?? passOn, toServer ?? passOn));
  }
  await page.goto(url);
  await online(page, 'Online');
  return page;
}

function between(socket, fromServer, toServer) {
  const server = socket.connectToServer();
  socket.onMessage((text) => {
    const frame = JSON.parse(text);
    toServer(frame, () => server.send(JSON.stringify(frame)), socket);
  });
  server.onMessage((text) => fromServer(JSON.parse(text), () => socket.send(text), socket));
}

function passOn(frame, pass) {
  pass();
}

async function online(page, state) {
  await until(() => page.locator('#connection').textContent(), (text) => text === state, `the state ${state}`);
}

async function say(page, text) {
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Enter');
}

/** The entries a tab shows, as "seq text". */
function list(page) {
  return page.locator('#entries .entry').evaluateAll((entries) => entries.map(
    (entry) => `${entry.querySelector('.seq').textContent} ${entry.querySelector('.text').textContent}`,
  ));
}

function dividers(page) {
  return page.locator('#entries .divider').allTextContents();
}

function pending(page) {
  return page.locator('#pending .text').allTextContents();
}

async function myName(page) {
  return (await page.locator('#text').getAttribute('placeholder')).replace('Message as ', '');
}

async function shows(page, expected) {
  await until(() => list(page), (seen) => JSON.stringify(seen) === JSON.stringify(expected), 'the list');
}

async function figures(page, expected) {
  const read = async () => {
    const seen = {};
    for (const name of Object.keys(expected)) {
      seen[name] = await page.locator(`#${name}`).textContent();
    }
    return seen;
  };
  await until(read, (seen) => JSON.stringify(seen) === JSON.stringify(expected), JSON.stringify(expected));
}

/** How many steps of 100 ms the tab's stopped clock has to be moved for something to be so. */
async function steps(page, reached) {
  for (let taken = 0; taken <= 400; taken++) {
    if (await reached()) {
      return taken;
    }
    await page.clock.runFor(100);
  }
  throw new Error('not within 40 s of the clock');
}

async function until(read, good, what) {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await read();
    if (good(seen)) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${WAIT_MS} ms for ${what}; saw ${JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
