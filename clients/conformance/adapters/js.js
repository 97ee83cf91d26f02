// The JavaScript client, driven by lines of JSON (README.md). SEQWAY_CLIENT names another copy of it.
import { createInterface } from 'node:readline';
import process from 'node:process';
import { WebSocket } from 'ws';

const { Seqway, Unauthorized } = await import(process.env.SEQWAY_CLIENT ?? '../../js/src/index.js');
const clients = new Map();
const EVENTS = ['state', 'synced', 'rooms', 'error', 'removed', 'added', 'gap', 'lagging'];
const ROOM_EVENTS = ['reset', 'live', 'typing', 'signal', 'receipt', 'presence'];

class Held {
  rooms = new Set();
  messages = new Map();
  asks = new Map();
  kept = new Map();

  constructor(name) {
    this.name = name;
  }

  say(event, fields) {
    print({ client: this.name, event, ...fields });
  }

  open({ url, options }) {
    this.opening = { url, options };
    const storage = {
      getItem: (key) => this.kept.get(key) ?? null,
      setItem: (key, value) => this.kept.set(key, value),
      removeItem: (key) => this.kept.delete(key),
    };
    const getToken = () =>
      new Promise((resolve, reject) => {
        const n = this.asks.size + 1;
        this.asks.set(n, { resolve, reject });
        this.say('token', { n });
      });
    this.client = new Seqway(url, { getToken, WebSocket, storage, ...options });
    for (const event of EVENTS) this.client.on(event, (value) => this.say(event, said(value)));
  }

  room({ room, tail, lastSeq, epoch }) {
    const joined = this.client.room(room, { tail, lastSeq, epoch });
    if (this.rooms.has(joined)) return;
    this.rooms.add(joined);
    const tell = (event) => (m) => this.say(event, { room, seq: m.seq, body: m.body, version: m.version, status: m.status });
    for (const event of ['message', 'edit', 'delete']) joined.on(event, tell(event));
    for (const event of ROOM_EVENTS) joined.on(event, (value) => this.say(event, { room, ...said(value) }));
  }

  #follow(ref, promise) {
    promise.then(
      (seq) => this.say('sent', { ref, seq }),
      ({ kind, code, message }) => this.say('failed', { ref, kind, code, message }),
    );
  }

  send({ room, body, ref, replyTo, mode }) {
    const sending = this.client.room(room).send(body, { replyTo, mode });
    this.messages.set(ref, sending.message);
    this.#follow(ref, sending);
    return { clientMsgId: sending.message.clientMsgId };
  }

  edit({ room, target, body, ref }) {
    this.#follow(ref, this.client.room(room).edit(target, body));
  }

  delete({ room, target, ref }) {
    this.#follow(ref, this.client.room(room).delete(target));
  }

  retry({ ref, as }) {
    this.#follow(as, this.messages.get(ref).retry());
  }

  cancel({ ref }) {
    return this.messages.get(ref).cancel();
  }

  status({ ref }) {
    return this.messages.get(ref).status;
  }

  list({ room }) {
    return this.client.room(room).messages.map(({ seq, body, status, deleted }) => ({ seq, body, status, deleted }));
  }

  async history({ room, before, after, limit }) {
    const { messages, more } = await this.client.room(room).history({ before, after, limit });
    return { seqs: messages.map(({ seq }) => seq), more };
  }

  typing({ room, typing }) {
    this.client.room(room).typing(typing);
  }

  signal({ room, name, data, to }) {
    this.client.room(room).signal(name, data, { to });
  }

  markRead({ room, seq }) {
    this.client.room(room).markRead(seq);
  }

  leave({ room }) {
    const left = this.client.room(room);
    this.rooms.delete(left);
    left.leave();
  }

  append({ stream, data, chunkBytes }) {
    return this.client.stream(stream, { chunkBytes }).append(data);
  }

  finish({ stream, ref }) {
    this.#follow(ref, this.client.stream(stream).finish());
  }

  streamStatus({ stream }) {
    return this.client.stream(stream).status();
  }

  token({ n, token, unauthorized, error }) {
    const { resolve, reject } = this.asks.get(n);
    if (token) resolve(token);
    else reject(unauthorized ? new Unauthorized('sign in') : new Error(error ? 'no answer' : 'bad command'));
  }

  metrics() {
    const { lastError, ...metrics } = this.client.getMetrics();
    return { ...metrics, lastError: lastError && said(lastError) };
  }

  connect() {
    this.client.connect();
  }

  close() {
    this.client.close();
  }

  retryNow() {
    this.client.retryNow();
  }

  /** As when a page is loaded again: only what was kept is there. */
  reload() {
    this.client.close();
    this.rooms.clear();
    this.open(this.opening);
  }

  end() {
    this.client?.close();
    clients.delete(this.name);
  }
}

const said = (value) =>
  value instanceof Error ? { kind: value.kind, code: value.code, message: value.message } : Array.isArray(value) ? { list: value } : value;

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, client, do: what, ...fields } = JSON.parse(line);
  if (what === 'hello') {
    print({ id, value: { can: ['reload', 'streams'] } });
    return;
  }
  const held = clients.get(client) ?? new Held(client);
  clients.set(client, held);
  try {
    const value = await held[what](fields);
    if (id) print({ id, value });
  } catch (e) {
    print({ id, error: { kind: e.kind, code: e.code, message: e.message } });
  }
});
