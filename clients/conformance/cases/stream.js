import { equal } from '../expect.js';

const ack = (connection, { id, stream, seq, payload }) =>
  connection.send({ type: 'chunk-ack', id, stream, seq, duplicate: false, size: payload?.length ?? 0 });
const text = ({ payload, data }) => (payload ?? Buffer.from(data, 'base64')).toString();

async function connected({ server, client }) {
  await client.open(server.url);
  return server.login();
}

export default [
  {
    name: 'what is appended comes in chunks, in order, and the end is said',
    needs: 'streams',
    async run({ server, client }) {
      const connection = await connected({ server, client });
      await client.do('append', { stream: 's', data: 'abcdef', chunkBytes: 4 });
      await client.do('finish', { stream: 's', ref: 'end' });
      const chunks = [];
      for (let i = 0; i < 3; i++) {
        const chunk = await connection.expect('chunk');
        chunks.push([chunk.seq, text(chunk), chunk.last ?? false]);
        ack(connection, chunk);
      }
      equal(chunks, [[0, 'abcd', false], [1, 'ef', false], [2, '', true]], 'the chunks');
      await client.event('sent', { ref: 'end' });
      equal((await client.do('streamStatus', { stream: 's' })).pending, 0, 'what is pending');
    },
  },
  {
    name: 'after a cut only what the server lacks is sent again',
    needs: 'streams',
    async run({ server, client }) {
      const connection = await connected({ server, client });
      await client.do('append', { stream: 's', data: 'abcdef', chunkBytes: 2 });
      for (let i = 0; i < 3; i++) await connection.expect('chunk');
      connection.kill();
      const second = await server.login();
      const asked = await second.expect('missing');
      equal([asked.stream, asked.upTo], ['s', 2], 'what is asked for');
      second.reply(asked, { type: 'missing', stream: 's', missing: [1], more: false, maxSeq: 2, total: 2, complete: false });
      const chunk = await second.expect('chunk');
      equal([chunk.seq, text(chunk)], [1, 'cd'], 'the chunk');
      ack(second, chunk);
      await second.silent(50);
      equal((await client.do('streamStatus', { stream: 's' })).pending, 0, 'what is pending');
    },
  },
  {
    name: 'a chunk that is refused for now is sent again',
    needs: 'streams',
    async run({ server, client }) {
      const connection = await connected({ server, client });
      await client.do('append', { stream: 's', data: 'ab' });
      const first = await connection.expect('chunk');
      connection.error(first, 'unavailable', { retryable: true, retryAfterMs: 10 });
      const again = await connection.expect('chunk');
      equal(text(again), 'ab', 'the chunk');
      ack(connection, again);
    },
  },
  {
    name: 'a conflict ends it',
    needs: 'streams',
    async run({ server, client }) {
      const connection = await connected({ server, client });
      await client.do('append', { stream: 's', data: 'ab' });
      await client.do('finish', { stream: 's', ref: 'end' });
      const first = await connection.expect('chunk');
      connection.error(first, 'chunk-conflict');
      await client.failed('end', 'chunk-conflict');
    },
  },
  {
    name: 'what is refused for good leaves nothing behind, and takes nothing more',
    needs: 'streams',
    async run({ server, client }) {
      const connection = await connected({ server, client });
      await client.do('append', { stream: 's', data: 'abcdef', chunkBytes: 2 });
      connection.error(await connection.expect('chunk'), 'chunk-conflict');
      const pending = async () => (await client.do('streamStatus', { stream: 's' })).pending;
      for (let times = 0; times < 50 && (await pending()) > 0; times++) await new Promise((resolve) => setTimeout(resolve, 20));
      equal(await pending(), 0, 'what is pending');
      await client.do('finish', { stream: 's', ref: 'end' });
      await client.failed('end', 'chunk-conflict');
      const refused = await client.do('append', { stream: 's', data: 'more' }).catch((e) => e);
      equal(refused.code, 'chunk-conflict', 'why nothing more is taken');
    },
  },
];
