import { assert, equal } from '../expect.js';
import { entry } from '../server.js';

/** A client in the room r. */
async function inRoom({ server, client }, options = {}) {
  await client.open(server.url, options);
  await client.room('r', { lastSeq: 0 });
  const connection = await server.login();
  await connection.enter('r');
  return connection;
}

/** The same, whose first message is on its way: the connection, and the frame that came. */
async function sendsOne({ server, client }) {
  const connection = await inRoom({ server, client });
  await client.send('r', 'one');
  const [frame] = await connection.sends('one');
  return [connection, frame];
}

const own = ({ clientMsgId, body }) => ({ sender: 'alice', clientMsgId, body });

export default [
  {
    name: 'a message is sent, and its seq is what comes of it',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.ack(frame, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'the ack before the message: shown once',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.ack(frame, 1);
      connection.entry('r', 1, own(frame));
      await client.sent('one', 1);
      await client.shows('r', 1);
      equal((await client.do('list', { room: 'r' })).length, 1, 'the number of messages in the list');
    },
  },
  {
    name: 'the message before the ack: shown once',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.entry('r', 1, own(frame));
      connection.ack(frame, 1);
      await client.sent('one', 1);
      await client.shows('r', 1);
      equal((await client.do('list', { room: 'r' })).length, 1, 'the number of messages in the list');
    },
  },
  {
    name: 'the message alone, its ack being lost, is enough',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.entry('r', 1, own(frame));
      await client.sent('one', 1);
      connection.kill();
      const second = await server.login();
      await second.enter('r', 1);
      await second.silent();
    },
  },
  {
    name: 'a message of somebody else under the same id is not the own one',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.entry('r', 1, { ...own(frame), sender: 'bob', body: 'of bob' });
      await client.shows('r', 1);
      connection.kill();
      const second = await server.login();
      await second.enter('r', 1);
      const [again] = await second.sends('one');
      second.ack(again, 2);
      await client.sent('one', 2);
    },
  },
  {
    name: 'a lost ack: the same is sent again, with the same id, and is done by the duplicate',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', { text: 'one', n: 1.5 }, 'one');
      const [lost] = await connection.sends({ text: 'one', n: 1.5 });
      connection.kill();
      const second = await server.login();
      await second.enter('r');
      const [again] = await second.sends({ text: 'one', n: 1.5 });
      equal(again.clientMsgId, lost.clientMsgId, 'the clientMsgId');
      second.ack(again, 1, { duplicate: true });
      await client.sent('one', 1);
    },
  },
  {
    name: 'a message that came in the replay is not sent again',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.kill();
      const second = await server.login();
      const resume = await second.expect('resume');
      // said with the resume, it goes out again; what counts is that it is done, and shown, once
      const messages = [entry('r', 1, own(frame))];
      second.send({ type: 'missed', room: 'r', epoch: 'e1', fromSeq: 1, toSeq: 1, messages, more: false });
      second.entered(resume, { r: 1 }, { missed: 1 });
      await client.sent('one', 1);
      await client.shows('r', 1);
      second.kill();
      const third = await server.login();
      await third.enter('r', 1);
      await third.silent();
    },
  },
  {
    name: 'a late ack: there is nothing to send again meanwhile',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      await connection.silent(700);
      connection.ack(frame, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'an ack that comes twice counts once',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      await client.send('r', 'two');
      const [one, two] = await connection.sends('one', 'two');
      connection.ack(one, 1);
      connection.ack(one, 1, { duplicate: true });
      connection.ack(two, 2);
      await client.sent('two', 2);
      await client.sent('one', 1);
    },
  },
  {
    name: 'each message names the one before it while that is not answered',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      for (const body of ['one', 'two', 'three']) await client.send('r', body);
      const [one, two, three] = await connection.sends('one', 'two', 'three');
      equal([two.after, three.after], [one.clientMsgId, two.clientMsgId], 'the ids that they name');
    },
  },
  {
    name: 'several are under way at once',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      const bodies = Array.from({ length: 10 }, (_, i) => `m${i}`);
      for (const body of bodies) await client.send('r', body);
      const frames = await connection.sends(...bodies);
      frames.forEach((frame, i) => connection.ack(frame, i + 1));
      await client.sent('m9', 10);
    },
  },
  {
    name: 'the order is kept over a cut in the middle of the acks',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      for (const body of ['one', 'two', 'three']) await client.send('r', body);
      const [one] = await connection.sends('one', 'two', 'three');
      connection.ack(one, 1);
      await client.sent('one', 1);
      connection.kill();
      await client.state('disconnected');
      await client.send('r', 'four');
      const second = await server.login();
      await second.enter('r', 1);
      const [two, three, four] = await second.sends('two', 'three', 'four');
      equal([three.after, four.after], [two.clientMsgId, three.clientMsgId], 'the ids that they name');
    },
  },
  {
    name: 'after a reconnect: the token, the rooms, what waits, the list of rooms',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      connection.kill();
      await client.state('disconnected');
      await client.send('r', 'one');
      const second = await server.login();
      await second.hears('rooms');
      const order = second.heard.map(({ type }) => type).filter((type) => type !== 'ping' && type !== 'receipt');
      assert(!order.includes('auth') || order[0] === 'auth', 'the token comes first');
      equal(order.filter((type) => type !== 'auth').slice(0, 3), ['resume', 'send', 'rooms'], 'the order behind the token');
    },
  },
  {
    name: 'what waits does not wait for a long replay',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      connection.kill();
      await client.state('disconnected');
      await client.send('r', 'one');
      const second = await server.login();
      const resume = await second.expect('resume');
      second.missed('r', 1, 50, { more: true });
      const [frame] = await second.sends('one');
      second.ack(frame, 101);
      await client.sent('one', 101);
      second.missed('r', 51, 100);
      second.entered(resume, { r: 100 }, { missed: 100 });
      second.entry('r', 101, own(frame));
      await client.shows('r', ...Array.from({ length: 101 }, (_, i) => i + 1));
    },
  },
  {
    name: 'what is written before the first connection goes out once the room is joined',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      await client.send('r', 'one');
      await client.state('disconnected');
      server.door = 'accept';
      const connection = await server.login();
      await connection.enter('r');
      const [frame] = await connection.sends('one');
      connection.ack(frame, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'a message sent into a room of which nothing is known yet is shown once it is stored, though the connection dies',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r');
      await client.send('r', 'one');
      const first = await server.login();
      await first.expect('join');
      // whether it goes out with the join or waits for the answer is the client's own affair
      await new Promise((resolve) => setTimeout(resolve, 100));
      const early = first.heard.find(({ type }) => type === 'send');
      first.kill();
      const second = await server.login();
      const join = await second.expect('join');
      second.entered(join, { r: early ? 1 : 0 });
      const [frame] = await second.sends('one');
      second.ack(frame, 1, { duplicate: Boolean(early) });
      if (!early) second.entry('r', 1, own(frame));
      await client.sent('one', 1);
      await client.shows('r', 1);
      second.entry('r', 2);
      await client.shows('r', 1, 2);
      equal((await client.do('list', { room: 'r' })).map(({ seq }) => seq), [1, 2], 'the list');
    },
  },
  {
    name: 'refused for now: the same again after the time that the server has said',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      const [first] = await connection.sends('one');
      const begun = Date.now();
      connection.error(first, 'unavailable', { retryable: true, retryAfterMs: 120 });
      const [again] = await connection.sends('one');
      assert(Date.now() - begun >= 100, `it came again after ${Date.now() - begun} ms`);
      equal(again.clientMsgId, first.clientMsgId, 'the clientMsgId');
      connection.ack(again, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'an outcome that is not known: the same again, with the same id',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      const [first] = await connection.sends('one');
      connection.error(first, 'timeout', { retryable: true });
      const [again] = await connection.sends('one');
      equal(again.clientMsgId, first.clientMsgId, 'the clientMsgId');
      connection.ack(again, 1, { duplicate: true });
      await client.sent('one', 1);
    },
  },
  {
    name: 'one that is refused for now takes those behind it along, in order',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      for (const body of ['one', 'two', 'three']) await client.send('r', body);
      const frames = await connection.sends('one', 'two', 'three');
      connection.error(frames[0], 'unavailable', { retryable: true, retryAfterMs: 20 });
      connection.error(frames[1], 'out-of-order', { retryable: true });
      connection.error(frames[2], 'out-of-order', { retryable: true });
      const again = await connection.sends('one', 'two', 'three');
      equal(again.map((f) => f.clientMsgId), frames.map((f) => f.clientMsgId), 'the ids');
      again.forEach((frame, i) => connection.ack(frame, i + 1));
      await client.sent('three', 3);
    },
  },
  {
    name: 'too fast: it waits, and goes on in order',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      for (const body of ['one', 'two']) await client.send('r', body);
      const frames = await connection.sends('one', 'two');
      connection.error(frames[0], 'rate-limited', { retryable: true, retryAfterMs: 10, limit: 'sends-per-second=100' });
      connection.error(frames[1], 'out-of-order', { retryable: true });
      const again = await connection.sends('one', 'two');
      again.forEach((frame, i) => connection.ack(frame, i + 1));
      await client.sent('two', 2);
    },
  },
  {
    name: 'refused for good: it has failed, and those behind it go on',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      for (const body of ['one', 'two']) await client.send('r', body);
      const [one, two] = await connection.sends('one', 'two');
      connection.error(one, 'too-large', { limit: 'max-body-bytes=1' });
      connection.error(two, 'out-of-order', { retryable: true });
      const [again] = await connection.sends('two');
      assert(again.after !== one.clientMsgId, 'it still names the one that has failed');
      connection.ack(again, 1);
      await client.sent('two', 1);
      equal((await client.failed('one', 'too-large')).kind, 'limit', 'the kind');
      equal(await client.do('status', { ref: 'one' }), 'failed', 'the status');
    },
  },
  {
    name: 'an id that names another message already has failed',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      connection.error(frame, 'id-conflict');
      await client.failed('one', 'id-conflict');
      await connection.silent();
    },
  },
  {
    name: 'a failed one that is tried again keeps its id',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      const [first] = await connection.sends('one');
      connection.error(first, 'internal');
      await client.failed('one', 'internal');
      await client.do('retry', { ref: 'one', as: 'again' });
      const [again] = await connection.sends('one');
      equal(again.clientMsgId, first.clientMsgId, 'the clientMsgId');
      connection.ack(again, 1);
      await client.sent('again', 1);
      equal(await client.do('status', { ref: 'one' }), 'sent', 'the status');
    },
  },
  {
    name: 'what was cancelled before it was sent is never sent',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      connection.kill();
      server.door = 503;
      await client.state('disconnected');
      await client.send('r', 'one');
      await client.send('r', 'two');
      equal(await client.do('cancel', { ref: 'one' }), true, 'whether it could be cancelled');
      await client.failed('one', 'cancelled');
      server.door = 'accept';
      const second = await server.login();
      await second.enter('r');
      await second.sends('two');
    },
  },
  {
    name: 'what may have been sent cannot be cancelled',
    async run({ server, client }) {
      const [connection, frame] = await sendsOne({ server, client });
      equal(await client.do('cancel', { ref: 'one' }), false, 'whether it could be cancelled');
      connection.ack(frame, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'a full outbox refuses the newest, and sends all the others',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, { maxQueued: 3 });
      connection.kill();
      server.door = 503;
      await client.state('disconnected');
      for (const body of ['one', 'two', 'three']) await client.send('r', body);
      const refused = await client.send('r', 'four').catch((e) => e);
      equal(refused.kind, 'limit', 'the kind of the refusal');
      server.door = 'accept';
      const second = await server.login();
      await second.enter('r');
      const frames = await second.sends('one', 'two', 'three');
      frames.forEach((frame, i) => second.ack(frame, i + 1));
      await client.sent('three', 3);
      await second.silent(50);
    },
  },
  {
    name: 'what is too large is refused, and does not cost the connection',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      const refused = await client.send('r', 'x'.repeat(100_000), 'long').catch((e) => e);
      if (!(refused instanceof Error)) await client.event('failed', { ref: 'long' });
      await client.send('r', 'short');
      await connection.sends('short');
    },
  },
  {
    name: 'a room that is not joined, as it turns out, is joined again, and then it is sent',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      const [first] = await connection.sends('one');
      connection.error(first, 'not-joined');
      await connection.enter('r');
      const [again] = await connection.sends('one');
      equal(again.clientMsgId, first.clientMsgId, 'the clientMsgId');
      connection.ack(again, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'what waits for a room that was taken away has failed',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      connection.kill();
      await client.state('disconnected');
      await client.send('r', 'one');
      const second = await server.login();
      const resume = await second.expect('resume');
      second.reply(resume, { type: 'resumed', rooms: { r: { status: 'removed' } } });
      await client.failed('one', 'not-a-member');
    },
  },
  {
    name: 'a body comes out as it went in',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      const body = { text: 'Grüße 😀 \u2028 "quoted" \\ \u0001', list: [1, 1.5, null, true, {}], '': 0, __proto: 'x' };
      await client.send('r', body, 'one');
      await connection.sends(body);
    },
  },
  {
    name: 'an edit is kept until it is acked, like a message',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.do('edit', { room: 'r', target: 4, body: 'new', ref: 'e' });
      const first = await connection.expect('edit');
      equal([first.target, first.body], [4, 'new'], 'the edit');
      connection.kill();
      const second = await server.login();
      await second.enter('r');
      const again = await second.expect('edit');
      equal(again.clientMsgId, first.clientMsgId, 'the clientMsgId');
      second.ack(again, 5, { target: 4, version: 2 });
      await client.sent('e', 2);
    },
  },
  {
    name: 'a server that does not know edits yet has that said',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.do('delete', { room: 'r', target: 4, ref: 'd' });
      const frame = await connection.expect('delete');
      connection.reply(frame, { type: 'error', code: 'unknown-type', message: 'no frame', retryable: false });
      await client.failed('d', 'unknown-type');
    },
  },
  {
    name: 'an edit that was refused does not wait in the outbox',
    async run({ server, client }) {
      const connection = await inRoom({ server, client }, { maxQueued: 1 });
      await client.do('edit', { room: 'r', target: 4, body: 'new', ref: 'e' });
      connection.error(await connection.expect('edit'), 'forbidden');
      await client.failed('e', 'forbidden');
      await client.send('r', 'one');
      await connection.sends('one');
    },
  },
  {
    name: 'what has been delivered and read is said, and said again after a reconnect',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      connection.entry('r', 1);
      await client.shows('r', 1);
      await client.do('markRead', { room: 'r' });
      const said = await connection.hears('receipt', 5_000);
      equal([said.room, said.read], ['r', 1], 'the receipt');
      connection.kill();
      const second = await server.login();
      await second.enter('r', 1);
      equal((await second.hears('receipt', 5_000)).read, 1, 'the receipt after the reconnect');
    },
  },
  {
    name: 'ticks: sent, delivered, read',
    async run({ server, client }) {
      const connection = await inRoom({ server, client });
      await client.send('r', 'one');
      const status = () => client.do('status', { ref: 'one' });
      const [frame] = await connection.sends('one');
      equal(await status(), 'pending', 'the status');
      connection.ack(frame, 1);
      await client.sent('one', 1);
      equal(await status(), 'sent', 'the status');
      connection.send({ type: 'receipt', room: 'r', userId: 'bob', delivered: 1, read: 0 });
      await client.event('receipt', { delivered: 1, read: 0 });
      equal(await status(), 'delivered', 'the status');
      connection.send({ type: 'receipt', room: 'r', userId: 'bob', delivered: 1, read: 1 });
      await client.event('receipt', { delivered: 1, read: 1 });
      equal(await status(), 'read', 'the status');
    },
  },
];
