/**
 * A gateway in memory that keeps the protocol, behind a network that does not: connections break, silently or not, and
 * frames that carry entries are lost, doubled and swapped on their way.
 */
export class Gateway {
  rooms = new Map();
  streams = new Map();
  connections = new Set();
  /** How likely an entry goes wrong on the way, and a send is refused for now. */
  trouble = 0;
  /** How long a join takes. What is said meanwhile is answered before. */
  joinMs = 0;
  /** Whether a join or a resume is refused for good. */
  bad = () => false;
  /** What has no reply. */
  said = [];

  constructor(clock) {
    this.clock = clock;
    const gateway = this;
    this.WebSocket = class {
      constructor() {
        gateway.#accept(this);
      }
    };
  }

  room(id) {
    if (!this.rooms.has(id)) this.rooms.set(id, { epoch: 'e1', log: [], byId: new Map() });
    return this.rooms.get(id);
  }

  /** The chunks of a stream, by seq. */
  stream(id) {
    if (!this.streams.has(id)) this.streams.set(id, new Map());
    return this.streams.get(id);
  }

  /** Stores a message, and tells whoever is in the room. */
  append(id, sender, clientMsgId, body, more = {}) {
    const room = this.room(id);
    const key = `${sender} ${clientMsgId}`;
    const known = room.byId.get(key);
    if (known) return { entry: known, duplicate: true };
    const seq = room.log.length + 1;
    const messageId = `${id}!${room.epoch}!${seq}`;
    const time = this.clock.now();
    const entry = { type: 'message', room: id, seq, messageId, sender, clientMsgId, time, kind: 'message', version: 1, body, ...more };
    room.log.push(entry);
    room.byId.set(key, entry);
    for (const connection of this.connections) {
      if (connection.joined.has(id)) connection.down(entry);
    }
    return { entry, duplicate: false };
  }

  /** Breaks all connections. Silently: neither side is told. */
  cut(silently) {
    for (const connection of [...this.connections]) connection.end(silently);
  }

  #accept(socket) {
    const { clock } = this;
    const gateway = this;
    const delay = () => 1 + clock.below(20);
    const connection = {
      joined: new Set(),
      dead: false,
      upAt: 0,
      downAt: 0,
      /** To the client, in order. */
      down(frame) {
        const text = JSON.stringify(frame);
        const wrong = frame.type === 'message' && clock.random() < gateway.trouble ? clock.below(3) : -1;
        if (wrong === 0) return; // lost
        this.downAt = Math.max(this.downAt, clock.now() + delay());
        const at = wrong === 1 ? this.downAt + 30 : this.downAt; // overtaken by those behind
        for (let i = 0; i < (wrong === 2 ? 2 : 1); i++) {
          clock.after(at - clock.now(), () => this.dead || socket.gone || socket.onmessage({ data: text }));
        }
      },
      end(silently, code = 1006) {
        if (this.dead) return;
        this.dead = true;
        gateway.connections.delete(this);
        if (!silently) clock.after(delay(), () => socket.gone || socket.onclose({ code, reason: '' }));
      },
    };
    socket.send = (text) => {
      connection.upAt = Math.max(connection.upAt, clock.now() + delay());
      const read = () => (text instanceof Blob ? gateway.#chunk(connection, text) : gateway.#read(connection, JSON.parse(text)));
      clock.after(connection.upAt - clock.now(), () => connection.dead || read());
    };
    socket.close = () => {
      socket.gone = true;
      connection.end(true);
    };
    clock.after(delay(), () => {
      if (socket.gone) return;
      this.connections.add(connection);
      socket.onopen();
      connection.down({ type: 'welcome', sessionId: 's', userId: null, heartbeat: { intervalMs: 30000, timeoutMs: 10000 } });
    });
  }

  #read(connection, frame) {
    const { type, id } = frame;
    const reply = (answer) => connection.down({ id, ...answer });
    if (type === 'auth') {
      connection.userId = frame.token.split('.').pop();
      reply({ type: 'authenticated', userId: connection.userId, expiresAt: 9e15 });
    } else if (type === 'ping') {
      const seqs = Object.fromEntries((frame.rooms ?? []).map((room) => [room, this.room(room).log.length]));
      reply({ type: 'pong', time: this.clock.now(), seqs });
    } else if ((type === 'join' || type === 'resume') && this.bad(frame)) {
      reply({ type: 'error', code: 'bad-request', message: 'room must be an id', retryable: false });
    } else if (type === 'join') {
      connection.joined.add(frame.room);
      this.clock.after(this.joinMs, () => this.#joined(connection, frame, reply));
    } else if (type === 'resume') {
      const rooms = {};
      for (const [room, position] of Object.entries(frame.rooms)) rooms[room] = this.#replay(connection, room, position);
      reply({ type: 'resumed', rooms });
    } else if (type === 'history') {
      const below = this.room(frame.room).log.slice(0, frame.before - 1);
      const messages = below.slice(-frame.limit);
      reply({ type: 'history', room: frame.room, messages, more: below.length > messages.length });
    } else if (type === 'typing' || type === 'receipt') {
      this.said.push(frame);
    } else if (type === 'missing') {
      const stored = this.stream(frame.stream);
      const all = Array.from({ length: frame.upTo + 1 }, (_, seq) => seq);
      const missing = all.filter((seq) => !stored.has(seq));
      reply({ type: 'missing', stream: frame.stream, missing, more: false, maxSeq: Math.max(-1, ...stored.keys()) });
    } else if (type === 'send') {
      this.#store(connection, frame, reply);
    } else {
      reply({ type: 'error', code: 'unknown-type', message: type, retryable: false });
    }
  }

  #joined(connection, { room, tail }, reply) {
    const { epoch, log } = this.room(room);
    if (tail && log.length) {
      const messages = log.slice(-tail);
      connection.down({ type: 'missed', room, epoch, fromSeq: messages[0].seq, toSeq: log.length, messages, more: false });
    }
    reply({ type: 'joined', room, status: 'live', seq: log.length, epoch, missed: 0 });
  }

  async #chunk(connection, frame) {
    const bytes = Buffer.from(await frame.arrayBuffer());
    const end = 2 + bytes.readUInt16BE(0);
    const { id, stream, seq } = JSON.parse(bytes.toString('utf8', 2, end));
    const data = bytes.toString('utf8', end);
    const known = this.stream(stream).get(seq) ?? data;
    if (known !== data) {
      connection.down({ type: 'error', id, code: 'chunk-conflict', message: 'another one', retryable: false });
    } else {
      this.stream(stream).set(seq, data);
      connection.down({ type: 'chunk-ack', id, stream, seq, duplicate: false, size: data.length });
    }
  }

  #replay(connection, id, position) {
    const { epoch, log } = this.room(id);
    const { seq, epoch: theirs } = typeof position === 'number' ? { seq: position, epoch } : position;
    const reset = theirs !== epoch || seq > log.length;
    const from = reset ? 1 : seq + 1;
    const missed = log.slice(from - 1);
    for (let i = 0; i < missed.length || (reset && i === 0); i += 100) {
      const messages = missed.slice(i, i + 100);
      const more = i + 100 < missed.length;
      const frame = { type: 'missed', room: id, epoch, fromSeq: from + i, toSeq: from + i + messages.length - 1, messages, more };
      connection.down(reset && i === 0 ? { ...frame, reset } : frame);
    }
    connection.joined.add(id);
    return { status: reset ? 'reset' : 'recovered', seq: log.length, epoch, missed: missed.length, ...(reset && { from: 1 }) };
  }

  #store(connection, { room: id, clientMsgId, after, body }, reply) {
    const { byId } = this.room(id);
    const name = (msg) => `${connection.userId} ${msg}`;
    const error = (code, retryable, more) => reply({ type: 'error', code, message: code, retryable, room: id, clientMsgId, ...more });
    if (!connection.joined.has(id)) return error('not-joined', false);
    if (!byId.has(name(clientMsgId))) {
      if (after && !byId.has(name(after))) return error('out-of-order', true);
      if (this.clock.random() < this.trouble) {
        const what = this.clock.below(3);
        if (what === 0) return error('unavailable', true);
        if (what === 1) return error('rate-limited', true, { retryAfterMs: 50 });
        if (this.clock.random() < 0.5) this.append(id, connection.userId, clientMsgId, body);
        return error('timeout', true);
      }
    }
    const { entry, duplicate } = this.append(id, connection.userId, clientMsgId, body);
    const { seq, messageId, time } = entry;
    reply({ type: 'ack', room: id, seq, messageId, clientMsgId, time, duplicate });
  }
}

/** What IndexedDB is to a browser: it stays when the page is gone. */
export class FakeDisk {
  records = new Map();
  values = new Map();

  storage = {
    getItem: (key) => this.values.get(key) ?? null,
    setItem: (key, value) => void this.values.set(key, value),
    removeItem: (key) => void this.values.delete(key),
  };

  /** The store of one page, until it is gone. */
  store() {
    const { records } = this;
    const page = { owner: `page-${Math.random()}`, account: '', gone: false };
    page.put = async (record) => void (page.gone || records.set(record.id, { ...record, owner: page.owner }));
    page.remove = async (id) => void (page.gone || records.delete(id));
    page.adopt = async (take) => {
      const adopted = [...records.values()].filter(({ owner }) => owner !== page.owner);
      for (const record of adopted) records.set(record.id, { ...record, owner: page.owner });
      take(adopted);
    };
    return page;
  }
}
