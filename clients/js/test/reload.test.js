// A page that is gone, and the one that comes after it, on the browser's own stores.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Seqway } from '../src/index.js';
import { FakeClock } from './support/clock.js';
import { Gateway } from './support/gateway.js';
import { enter, FakeLocalStorage, FakeLocks } from './support/browser.js';

let clock;
let gateway;
let locks;
let user;
let users = 0;

beforeEach(() => {
  clock = new FakeClock();
  gateway = new Gateway(clock);
  locks = new FakeLocks();
  globalThis.localStorage = new FakeLocalStorage();
  user = `user-${++users}`;
});

function load(page) {
  enter(page);
  const { WebSocket } = gateway;
  return new Seqway('ws://gateway', { token: user, userId: user, WebSocket, storage: null, clock });
}

/** IndexedDB has written; it does so in its own time. */
const kept = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Time passes in the gateway, and IndexedDB gets its turns. */
async function until(condition) {
  for (let i = 0; i < 500 && !condition(); i++) {
    await clock.advance(20);
    await new Promise(setImmediate);
  }
  assert.ok(condition(), `not: ${condition}`);
}

const bodies = (room) => gateway.room(room).log.map(({ body }) => body);

test('what was written without a connection is sent after a reload, in order and once', async () => {
  const first = locks.page();
  const before = load(first);
  before.close();
  for (const body of ['one', 'two', 'three']) before.room('r').send(body);
  await until(() => true);
  await kept();
  first.die();
  const after = load(locks.page());
  after.room('r');
  await until(() => bodies('r').length === 3 && after.getMetrics().queued === 0);
  assert.deepEqual(bodies('r'), ['one', 'two', 'three']);
  after.close();
});

test('also in a room that the new page has not opened', async () => {
  const first = locks.page();
  const before = load(first);
  before.close();
  before.room('elsewhere').send('hello');
  await kept();
  first.die();
  const after = load(locks.page());
  await until(() => bodies('elsewhere').length === 1);
  const seen = [];
  after.room('elsewhere', { lastSeq: 0 }).on('message', ({ body }) => seen.push(body));
  await until(() => seen.length === 1);
  assert.deepEqual(seen, ['hello'], 'what was not shown is not lost for who opens it later');
  after.close();
});

test('a tab takes over what another one has left, and nothing is stored twice', async () => {
  const first = locks.page();
  const one = load(first);
  one.close();
  one.room('r').send('of the first tab');
  await kept();
  const two = load(locks.page());
  two.room('r').send('of the second tab');
  await until(() => bodies('r').length === 1);
  assert.deepEqual(bodies('r'), ['of the second tab'], 'the first tab lives, so what it has is its own');
  first.die();
  await until(() => bodies('r').length === 2);
  assert.deepEqual(bodies('r'), ['of the second tab', 'of the first tab']);
  two.close();
});

test('another user of the same browser does not send it', async () => {
  const first = locks.page();
  const before = load(first);
  before.close();
  before.room('r').send('private');
  await kept();
  first.die();
  user = `${user}-other`;
  const after = load(locks.page());
  after.room('r').send('public');
  await until(() => after.getMetrics().queued === 0 && bodies('r').length > 0);
  assert.deepEqual(bodies('r'), ['public']);
  after.close();
});

test('what was stored, though nobody has said so, is not shown behind what came later', async () => {
  const first = locks.page();
  const before = load(first);
  const there = before.room('r', { tail: 5 });
  await until(() => there.joined);
  there.send('mine');
  await clock.until(() => bodies('r').length === 1);
  gateway.cut(true); // before the ack
  before.close();
  await kept();
  first.die();
  for (let n = 1; n <= 8; n++) gateway.append('r', 'other', `o${n}`, `text ${n}`);
  gateway.joinMs = 200;
  const after = load(locks.page());
  await kept(); // what was left is taken over before the connection is there
  const room = after.room('r', { tail: 5 });
  await until(() => room.joined && after.getMetrics().queued === 0);
  await clock.advance(1_000);
  assert.deepEqual(room.messages.map(({ seq }) => seq), [5, 6, 7, 8, 9]);
  assert.equal(bodies('r').length, 9);
  after.close();
});

test('a stream that is continued right after the reload goes on behind what was not sent', async () => {
  const first = locks.page();
  const before = load(first);
  before.close();
  await before.stream('s', { chunkBytes: 1 }).append('ab');
  first.die();
  const after = load(locks.page());
  const stream = after.stream('s', { chunkBytes: 1 });
  const appended = stream.append('c');
  let finished = false;
  stream.finish().then(() => (finished = true));
  await until(() => finished);
  await appended;
  assert.deepEqual([...gateway.stream('s').values()].join(''), 'abc');
  assert.equal(gateway.stream('s').size, 4);
  after.close();
});

/** A token that is asked for anew at each connection. */
const tokenOf = (userId) => `x.${btoa('{"exp":1}')}.${userId}`;

test('another user signs in: what was shown is taken back, what waits says so, and is sent when its user is back', async () => {
  enter(locks.page());
  let who = `${user}-a`;
  const { WebSocket } = gateway;
  const client = new Seqway('ws://gateway', { getToken: () => tokenOf(who), WebSocket, storage: null, clock });
  const room = client.room('r', { tail: 10 });
  const shown = [];
  room.on('message', ({ seq }) => shown.push(seq));
  room.on('reset', () => shown.splice(0));
  await until(() => room.joined);
  gateway.append('r', 'other', 'o1', 'hello');
  await until(() => shown.length === 1);
  client.close();
  let why;
  room.send('private').catch(({ code }) => (why = code));
  const stream = client.stream('s');
  const finishing = stream.finish().catch(({ code }) => code);
  await kept();
  who = `${user}-b`;
  client.connect();
  await until(() => room.joined && client.userId === who);
  assert.deepEqual(shown, [1], 'once');
  assert.equal(why, 'signed-out');
  assert.equal(await finishing, 'signed-out');
  client.close();
  who = `${user}-a`;
  client.connect();
  await until(() => bodies('r').length === 2 && client.getMetrics().queued === 0);
  assert.deepEqual(gateway.room('r').log.map(({ sender, body }) => [sender, body]), [['other', 'hello'], [who, 'private']]);
  assert.deepEqual(shown, [1, 2]);
  client.close();
});
