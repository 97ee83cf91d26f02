import { assert, equal } from '../expect.js';

const quiet = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const comesBack = (code) => ({
  name: `it comes back after ${code}`,
  async run({ server, client }) {
    await client.open(server.url);
    await client.room('r', { lastSeq: 0 });
    const first = await server.login();
    await first.enter('r');
    first.entry('r', 1);
    await client.shows('r', 1);
    if (code === 1006) first.kill();
    else first.close(code);
    await client.state('disconnected');
    const second = await server.login();
    equal((await second.enter('r', 1)).seq, 1, 'the position');
    await client.becomes('connected');
  },
});

const staysAway = (code) => ({
  name: `it stays away after ${code}`,
  async run({ server, client }) {
    await client.open(server.url);
    const connection = await server.login();
    connection.close(code);
    const { code: said } = await client.state('error');
    equal(said, code, 'the code of the state');
    await quiet(150);
    equal(server.handshakes, 1, 'the number of connections');
    equal(client.states().at(-1), 'error', 'the state');
  },
});

export default [
  ...[1001, 1006, 1011, 1012, 1013, 4408, 4429].map(comesBack),
  ...[1002, 1007, 1009, 4400, 4403, 4409].map(staysAway),
  {
    name: 'after 4429 it comes back slowly',
    async run({ server, client }) {
      await client.open(server.url, { baseDelayMs: 10, maxDelayMs: 400 });
      (await server.login()).close(4429);
      const { nextRetryMs } = await client.state('disconnected');
      assert(nextRetryMs >= 200, `it comes back after ${nextRetryMs} ms, of at most 400`);
    },
  },
  {
    name: 'a drain: it comes back after the time that the server has said, and goes on',
    async run({ server, client }) {
      await client.open(server.url, { baseDelayMs: 60_000, maxDelayMs: 60_000 });
      await client.room('r', { lastSeq: 0 });
      const first = await server.login();
      await first.enter('r');
      first.entry('r', 1);
      await client.shows('r', 1);
      first.send({ type: 'server-shutdown', reconnectInMs: 150, reason: 'restart' });
      first.entry('r', 2);
      const begun = Date.now();
      first.close(1012);
      const { nextRetryMs } = await client.state('disconnected');
      assert(nextRetryMs >= 100 && nextRetryMs <= 200, `the next try is in ${nextRetryMs} ms`);
      const second = await server.login();
      assert(Date.now() - begun >= 100, 'it came too early');
      equal((await second.enter('r', 2)).seq, 2, 'the position');
      await client.shows('r', 1, 2);
    },
  },
  {
    name: 'a drain: what was not acked is sent to the next node',
    async run({ server, client }) {
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login();
      await first.enter('r');
      await client.send('r', 'one');
      const [before] = await first.sends('one');
      first.send({ type: 'server-shutdown', reconnectInMs: 0, reason: 'restart' });
      first.close(1012);
      const second = await server.login();
      await second.enter('r');
      const [after] = await second.sends('one');
      equal(after.clientMsgId, before.clientMsgId, 'the clientMsgId');
      second.ack(after, 1);
      await client.sent('one', 1);
    },
  },
];
