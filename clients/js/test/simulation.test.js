// Ten thousand random schedules of cuts, reorders, refusals and reloads, in fake time: no hole, no repeat, outbox order
// kept. Each is named by its seed: SEED=17 node test/simulation.test.js runs that one alone. It is a program of its own
// rather than a test(), whose hooks on every promise make it five times slower.
import assert from 'node:assert/strict';
import { Seqway } from '../src/seqway.js';
import { FakeClock } from './support/clock.js';
import { FakeDisk, Gateway } from './support/gateway.js';

Error.stackTraceLimit = 0; // they are made by the thousand
const SCHEDULES = Number(process.env.SCHEDULES ?? 10_000);
const ROOMS = ['a', 'b'];

const seeds = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: SCHEDULES }, (_, i) => i + 1);
const seen = { cuts: 0, reloads: 0, gaps: 0, duplicates: 0, entries: 0 };
for (const seed of seeds) {
  await schedule(seed).catch((e) => {
    console.error(`SEED=${seed}: ${e.message}`);
    process.exit(1);
  });
}
console.log(`${seeds.length} schedules: ${JSON.stringify(seen)}`);
if (seeds.length > 1_000) {
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 100, `${what} were hardly tried: ${times}`);
}

async function schedule(seed) {
  const clock = new FakeClock(seed);
  const gateway = new Gateway(clock);
  gateway.trouble = clock.random() < 0.5 ? 0.1 : 0;
  const disk = new FakeDisk();
  // what the application has shown, and what it has asked for: both outlive a reload
  const shown = new Map(ROOMS.map((room) => [room, []]));
  const asked = new Map(ROOMS.map((room) => [room, []]));
  let page;
  let written = 0;

  const load = () => {
    const store = disk.store();
    const client = new Seqway('ws://gateway/', {
      token: 'x.e30.me', // a token whose claims can be read, and are none
      userId: 'me',
      WebSocket: gateway.WebSocket,
      storage: disk.storage,
      store,
      clock,
      receipts: false,
    });
    for (const id of ROOMS) {
      const known = [...disk.values.keys()].some((key) => key.startsWith('seqway.seq') && key.endsWith(` ${id}`));
      client.room(id, known ? {} : { lastSeq: 0 }).on('message', (m) => store.gone || shown.get(id).push(m));
    }
    page = { client, store };
  };
  const unload = () => {
    const { gaps, duplicates } = page.client.getMetrics();
    seen.gaps += gaps;
    seen.duplicates += duplicates;
    page.store.gone = true;
    page.client.close();
  };

  load();
  const steps = 6 + clock.below(12);
  for (let i = 0; i < steps; i++) {
    const room = ROOMS[clock.below(2)];
    const what = clock.random();
    if (what < 0.45) {
      for (let burst = 1 + clock.below(3); burst > 0; burst--) {
        const body = `m${written++}`;
        page.client.room(room).send(body);
        asked.get(room).push(body);
      }
    } else if (what < 0.75) {
      for (let burst = 1 + clock.below(3); burst > 0; burst--) gateway.append(room, 'other', `o${written++}`, 'hello');
    } else if (what < 0.9) {
      seen.cuts += 1;
      gateway.cut(clock.random() < 0.2);
    } else {
      seen.reloads += 1;
      unload();
      await clock.advance(1); // ids are in order by the time, and no page is there within the same millisecond
      load();
    }
    await clock.advance(clock.below(clock.random() < 0.9 ? 40 : 3_000));
  }
  gateway.trouble = 0;
  await clock.until(() => page.client.connected && page.client.outbox.items.length === 0);
  const complete = () => ROOMS.every((room) => page.client.room(room).lastSeq === gateway.room(room).log.length);
  await clock.until(complete);

  for (const id of ROOMS) {
    const { log } = gateway.room(id);
    const expected = log.map(({ seq }) => seq);
    const seqs = shown.get(id).map(({ seq }) => seq);
    assert.deepEqual(seqs, expected, `room ${id}: shown`);
    const mine = log.filter(({ sender }) => sender === 'me').map(({ body }) => body);
    assert.deepEqual(mine, asked.get(id), `room ${id}: the order of what was sent`);
    seen.entries += log.length;
  }
  assert.equal(disk.records.size, 0, 'nothing is left in the outbox');
  unload();
}
