import { createServer } from 'node:http';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import { assert, equal, Mailbox } from './expect.js';

export const EPOCH = 'e1';
/** Said by a client when it likes, and answered by the way. */
const BY_THE_WAY = new Set(['ping', 'rooms', 'receipt', 'receipts', 'presence', 'typing', 'signal']);

/** A server that does what a case tells it, right or wrong. */
export class Server {
  /** `accept`, `hang` or the status to refuse the handshake with. */
  door = 'accept';
  handshakes = 0;
  /** What the answer to `rooms` lists. */
  list = [];
  connections = new Mailbox('a connection');
  all = [];

  static async listen() {
    const server = new Server();
    server.http = createServer();
    server.sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'seqway.v1.json' });
    server.raw = new Set();
    server.http.on('upgrade', (request, socket, head) => server.#knock(request, socket, head));
    server.http.listen(0, '127.0.0.1');
    await once(server.http, 'listening');
    server.url = `ws://127.0.0.1:${server.http.address().port}/ws`;
    return server;
  }

  /** The next connection, of which nothing is read yet. */
  async next() {
    return this.connections.next();
  }

  /** The next connection, with its token accepted. */
  async login(welcome) {
    for (;;) {
      const connection = await this.next();
      const login = connection.login(welcome).then(() => connection);
      login.catch(() => {});
      // one that the client has given up meanwhile, on a slow machine, is not the one
      const there = await Promise.race([login, connection.gone.then(() => null)]);
      if (there) return there;
    }
  }

  close() {
    this.http.close();
    for (const socket of this.raw) socket.destroy();
  }

  #knock(request, socket, head) {
    this.handshakes += 1;
    this.raw.add(socket);
    socket.on('error', () => {});
    if (this.door === 'hang') return;
    if (this.door !== 'accept') {
      socket.end(`HTTP/1.1 ${this.door} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (ws) => {
      const connection = new Connection(ws, socket, request, this.list);
      this.all.push(connection);
      this.connections.put(connection);
    });
  }
}

/** One connection of the client, seen from the server. */
export class Connection {
  /** Everything that came, in order. */
  heard = [];
  closed = false;
  /** What a `pong` says of the rooms; null to answer none. */
  seqs = {};
  #mute = false;
  #frames = new Mailbox('a frame');
  #ws;
  #socket;
  #list;

  constructor(ws, socket, request, list) {
    this.#ws = ws;
    this.#socket = socket;
    this.#list = list;
    this.token = tokenOf(request);
    this.gone = new Promise((resolve) => ws.on('close', (code) => resolve((this.closed = true), code)));
    ws.on('error', () => {});
    ws.on('message', (data, binary) => this.#read(binary ? chunkOf(data) : JSON.parse(data.toString())));
  }

  /** Greets, and accepts the token that came by header, subprotocol, address or frame. */
  async login({ userId = 'alice', heartbeat = { intervalMs: 30_000, timeoutMs: 10_000 }, limits = {} } = {}) {
    this.welcome({ userId: this.token ? userId : null, heartbeat, limits });
    if (!this.token) {
      const auth = await this.expect('auth');
      this.token = auth.token;
      this.reply(auth, { type: 'authenticated', userId, expiresAt: Date.now() + 3_600_000 });
    }
  }

  welcome({ userId = null, heartbeat, limits = {} } = {}) {
    this.send({ type: 'welcome', sessionId: 's1', userId, node: 'n1', heartbeat, limits, time: Date.now() });
  }

  send(frame) {
    if (!this.#mute) this.#ws.send(JSON.stringify(frame));
  }

  raw(text) {
    this.#ws.send(text);
  }

  reply({ id }, frame) {
    this.send({ ...frame, id });
  }

  error(frame, code, more = {}) {
    const { room, clientMsgId } = frame;
    this.reply(frame, { type: 'error', code, message: `refused: ${code}`, retryable: false, room, clientMsgId, ...more });
  }

  /** An entry, live. */
  entry(room, seq, more) {
    this.send(entry(room, seq, more));
  }

  missed(room, from, to, more = {}) {
    const messages = [];
    for (let seq = from; seq <= to; seq++) messages.push(entry(room, seq, { epoch: more.epoch }));
    this.send({ type: 'missed', room, epoch: EPOCH, fromSeq: from, toSeq: to, messages, more: false, ...more });
  }

  /** Answers a join or a resume: each room is live at this seq. */
  entered(frame, rooms, more = {}) {
    const outcome = (seq) =>
      typeof seq === 'object' ? seq : { status: 'recovered', seq, epoch: EPOCH, missed: 0, ...more };
    if (frame.type === 'join') {
      this.reply(frame, { type: 'joined', room: frame.room, ...outcome(rooms[frame.room]), status: more.status ?? 'live' });
    } else {
      const named = Object.fromEntries(Object.keys(frame.rooms).map((room) => [room, outcome(rooms[room])]));
      this.reply(frame, { type: 'resumed', rooms: named });
    }
  }

  /** The client enters this room, by whatever frame; returns its position. */
  async enter(room, seq = 0, more) {
    const frame = await this.expect('join', 'resume');
    const given = frame.type === 'join' ? frame.lastSeq : frame.rooms[room];
    this.entered(frame, { [room]: seq }, more);
    return typeof given === 'object' ? given : { seq: given, epoch: frame.epoch };
  }

  ack(frame, seq, more = {}) {
    const { room, clientMsgId } = frame;
    const messageId = `${room}!${EPOCH}!${seq}`;
    this.reply(frame, { type: 'ack', room, seq, messageId, clientMsgId, time: Date.now(), duplicate: false, ...more });
  }

  /** The next frame, but for those said by the way. It has to be of one of these types. */
  async expect(...types) {
    const frame = await this.#frames.next();
    assert(types.includes(frame.type), `expected ${types.join(' or ')}, and the client said ${JSON.stringify(frame)}`);
    return frame;
  }

  /** The next `send`s, of which the bodies have to be these. */
  async sends(...bodies) {
    const frames = [];
    for (const body of bodies) {
      const frame = await this.expect('send');
      equal(frame.body, body, 'the body of a send');
      frames.push(frame);
    }
    return frames;
  }

  /** Nothing more comes but by the way. */
  async silent(ms = 150) {
    await this.#frames.none(ms);
  }

  async hears(type, ms) {
    return this.#frames.heard(() => this.heard.find((frame) => frame.type === type), `a ${type}`, ms);
  }

  close(code, reason = 'told to') {
    this.#ws.close(code, reason);
  }

  /** Breaks it: the client sees 1006. */
  kill() {
    this.#socket.destroy();
  }

  /** Says nothing any more, and leaves it open. */
  mute() {
    this.#mute = true;
  }

  #read(frame) {
    this.heard.push(frame);
    if (frame.type === 'ping' && this.seqs) {
      const known = (frame.rooms ?? []).filter((room) => room in this.seqs);
      this.reply(frame, { type: 'pong', time: Date.now(), seqs: Object.fromEntries(known.map((r) => [r, this.seqs[r]])) });
    } else if (frame.type === 'rooms') {
      this.reply(frame, { type: 'rooms', rooms: this.#list });
    } else if (frame.type === 'receipts') {
      this.reply(frame, { type: 'receipts', room: frame.room, cursors: [] });
    } else if (frame.type === 'presence') {
      this.reply(frame, { type: 'presence', room: frame.room, users: [] });
    }
    if (BY_THE_WAY.has(frame.type)) {
      this.#frames.stir();
    } else {
      this.#frames.put(frame);
    }
  }
}

export function entry(room, seq, { sender = 'bob', body = `m${seq}`, kind = 'message', epoch = EPOCH, ...more } = {}) {
  const messageId = `${room}!${epoch}!${seq}`;
  const fields = { messageId, sender, clientMsgId: `${sender}-${seq}`, time: 1_767_225_600_000 + seq, kind, version: 1, body };
  return { type: 'message', room, seq, ...fields, ...more };
}

function tokenOf({ headers, url }) {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(/, */).find((name) => name.startsWith('bearer.'));
  const asked = new URL(url, 'http://x').searchParams.get('access_token');
  return headers.authorization?.replace(/^Bearer /, '') ?? offered?.slice('bearer.'.length) ?? asked;
}

/** A binary frame: two bytes of length, a JSON header, the payload. */
function chunkOf(bytes) {
  const end = 2 + bytes.readUInt16BE(0);
  return { ...JSON.parse(bytes.toString('utf8', 2, end)), payload: bytes.subarray(end) };
}
