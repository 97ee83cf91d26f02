// Clients behind the balancer of docker/cluster.yaml, by the JavaScript client, while the node of one is killed and MongoDB is
// taken out of the network: node survives.mjs <ws-url> <secret> <compose command …>. Whoever is there sees every message once and
// in order, and what was acked is among them. Besides, it does what the dashboard shows.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Seqway } from '../clients/js/src/index.js';

const [url, secret, ...compose] = process.argv.slice(2);
const { WebSocket } = createRequire(new URL('../clients/js/package.json', import.meta.url))('ws');
const NODES = ['seqway1', 'seqway2', 'seqway3'];
const AFTER_MS = 60_000;
const base = url.replace(/^ws/, 'http');

const run = async (command, ...args) => (await promisify(execFile)(command, args)).stdout.trim();
const containers = {};
for (const service of [...NODES, 'mongo']) containers[service] = await run(compose[0], ...compose.slice(1), 'ps', '-q', service);
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(sub, claims = {}) {
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
const service = token('backend', { role: 'service' });
const admin = async (node, path) =>
  JSON.parse(await run('docker', 'exec', containers[node], 'curl', '-fsS', '-H', `Authorization: Bearer ${service}`, `http://127.0.0.1:8081${path}`));

async function until(what, is) {
  for (const end = Date.now() + AFTER_MS; !(await is()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`not in ${AFTER_MS} ms: ${what}`);
  }
}

/** Says something every 50 ms, whatever happens, and keeps what it sees and what was acked. */
class Talker {
  constructor(user) {
    this.user = user;
    this.client = new Seqway(url, { getToken: () => token(user), WebSocket, baseDelayMs: 50, maxDelayMs: 500 });
    this.room = this.client.room('survives', { lastSeq: 0 });
    this.seen = [];
    this.acked = new Map();
    this.sent = 0;
    this.room.on('message', ({ seq, body }) => this.seen.push([seq, body]));
    this.timer = setInterval(() => this.say(), 50);
  }

  say() {
    const body = `${this.user} ${this.sent++}`;
    this.room.send(body, { mode: this.sent % 5 === 0 ? 'optimistic' : 'durable' }).then(
      (seq) => this.acked.set(body, seq),
      (e) => (this.failure = e),
    );
  }

  async more(when) {
    const before = this.acked.size;
    await until(`${this.user} is acked more ${when}`, () => this.failure || this.acked.size >= before + 50);
    if (this.failure) throw this.failure;
  }

  stop() {
    clearInterval(this.timer);
  }
}

const talkers = ['ann', 'bob', 'cid'].map((user) => new Talker(user));
const all = (act) => Promise.all(talkers.map(act));
await all((one) => one.more('at first'));

const { node: id } = (await admin('seqway1', '/admin/users/ann')).connections[0];
const ids = await Promise.all(NODES.map(async (node) => (await admin(node, '/admin/node')).node));
const killed = NODES[ids.indexOf(id)];
await run('docker', 'kill', containers[killed]);
await all((one) => one.more(`after the kill of ${killed}`));
await run('docker', 'start', containers[killed]);
const health = () => run('docker', 'inspect', '-f', '{{.State.Health.Status}}', containers[killed]);
await until(`${killed} is healthy again`, async () => (await health()) === 'healthy');
console.log(`survives: ${killed} was killed, with the client that was on it`);

const { mongo } = containers;
const [network] = Object.keys(JSON.parse(await run('docker', 'inspect', '-f', '{{json .NetworkSettings.Networks}}', mongo)));
await run('docker', 'network', 'disconnect', network, mongo);
await sleep(8_000);
await run('docker', 'network', 'connect', '--alias', 'mongo', network, mongo);
await all((one) => one.more('once MongoDB is back'));
console.log('survives: MongoDB was out of the network for 8 s');

talkers.forEach((one) => one.stop());
const total = talkers.reduce((sum, one) => sum + one.sent, 0);
await until('all is acked', () => talkers.every((one) => one.acked.size === one.sent));
await until('all is seen', () => talkers.every((one) => one.seen.length >= total));
for (const one of talkers) {
  assert.deepEqual(one.seen.map(([seq]) => seq), Array.from({ length: total }, (_, i) => i + 1), `what ${one.user} saw has no hole and no repeat`);
  assert.deepEqual(one.seen, talkers[0].seen, 'all saw the same');
}
const at = new Map(talkers[0].seen.map(([seq, body]) => [body, seq]));
for (const one of talkers) {
  const seqs = Array.from({ length: one.sent }, (_, i) => at.get(`${one.user} ${i}`));
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b), `what ${one.user} said is in order`);
  one.acked.forEach((seq, body) => assert.equal(seq, at.get(body), `${body} is where its ack said`));
}
const reconnects = talkers.reduce((sum, one) => sum + one.client.getMetrics().reconnects, 0);
assert.ok(reconnects > 0, 'somebody was cut');
console.log(`survives: ${total} messages, each once and in order, with ${reconnects} reconnections`);

// It asks each second, and until then it lets nobody in who comes anew.
await until('the balancer has heard that the nodes are ready again', async () => (await fetch(new URL('/openapi.yaml', base))).ok);

// What the dashboard shows besides.
const [ann, bob] = talkers;
const seq = ann.acked.get('ann 0');
await ann.room.edit(seq, 'another');
await ann.room.delete(seq);
await bob.room.markRead(total);
const stream = ann.client.stream('survives', { contentType: 'text/plain' });
await stream.append(new TextEncoder().encode('x'.repeat(10_000)));
await stream.finish();
const read = await fetch(new URL('/api/streams/survives', base), { headers: { Authorization: `Bearer ${token('ann')}` } });
assert.equal((await read.text()).length, 10_000);
await assert.rejects(bob.room.edit(seq, 'not his'));
await new Promise((resolve, reject) => {
  const back = new WebSocket(url, { headers: { Authorization: `Bearer ${token('dan')}` } });
  back.on('error', reject);
  back.on('message', (text) => {
    const { type } = JSON.parse(text);
    if (type === 'welcome') {
      back.send(JSON.stringify({ type: 'resume', id: 1, rooms: { survives: 0 }, attempt: 2, downMs: 1_500, reason: 'network' }));
    } else if (type === 'resumed') {
      back.close();
      resolve();
    }
  });
});
talkers.forEach((one) => one.client.close());
