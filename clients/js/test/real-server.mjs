// The client against a running server: node real-server.mjs http://127.0.0.1:8080
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import process from 'node:process';
import { WebSocket } from 'ws';
import { Seqway } from '../src/index.js';

const base = new URL(process.argv[2]);
const run = Math.random().toString(36).slice(2, 10);
const opened = [];

/** A way to the server that can be cut. */
async function proxy() {
  const pairs = new Set();
  let up = true;
  const server = createServer((near) => {
    if (!up) return near.destroy();
    const far = connect(Number(base.port), base.hostname);
    pairs.add(near).add(far);
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => {
    up = false;
    pairs.forEach((socket) => socket.destroy());
    pairs.clear();
  };
  return { url: `ws://127.0.0.1:${server.address().port}/ws`, cut, mend: () => (up = true), close: () => (cut(), server.close()) };
}

async function token(user) {
  const body = JSON.stringify({ userId: `${user}-${run}`, name: user, ttlSeconds: 3600 });
  const headers = { 'Content-Type': 'application/json' };
  return (await (await fetch(new URL('/api/dev/token', base), { method: 'POST', headers, body })).json()).token;
}

function client(user, url = base, options = {}) {
  const getToken = () => token(user);
  const made = new Seqway(url, { getToken, WebSocket, baseDelayMs: 50, maxDelayMs: 200, ...options });
  opened.push(made);
  return made;
}

const event = (from, name, is = () => true) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} in time`)), 60_000);
    const off = from.on(name, (value) => is(value) && (clearTimeout(timer), off(), resolve(value)));
  });

async function step(what, act) {
  await act();
  console.log(`ok ${what}`);
}

const way = await proxy();
const alice = client('alice', way.url);
const bob = client('bob');
const [ofAlice, ofBob] = [alice, bob].map((c) => c.room(`js-${run}`, { lastSeq: 0 }));
const seen = { alice: [], bob: [] };
ofAlice.on('message', ({ seq, body }) => seen.alice.push([seq, body]));
ofBob.on('message', ({ seq, body }) => seen.bob.push([seq, body]));

await step('a message goes from one to the other', async () => {
  const there = event(ofBob, 'message');
  assert.equal(await ofAlice.send('one'), 1);
  const { seq, body, sender, senderName, own } = await there;
  assert.deepEqual([seq, body, sender, senderName, own], [1, 'one', `alice-${run}`, 'alice', false]);
});

await step('what both have written while one was cut off is there once and in order', async () => {
  const lost = event(alice, 'state', ({ to }) => to === 'disconnected');
  way.cut();
  await lost;
  const waiting = ['two', 'three', 'four'].map((body) => ofAlice.send(body));
  await Promise.all(Array.from({ length: 150 }, (_, i) => ofBob.send(`while away ${i}`)));
  const synced = event(alice, 'synced');
  way.mend();
  // Her own may be sent again, and stored, while she is still reading what she missed.
  const { count } = await synced;
  assert.ok(count >= 150 && count <= 153, `synced ${count}`);
  const seqs = await Promise.all(waiting);
  assert.deepEqual(seqs, [152, 153, 154]);
  await ofBob.send('five');
  for (const [room, list] of [[ofAlice, seen.alice], [ofBob, seen.bob]]) {
    if (list.length < 155) await event(room, 'message', ({ seq }) => seq === 155);
  }
  assert.deepEqual(seen.alice, seen.bob);
  assert.deepEqual(seen.alice.map(([seq]) => seq), Array.from({ length: 155 }, (_, i) => i + 1));
  const { gaps, duplicates, reconnects, queued } = alice.getMetrics();
  assert.deepEqual({ gaps, duplicates, reconnects, queued }, { gaps: 0, duplicates: 0, reconnects: 1, queued: 0 });
});

await step('three hundred at once, over the limit of the server, are all stored, in order', async () => {
  const seqs = await Promise.all(Array.from({ length: 300 }, (_, i) => ofAlice.send(`burst ${i}`)));
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
  assert.equal(new Set(seqs).size, 300);
  assert.equal(alice.state, 'connected');
});

await step('history, presence, and a signal', async () => {
  const { messages, more } = await ofBob.history({ before: 4, limit: 2 });
  assert.deepEqual([messages.map(({ seq }) => seq), more], [[2, 3], true]);
  const users = (await ofBob.presence()).map(({ userId }) => userId).sort();
  assert.deepEqual(users, [`alice-${run}`, `bob-${run}`]);
  const heard = event(ofAlice, 'signal');
  ofBob.signal('wave', { hand: 'left' });
  assert.deepEqual(await heard, { userId: `bob-${run}`, name: 'wave', data: { hand: 'left' } });
});

await step('a room begins with its last entries', async () => {
  const carol = client('carol');
  const room = carol.room(`js-${run}`, { tail: 3 });
  await event(room, 'live');
  assert.equal(room.messages.length, 3);
  assert.equal(await room.loadEarlier(10), true);
  assert.equal(room.messages.length, 13);
  const seqs = room.messages.map(({ seq }) => seq);
  assert.deepEqual(seqs, Array.from({ length: 13 }, (_, i) => seqs[0] + i));
});

await step('an edit, a delete, and typing', async () => {
  const seq = await ofAlice.send('tpyo');
  if (ofBob.lastSeq < seq) await event(ofBob, 'message', (m) => m.seq === seq);
  const edited = event(ofBob, 'edit', (m) => m.seq === seq);
  assert.equal(await ofAlice.edit(seq, 'typo'), 2);
  assert.equal((await edited).body, 'typo');
  const deleted = event(ofBob, 'delete', (m) => m.seq === seq);
  assert.equal(await ofAlice.delete(seq, { expectVersion: 2 }), 3);
  assert.deepEqual([(await deleted).body, (await deleted).deleted], [null, true]);
  await assert.rejects(ofBob.edit(1, 'not his'), ({ kind, code }) => kind === 'server' && code === 'forbidden');
  const typing = event(ofBob, 'typing');
  ofAlice.typing();
  assert.deepEqual(await typing, { userId: `alice-${run}`, typing: true });
});

await step('a stream is there, whole, after a cut in the middle', async () => {
  const stream = alice.stream(`rec-${run}`, { contentType: 'application/octet-stream', meta: { name: 'a' }, chunkBytes: 10_000 });
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i * 7);
  const some = event(stream, 'progress', ({ sent }) => sent >= 3);
  await stream.append(bytes.subarray(0, 200_000));
  await some;
  way.cut();
  await stream.append(bytes.subarray(200_000));
  const finished = stream.finish();
  way.mend();
  await finished;
  assert.equal(stream.status().pending, 0);
  const headers = { Authorization: `Bearer ${await token('alice')}` };
  const answer = await fetch(new URL(`/api/streams/rec-${run}`, base), { headers });
  assert.equal(answer.headers.get('Seqway-Complete'), 'true');
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(bytes));
});

await step('a token that the server refuses ends in error', async () => {
  const eve = client('eve', base, { getToken: () => 'not-a-token' });
  const { kind } = await event(eve, 'error', (e) => e.kind === 'auth');
  assert.equal(kind, 'auth');
});

for (const one of opened) one.close();
way.close();
console.log('the client works with the server');
