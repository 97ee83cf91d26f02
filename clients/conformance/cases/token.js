import { assert, equal } from '../expect.js';

const quiet = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default [
  {
    name: 'a token is not asked for at each reconnect',
    async run({ server, client }) {
      await client.open(server.url);
      (await server.login()).kill();
      (await server.login()).kill();
      const third = await server.login();
      equal(third.token, 'token-1', 'the token');
      equal(client.asked, 1, 'how often a token was asked for');
    },
  },
  {
    name: 'a bad token on reconnect is replaced, and the rooms go on where they were',
    async run({ server, client }) {
      client.tokens = ['token-1', 'token-2'];
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const first = await server.login();
      await first.enter('r');
      first.entry('r', 1);
      await client.shows('r', 1);
      first.kill();
      const second = await server.next();
      second.welcome();
      if (!second.token) {
        const auth = await second.expect('auth');
        second.error(auth, 'token-expired');
      }
      second.close(4401, 'token bad or expired');
      const third = await server.login();
      equal(third.token, 'token-2', 'the token');
      equal((await third.enter('r', 1)).seq, 1, 'the position');
      equal(client.asked, 2, 'how often a token was asked for');
    },
  },
  {
    name: 'the same bad token again is not tried: the user has to sign in',
    async run({ server, client }) {
      await client.open(server.url);
      (await server.login()).close(4401);
      await client.state('error');
      const { kind } = await client.event('error', { kind: 'auth' });
      equal(kind, 'auth', 'the kind');
      await quiet(100);
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'who must sign in is not connected again',
    async run({ server, client }) {
      client.tokens = ['token-1', 'unauthorized'];
      await client.open(server.url);
      (await server.login()).close(4401);
      await client.state('error');
      await client.event('error', { kind: 'auth' });
      await quiet(100);
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'who must sign in at first is not connected at all',
    async run({ server, client }) {
      client.tokens = ['unauthorized'];
      await client.open(server.url);
      await client.state('error');
      equal(server.handshakes, 0, 'the number of connections');
    },
  },
  {
    name: 'a sign-in service that does not answer is asked again',
    async run({ server, client }) {
      client.tokens = ['error', 'error', 'token-3'];
      await client.open(server.url);
      const connection = await server.login();
      equal(connection.token, 'token-3', 'the token');
      equal(client.asked, 3, 'how often a token was asked for');
    },
  },
  {
    name: 'a token that ends soon is renewed without a reconnect',
    async run({ server, client }) {
      client.tokens = ['token-1', 'token-2'];
      await client.open(server.url);
      await client.room('r', { lastSeq: 0 });
      const connection = await server.login();
      await connection.enter('r');
      connection.send({ type: 'token-expiring', expiresAt: Date.now() + 30_000 });
      const auth = await connection.expect('auth');
      equal(auth.token, 'token-2', 'the token');
      connection.reply(auth, { type: 'authenticated', userId: 'alice', expiresAt: Date.now() + 3_600_000 });
      connection.entry('r', 1);
      await client.shows('r', 1);
      await connection.silent(50);
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'after a renewal the newer token is used',
    async run({ server, client }) {
      client.tokens = ['token-1', 'token-2'];
      await client.open(server.url);
      const first = await server.login();
      first.send({ type: 'token-expiring', expiresAt: Date.now() + 30_000 });
      const auth = await first.expect('auth');
      first.reply(auth, { type: 'authenticated', userId: 'alice', expiresAt: Date.now() + 3_600_000 });
      first.kill();
      equal((await server.login()).token, 'token-2', 'the token');
    },
  },
  {
    name: 'a token that cannot be checked just now is sent again',
    async run({ server, client }) {
      await client.open(server.url);
      const connection = await server.next();
      connection.welcome();
      const first = await connection.expect('auth');
      connection.error(first, 'unavailable', { retryable: true, retryAfterMs: 20 });
      const again = await connection.expect('auth');
      equal(again.token, first.token, 'the token');
      connection.reply(again, { type: 'authenticated', userId: 'alice', expiresAt: Date.now() + 3_600_000 });
      await client.state('connected');
      equal(server.handshakes, 1, 'the number of connections');
    },
  },
  {
    name: 'a token that has ended by its own word is not offered',
    async run({ server, client }) {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = (exp) => `${part({ alg: 'HS256' })}.${part({ sub: 'alice', exp })}.x`;
      const now = Math.floor(Date.now() / 1000);
      client.tokens = [token(now + 5), token(now + 3600)];
      await client.open(server.url);
      const first = await server.login();
      first.kill();
      const second = await server.login();
      equal(second.token, client.tokens[1], 'the token');
      assert(client.asked === 2, `a token was asked for ${client.asked} times`);
    },
  },
];
