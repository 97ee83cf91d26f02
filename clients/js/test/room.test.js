// What a room holds, and what it says.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Seqway } from '../src/index.js';
import { FakeClock } from './support/clock.js';
import { Gateway } from './support/gateway.js';

let clock;
let gateway;
let client;

beforeEach(() => {
  clock = new FakeClock();
  gateway = new Gateway(clock);
  client = new Seqway('ws://gateway', { token: 'x.e30.me', WebSocket: gateway.WebSocket, clock });
});
afterEach(() => client.close());

const seqs = (room) => room.messages.map(({ seq }) => seq);
const write = (n, more) => gateway.append('r', 'other', `o${n}`, `text ${n}`, more);

async function joined(options) {
  const room = client.room('r', options);
  await clock.until(() => room.joined);
  return room;
}

/** Time passes until it is settled. */
async function waited(promise) {
  let done = false;
  promise.finally(() => (done = true));
  await clock.until(() => done);
  return promise;
}

test('earlier messages are put in front, page by page, to the beginning', async () => {
  for (let n = 1; n <= 10; n++) write(n);
  const room = await joined();
  assert.deepEqual(seqs(room), []);
  assert.equal(await waited(room.loadEarlier(4)), true);
  assert.deepEqual(seqs(room), [7, 8, 9, 10]);
  assert.equal(await waited(room.loadEarlier(4)), true);
  assert.equal(await waited(room.loadEarlier(4)), false);
  assert.deepEqual(seqs(room), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a page without a message among its entries does not stop that', async () => {
  write(1);
  for (let n = 2; n <= 6; n++) write(n, { kind: 'edit', target: 1, version: n });
  write(7);
  const room = await joined();
  for (let page = 0; page < 4; page++) await waited(room.loadEarlier(2));
  assert.deepEqual(seqs(room), [1, 7]);
});

test('no more than asked for is held, and what was let go can be loaded', async () => {
  const room = await joined({ keep: 3 });
  for (let n = 1; n <= 5; n++) write(n);
  await clock.until(() => room.lastSeq === 5);
  assert.deepEqual(seqs(room), [3, 4, 5]);
  await waited(room.loadEarlier(1));
  assert.deepEqual(seqs(room), [2, 3, 4, 5]);
});

test('a page of earlier messages fits, whatever comes while it is on its way', async () => {
  const room = await joined({ keep: 3 });
  for (let n = 1; n <= 5; n++) write(n);
  await clock.until(() => room.lastSeq === 5);
  const loading = room.loadEarlier(1);
  write(6);
  assert.equal(await waited(loading), true);
  assert.deepEqual(seqs(room).slice(0, 2), [2, 3]);
  await clock.until(() => room.lastSeq === 6);
  write(7);
  await clock.until(() => room.lastSeq === 7);
  assert.deepEqual(seqs(room), [4, 5, 6, 7], 'as many as asked for, and those of the page');
});

test('typing is said every three seconds as long as it goes on, and once when it ends', async () => {
  const room = await joined();
  const said = () => gateway.said.filter(({ type }) => type === 'typing').map(({ typing }) => typing);
  for (let key = 0; key < 40; key++) {
    room.typing();
    await clock.advance(100);
  }
  room.typing(false);
  room.typing(false);
  await clock.advance(100);
  assert.deepEqual(said(), [true, true, false]);
});

test('who answers has read what was before', async () => {
  const room = await joined();
  const sending = room.send('hello?');
  await waited(sending);
  assert.equal(sending.message.status, 'sent');
  write(1);
  await clock.until(() => room.lastSeq === 2);
  assert.equal(sending.message.status, 'read');
  assert.deepEqual(room.readBy(1), ['other']);
});

test('what has been delivered is said once for many entries', async () => {
  const room = await joined();
  for (let n = 1; n <= 20; n++) write(n);
  await clock.advance(2_000);
  const receipts = gateway.said.filter(({ type }) => type === 'receipt');
  assert.ok(receipts.length <= 2, `${receipts.length} receipts`);
  assert.equal(receipts.at(-1).delivered, 20);
});

test('a snapshot stays the same as long as nothing changes', async () => {
  const room = await joined();
  const before = room.getSnapshot();
  assert.equal(room.getSnapshot(), before);
  let heard = 0;
  room.subscribe(() => heard++);
  for (let n = 1; n <= 3; n++) write(n);
  await clock.until(() => room.lastSeq === 3);
  assert.notEqual(room.getSnapshot(), before);
  assert.ok(heard > 0);
});
