// What is refused for good is said, to whoever hears it, and waits for nothing.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { Seqway } from '../src/index.js';
import { FakeClock } from './support/clock.js';
import { Gateway } from './support/gateway.js';

let clock;
let gateway;
let client;

afterEach(() => client.close());

function connect(options) {
  clock = new FakeClock();
  gateway = new Gateway(clock);
  client = new Seqway('ws://gateway', { token: 'x.e30.me', WebSocket: gateway.WebSocket, clock, ...options });
  return client;
}

/** Time passes until it is refused. */
async function refusal(promise) {
  let error = null;
  promise.catch((e) => (error = e));
  await clock.until(() => error !== null);
  return error;
}

test('a room that cannot be entered refuses what was sent to it, and tells the client; others go on', async () => {
  connect();
  gateway.bad = ({ room }) => room === 'my room';
  const errors = [];
  client.on('error', ({ code }) => errors.push(code));
  const refused = client.room('my room').send('lost?');
  assert.equal((await refusal(refused)).code, 'bad-request');
  assert.equal(refused.message.status, 'failed');
  assert.equal(client.getMetrics().lastError.code, 'bad-request');
  assert.ok(errors.includes('bad-request'));
  const other = client.room('other');
  await clock.until(() => other.joined);
  await clock.advance(60_000);
  assert.deepEqual(errors, ['bad-request', 'bad-request'], 'of the message, and of the room; it is not tried again');
});

test('once it can be entered, what was refused is stored when it is tried again', async () => {
  connect();
  gateway.bad = ({ tail }) => tail > 1000;
  const { message } = client.room('r', { tail: 1001 }).send('here');
  await clock.until(() => message.status === 'failed');
  const room = client.room('r', { tail: 10 });
  await clock.until(() => room.joined);
  message.retry();
  await clock.until(() => room.messages.some(({ seq }) => seq === 1));
});

test('a resume that is refused because of one room keeps no other room out', async () => {
  connect();
  gateway.bad = ({ type, rooms }) => type === 'resume' && rooms.bad !== undefined;
  client.room('bad', { lastSeq: -1 });
  const good = client.room('good', { lastSeq: 0 });
  await clock.until(() => good.joined);
});

test('without a handler the console says it', async () => {
  const warn = mock.method(console, 'warn', () => {});
  try {
    connect({ token: undefined });
    await clock.until(() => client.state === 'error');
    assert.deepEqual(warn.mock.calls.map((call) => call.arguments.join(' ')), ['seqway: Please sign in.']);
  } finally {
    warn.mock.restore();
  }
});

test('what is no JSON is refused at once', () => {
  connect();
  assert.throws(() => client.room('r').send(undefined), { kind: 'server', code: 'bad-request' });
});

test('why the token could not be had is the cause', async () => {
  const cause = new TypeError('fetch failed');
  connect({ token: undefined, getToken: () => Promise.reject(cause) });
  await clock.until(() => client.getMetrics().lastError !== null);
  assert.equal(client.getMetrics().lastError.cause, cause);
});

test('where there is no WebSocket, the error says so, and has a kind', async () => {
  connect({ WebSocket: null });
  client.on('error', () => {});
  await clock.until(() => client.state === 'error');
  const { kind, code, message } = client.getMetrics().lastError;
  assert.deepEqual({ kind, code }, { kind: 'server', code: 'no-socket' });
  assert.match(message, /WebSocket/);
});
