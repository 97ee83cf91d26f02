import { assert, equal } from '../expect.js';

const quiet = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default [
  {
    name: 'a token, a welcome, and it is connected',
    async run({ server, client }) {
      await client.open(server.url);
      const connection = await server.login();
      await client.state('connected');
      equal(connection.token, 'token-1', 'the token');
      equal(client.states(), ['connecting', 'connected'], 'the states');
    },
  },
  {
    name: 'a server that is not there is tried again and again, with attempts that are counted',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url);
      await client.waitFor(() => server.handshakes >= 4 || undefined, 'four tries').catch(() => {});
      await client.event('state', { to: 'reconnecting', attempt: 4 });
      assert(server.handshakes >= 3, `it has knocked ${server.handshakes} times`);
      server.door = 'accept';
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'waits are drawn from a range that doubles up to the cap',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url, { baseDelayMs: 8, maxDelayMs: 32, maxAttempts: 8 });
      await client.state('error');
      const waits = client.events.filter((e) => e.event === 'state' && e.to === 'disconnected');
      equal(waits.length, 7, 'the number of waits');
      for (const { attempt, nextRetryMs } of waits) {
        const most = Math.min(32, 8 * 2 ** attempt);
        assert(nextRetryMs >= 0 && nextRetryMs <= most, `a wait of ${nextRetryMs} ms after try ${attempt}, at most ${most}`);
      }
      assert(new Set(waits.map(({ nextRetryMs }) => nextRetryMs)).size > 1, 'all waits are the same');
    },
  },
  {
    name: 'a handshake that is not answered is given up after the time-out',
    async run({ server, client }) {
      server.door = 'hang';
      await client.open(server.url, { connectTimeoutMs: 400 });
      await client.state('disconnected');
      server.door = 'accept';
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'a server that accepts and then says nothing is given up after the time-out',
    async run({ server, client }) {
      await client.open(server.url, { connectTimeoutMs: 400 });
      await server.next();
      await client.state('disconnected');
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'a token that is not answered is given up after the time-out',
    async run({ server, client }) {
      await client.open(server.url, { connectTimeoutMs: 400 });
      const connection = await server.next();
      connection.welcome();
      await client.state('disconnected');
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'it stops after the maximum of tries, and stays stopped',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url, { maxAttempts: 3 });
      await client.state('error');
      equal(server.handshakes, 3, 'the number of tries');
      await quiet(150);
      equal(server.handshakes, 3, 'the number of tries, later');
    },
  },
  {
    name: 'retryNow begins anew after the maximum',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url, { maxAttempts: 2 });
      await client.state('error');
      server.door = 'accept';
      await client.do('retryNow');
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'retryNow does not wait',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url, { baseDelayMs: 600_000, maxDelayMs: 600_000 });
      await client.state('disconnected');
      server.door = 'accept';
      await client.do('retryNow');
      await server.login();
      await client.state('connected');
    },
  },
  {
    name: 'after close it does not come back',
    async run({ server, client }) {
      await client.open(server.url);
      const connection = await server.login();
      await client.state('connected');
      await client.do('close');
      await connection.gone;
      await client.do('retryNow');
      await quiet(150);
      equal(client.states().at(-1), 'closed', 'the state');
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'close while it waits for the next try ends that',
    async run({ server, client }) {
      server.door = 503;
      await client.open(server.url, { baseDelayMs: 100, maxDelayMs: 100 });
      await client.state('disconnected');
      await client.do('close');
      const { handshakes } = server;
      await quiet(250);
      equal(server.handshakes, handshakes, 'the number of tries');
      equal(client.states().at(-1), 'closed', 'the state');
    },
  },
  {
    name: 'close while it connects ends that',
    async run({ server, client }) {
      server.door = 'hang';
      await client.open(server.url, { connectTimeoutMs: 100 });
      await client.state('connecting');
      await client.do('close');
      await quiet(250);
      equal(server.handshakes <= 1, true, 'it has not come back');
      equal(client.states().at(-1), 'closed', 'the state');
    },
  },
  {
    name: 'connect after close comes back, and resumes',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login();
      await first.enter('r');
      first.entry('r', 1);
      await client.shows('r', 1);
      await client.do('close');
      await first.gone;
      await client.do('connect');
      const second = await server.login();
      equal((await second.enter('r', 1)).seq, 1, 'the position');
    },
  },
  {
    name: 'unknown frames and fields are ignored',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const connection = await server.login();
      await connection.enter('r');
      connection.send({ type: 'weather', room: 'r', sun: true });
      connection.send({ type: 'weather', id: 'w', room: 'r' });
      connection.entry('r', 1, { mood: 'good' });
      await client.shows('r', 1);
      assert(!connection.closed, 'the connection is still there');
    },
  },
  {
    name: 'what is no frame is ignored',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const connection = await server.login();
      await connection.enter('r');
      for (const text of ['{"type":"mess', 'null', '[]', '17', '{}', '{"type":5,"room":{}}']) connection.raw(text);
      connection.entry('r', 1);
      await client.shows('r', 1);
      assert(!connection.closed, 'the connection is still there');
    },
  },
  {
    name: 'flapping five times loses nothing and repeats nothing',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      let head = 0;
      for (let i = 0; i < 5; i++) {
        const connection = await server.login();
        const frame = await connection.expect('join', 'resume');
        if (head) connection.missed('r', head, head + 1); // the first one of these is known already
        head += head ? 1 : 0;
        connection.entered(frame, { r: head });
        connection.entry('r', ++head);
        await client.shows('r', ...Array.from({ length: head }, (_, n) => n + 1));
        connection.kill();
      }
      const last = await server.login();
      equal((await last.enter('r', head)).seq, head, 'the position');
    },
  },
  {
    name: 'flapping before it is steady makes the waits longer',
    async run({ server, client }) {
      await client.open(server.url);
      for (let i = 0; i < 4; i++) (await server.login()).kill();
      const { attempt } = await client.event('state', { to: 'reconnecting', attempt: 5 });
      equal(attempt, 5, 'the attempt');
    },
  },
];
