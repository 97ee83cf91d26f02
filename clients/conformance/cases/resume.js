import { assert, equal } from '../expect.js';
import { EPOCH, entry } from '../server.js';

const upTo = (n) => Array.from({ length: n }, (_, i) => i + 1);

/** A client in the room r, with so many entries. */
async function inRoom({ server, client }, head = 0, options = {}) {
  await client.open(server.url, options);
  await client.room('r', { lastSeq: 0 });
  const connection = await server.login();
  await connection.enter('r');
  for (const seq of upTo(head)) connection.entry('r', seq);
  await client.shows('r', ...upTo(head));
  return connection;
}

export default [
  {
    name: 'a hole is closed by a resume from the last entry that was applied',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.entry('r', 3);
      const resume = await connection.expect('resume');
      equal(resume.rooms, { r: { seq: 1, epoch: EPOCH } }, 'the position');
      connection.missed('r', 2, 3);
      connection.entered(resume, { r: 3 }, { missed: 2 });
      await client.shows('r', 1, 2, 3);
    },
  },
  {
    name: 'what comes behind a hole is shown once, in order, when the hole is closed',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      for (const seq of [3, 4, 5]) connection.entry('r', seq);
      const resume = await connection.expect('resume');
      connection.entry('r', 6); // on its way before the resume was read
      connection.missed('r', 2, 6);
      connection.entered(resume, { r: 6 }, { missed: 5 });
      connection.entry('r', 7);
      await client.shows('r', ...upTo(7));
      await connection.silent(50);
    },
  },
  {
    name: 'a hole at the end of a replay is closed, too',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 2, 2);
      second.entered(resume, { r: 4 }, { missed: 3 }); // 3 and 4 were lost on the way
      const again = await second.expect('resume');
      equal(again.rooms.r.seq, 2, 'the position');
      second.missed('r', 3, 4);
      second.entered(again, { r: 4 }, { missed: 2 });
      await client.shows('r', 1, 2, 3, 4);
    },
  },
  {
    name: 'a repeat is dropped',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 2);
      connection.entry('r', 2);
      connection.entry('r', 1);
      connection.entry('r', 3);
      await client.shows('r', 1, 2, 3);
      await connection.silent(50);
    },
  },
  {
    name: 'a replay that begins too early is not shown twice',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 3);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 1, 5);
      second.entered(resume, { r: 5 }, { missed: 5 });
      await client.shows('r', 1, 2, 3, 4, 5);
    },
  },
  {
    name: 'two entries that were swapped are shown in order',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.entry('r', 3);
      connection.entry('r', 2);
      const resume = await connection.expect('resume');
      connection.missed('r', resume.rooms.r.seq + 1, 3);
      connection.entered(resume, { r: 3 });
      await client.shows('r', 1, 2, 3);
    },
  },
  {
    name: 'all rooms are resumed by one frame, each from its own position',
    async run({ server, client }) {
      await client.open(server.url);
      const first = await server.login();
      for (const [room, head] of [['a', 2], ['b', 0], ['c', 5]]) {
        await client.room(room, { lastSeq: 0 });
        await first.enter(room);
        for (const seq of upTo(head)) first.entry(room, seq);
        await client.shows(room, ...upTo(head));
      }
      first.kill();
      const second = await server.login();
      const { rooms } = await second.expect('resume');
      const at = (seq) => ({ seq, epoch: EPOCH });
      equal(rooms, { a: at(2), b: at(0), c: at(5) }, 'the positions');
      await second.silent(50);
    },
  },
  {
    name: 'more rooms than the server takes in one frame are resumed by several',
    async run({ server, client }) {
      await client.open(server.url);
      for (const seq of upTo(5)) await client.room(`r${seq}`, { lastSeq: 0 });
      const connection = await server.login({ limits: { maxRoomsPerResume: 2 } });
      const seen = new Set();
      while (seen.size < 5) {
        const frame = await connection.expect('resume', 'join');
        const rooms = frame.type === 'join' ? [frame.room] : Object.keys(frame.rooms);
        assert(rooms.length <= 2, `${rooms.length} rooms in one frame`);
        rooms.forEach((room) => seen.add(room));
        connection.entered(frame, Object.fromEntries(rooms.map((room) => [room, 0])));
      }
    },
  },
  {
    name: 'the position is what was applied, not what was announced',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.kill();
      const second = await server.login();
      await second.expect('resume');
      second.missed('r', 2, 3, { more: true }); // and breaks in the middle
      await client.shows('r', 1, 2, 3);
      second.kill();
      const third = await server.login();
      equal((await third.enter('r', 3)).seq, 3, 'the position');
    },
  },
  {
    name: 'a long replay comes in many frames, and new entries behind it',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 2, 101, { more: true });
      second.missed('r', 102, 201, { more: true });
      second.missed('r', 202, 250);
      second.entered(resume, { r: 250 }, { missed: 249 });
      second.entry('r', 251);
      await client.shows('r', ...upTo(251));
      await second.silent(50);
    },
  },
  {
    name: 'how much was missed is said once the room is there',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 2, 13);
      second.entered(resume, { r: 13 }, { missed: 12 });
      const { room } = await client.event('synced', { count: 12 });
      equal(room, 'r', 'the room');
    },
  },
  {
    name: 'a room that cannot answer is resumed again, and does not hold back the others',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('good', { lastSeq: 0 });
      await client.room('bad', { lastSeq: 0 });
      const first = await server.login();
      const seen = new Set();
      while (seen.size < 2) {
        const frame = await first.expect('resume', 'join');
        const rooms = frame.type === 'join' ? [frame.room] : Object.keys(frame.rooms);
        rooms.forEach((room) => seen.add(room));
        first.entered(frame, { good: 0, bad: 0 });
      }
      first.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.entered(resume, { good: 0, bad: { status: 'error', code: 'unavailable', message: 'not now' } });
      second.entry('good', 1);
      await client.shows('good', 1);
      const again = await second.expect('resume', 'join');
      const rooms = again.type === 'join' ? [again.room] : Object.keys(again.rooms);
      equal(rooms, ['bad'], 'the rooms of the second try');
      second.entered(again, { bad: 0 });
      second.entry('bad', 1);
      await client.shows('bad', 1);
    },
  },
  {
    name: 'a room that the user may not enter any more is said to be removed, and not asked for again',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.reply(resume, { type: 'resumed', rooms: { r: { status: 'removed' } } });
      await client.event('removed', { room: 'r' });
      second.kill();
      const third = await server.login();
      await third.silent();
    },
  },
  {
    name: 'a room that is taken away while it is live is said to be removed',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.send({ type: 'removed', room: 'r', reason: 'you were removed' });
      await client.event('removed', { room: 'r' });
      connection.kill();
      await (await server.login()).silent();
    },
  },
  {
    name: 'a room that was taken away is there again once the list of rooms names it',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.send({ type: 'removed', room: 'r', reason: 'you were removed' });
      await client.event('removed', { room: 'r' });
      server.list = [{ room: 'r', seq: 4, epoch: EPOCH, delivered: 1, read: 1, unread: 3, role: 'member' }];
      connection.kill();
      const second = await server.login();
      await second.enter('r', 4);
      second.entry('r', 5);
      await client.shows('r', 1, 5);
    },
  },
  {
    name: 'a reset: what there was is forgotten, and the log begins where the server says',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 7);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 1, 2, { epoch: 'e2', reset: true });
      second.entered(resume, { r: 2 }, { status: 'reset', from: 1, missed: 2, epoch: 'e2' });
      await client.event('reset', { room: 'r' });
      second.entry('r', 3, { epoch: 'e2' });
      await client.shows('r', ...upTo(7), 1, 2, 3);
      second.kill();
      const third = await server.login();
      equal((await third.expect('resume')).rooms.r, { seq: 3, epoch: 'e2' }, 'the position');
    },
  },
  {
    name: 'a reset of a room without entries',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 2);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 1, 0, { epoch: 'e2', reset: true });
      second.entered(resume, { r: 0 }, { status: 'reset', from: 1, epoch: 'e2' });
      second.entry('r', 1, { epoch: 'e2' });
      await client.shows('r', 1, 2, 1);
    },
  },
  {
    name: 'a reset while the room is live',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 3);
      connection.missed('r', 1, 1, { epoch: 'e2', reset: true });
      connection.entry('r', 2, { epoch: 'e2' });
      await client.shows('r', 1, 2, 3, 1, 2);
      await connection.silent(50);
    },
  },
  {
    name: 'a log whose beginning is gone starts where the server says',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 2);
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 50, 52, { reset: true });
      second.entered(resume, { r: 52 }, { status: 'reset', from: 50, missed: 3 });
      await client.event('reset', { room: 'r' });
      await client.shows('r', 1, 2, 50, 51, 52);
      await second.silent(50);
    },
  },
  {
    name: 'entries of kinds that it does not know count',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.entry('r', 2, { kind: 'poll' });
      connection.entry('r', 3, { kind: 'member', body: { action: 'added', userId: 'eve', role: 'member' } });
      connection.entry('r', 4);
      await client.shows('r', 1, 4);
      await connection.silent(50);
    },
  },
  {
    name: 'entries that are held back from a slow reader follow as missed',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.send({ type: 'lagging', rooms: ['r'], state: 'begin' });
      connection.missed('r', 2, 4);
      connection.send({ type: 'lagging', rooms: ['r'], state: 'end' });
      connection.entry('r', 5);
      await client.shows('r', 1, 2, 3, 4, 5);
      await connection.silent(50);
    },
  },
  {
    name: 'a first visit begins with the last entries, and goes on from there',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { tail: 2 });
      const first = await server.login();
      const join = await first.expect('join');
      equal(join.tail, 2, 'the tail');
      first.missed('r', 8, 9);
      first.entered(join, { r: 9 }, { missed: 2 });
      await client.shows('r', 8, 9);
      first.kill();
      const second = await server.login();
      equal((await second.expect('resume')).rooms.r, { seq: 9, epoch: EPOCH }, 'the position');
    },
  },
  {
    name: 'a first visit that breaks in the middle shows nothing twice',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { tail: 3 });
      const first = await server.login();
      await first.expect('join');
      first.missed('r', 7, 8, { more: true });
      await client.shows('r', 7, 8);
      first.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      equal(resume.rooms.r.seq, 8, 'the position');
      second.missed('r', 9, 9);
      second.entered(resume, { r: 9 });
      await client.shows('r', 7, 8, 9);
    },
  },
  {
    name: 'a room without a beginning shows what comes from now on',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r');
      const connection = await server.login();
      const join = await connection.expect('join');
      equal(join.lastSeq, undefined, 'the lastSeq');
      connection.entered(join, { r: 41 });
      connection.entry('r', 42);
      await client.shows('r', 42);
    },
  },
  {
    name: 'a room that was left is not resumed',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      await client.do('leave', { room: 'r' });
      equal((await connection.expect('leave')).room, 'r', 'the room');
      connection.kill();
      await (await server.login()).silent();
    },
  },
  {
    name: 'an older edit does not undo a newer one',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      connection.entry('r', 2, { kind: 'edit', target: 1, version: 3, body: 'third' });
      connection.entry('r', 3, { kind: 'edit', target: 1, version: 2, body: 'second' });
      connection.entry('r', 4, { kind: 'edit', target: 99, version: 2, body: 'of nothing' });
      connection.entry('r', 5);
      await client.shows('r', 1, 5);
      equal((await client.do('list', { room: 'r' })).map(({ body }) => body), ['third', 'm5'], 'the bodies');
    },
  },
  {
    name: 'what was deleted has no body any more',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 2);
      connection.entry('r', 3, { kind: 'delete', target: 1, version: 2, body: null, deleted: true });
      await client.event('delete', { seq: 1 });
      const [first] = await client.do('list', { room: 'r' });
      equal([first.body, first.deleted], [null, true], 'the body, and whether it is deleted');
    },
  },
  {
    name: 'history is asked for again over the next connection',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, 1);
      const page = client.do('history', { room: 'r', before: 10, limit: 2 });
      await connection.expect('history');
      connection.kill();
      const second = await server.login();
      await second.enter('r', 1);
      const asked = await second.expect('history');
      equal([asked.before, asked.limit], [10, 2], 'what is asked for');
      second.reply(asked, { type: 'history', room: 'r', messages: [entry('r', 8), entry('r', 9)], more: true });
      equal(await page, { seqs: [8, 9], more: true }, 'the page');
    },
  },
  {
    name: 'positions are kept over a reload',
    needs: 'reload',
    async run({ server, client }) {
      await inRoom({ server, client }, 3);
      await client.do('reload');
      await client.room('r');
      const second = await server.login();
      equal((await second.expect('resume')).rooms.r, { seq: 3, epoch: EPOCH }, 'the position');
    },
  },
];
