import { assert, equal } from '../expect.js';

const quiet = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const FAST = { heartbeat: { intervalMs: 100, timeoutMs: 800 } };

export default [
  {
    name: 'it pings as often as the server wants',
    async run({ server, client }) {
      await client.open(server.url);
      const connection = await server.login({ heartbeat: { intervalMs: 100, timeoutMs: 2_000 } });
      await quiet(450);
      const pings = connection.heard.filter(({ type }) => type === 'ping').length;
      assert(pings >= 2, `${pings} pings in 450 ms, one each 100`);
      assert(!connection.closed, 'the connection is still there');
    },
  },
  {
    name: 'a half-open socket is given up, and the rooms are resumed over another one',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login(FAST);
      await first.enter('r');
      first.entry('r', 1);
      await client.shows('r', 1);
      first.mute();
      await client.state('disconnected');
      await client.event('error', { kind: 'heartbeat' });
      const second = await server.login();
      equal((await second.enter('r', 1)).seq, 1, 'the position');
    },
  },
  {
    name: 'what was sent into a half-open socket is sent again',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login(FAST);
      await first.enter('r');
      first.mute();
      await client.send('r', 'one');
      const [lost] = await first.sends('one');
      const second = await server.login();
      await second.enter('r');
      const [again] = await second.sends('one');
      equal(again.clientMsgId, lost.clientMsgId, 'the clientMsgId');
      second.ack(again, 1);
      await client.sent('one', 1);
    },
  },
  {
    name: 'what a socket that was given up still says is not heard',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login(FAST);
      await first.enter('r');
      first.seqs = null; // no pong, and nothing else
      const second = await server.login();
      await second.enter('r');
      try {
        first.entry('r', 1, { body: 'from the grave' });
      } catch {
        // closed by the client already, as it may
      }
      second.entry('r', 1, { body: 'alive' });
      await client.shows('r', 1);
      equal(client.events.find(({ event }) => event === 'message').body, 'alive', 'the body');
    },
  },
  {
    name: 'any traffic is a sign of life',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const connection = await server.login(FAST);
      await connection.enter('r');
      connection.seqs = null;
      for (let seq = 1; seq <= 20; seq++) {
        connection.entry('r', seq);
        await quiet(50);
      }
      assert(!connection.closed, 'the connection was given up while entries came');
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'a pong that is late, but in time, is enough',
    async run({ server, client }) {
      await client.open(server.url);
      const connection = await server.login({ heartbeat: { intervalMs: 100, timeoutMs: 800 } });
      connection.seqs = null;
      const ping = await connection.hears('ping');
      await quiet(150);
      connection.reply(ping, { type: 'pong', time: Date.now() });
      connection.seqs = {};
      await quiet(200);
      assert(!connection.closed, 'the connection was given up');
    },
  },
  {
    name: 'a hole that a pong shows is closed by a resume',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const connection = await server.login(FAST);
      await connection.enter('r');
      connection.entry('r', 1);
      await client.shows('r', 1);
      connection.seqs = { r: 3 };
      const resume = await connection.expect('resume');
      equal(resume.rooms.r, { seq: 1, epoch: 'e1' }, 'the position');
      connection.missed('r', 2, 3);
      connection.entered(resume, { r: 3 }, { missed: 2 });
      await client.shows('r', 1, 2, 3);
      await connection.silent(250);
    },
  },
];
