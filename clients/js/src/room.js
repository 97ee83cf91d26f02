import { Emitter } from './emitter.js';
import { Message } from './message.js';

/** @typedef {import('./index.d.ts').Cursor} Cursor */

const RECEIPT_MS = 1_000;
const TYPING_EVERY_MS = 3_000;

/**
 * One room as this client knows it: a copy of the end of its log, kept right by one rule: an entry is applied when its
 * seq is the last one + 1 (docs/protocol.md, "What the client keeps, and does").
 */
export class Room extends Emitter {
  /** @type {number | null} */
  lastSeq = null;
  /** @type {string | null} */
  epoch = null;
  joined = false;
  gone = false;
  readSeq = 0;
  /** Joined only for what waits in the outbox; nobody has asked to hear it. */
  silent = true;
  /** @type {object | null} the join or resume that is under way */
  way = null;
  /** How often in a row it could not be entered. */
  tries = 0;
  /** @type {(() => void) | null} calls off that it is tried again */
  again = null;
  /** @type {import('./index.d.ts').RoomOptions} */
  options = {};
  /** @type {Message[]} */
  #entries = [];
  /** How many more are held than asked for. */
  #earlier = 0;
  /** @type {number | null} the first entry of what is held, be it a message or not */
  #first = null;
  /** @type {Map<string, Message>} */
  #pendings = new Map();
  /** @type {Map<string, any>} */
  #users = new Map();
  /** @type {Set<string>} */
  #typing = new Set();
  #typedAt = 0;
  /** @type {Map<string, Cursor>} */
  #cursors = new Map();
  #delivered = 0;
  #read = 0;
  /** @type {(() => void) | null} */
  #saying = null;

  /**
   * @param {string} id
   * @param {import('./seqway.js').Seqway} client
   */
  constructor(id, client) {
    super();
    this.id = id;
    this.client = client;
  }

  get messages() {
    return this.getSnapshot().messages;
  }

  get users() {
    return this.getSnapshot().users;
  }

  get typingUsers() {
    return this.getSnapshot().typing;
  }

  shot() {
    const { joined, gone, lastSeq, readSeq } = this;
    const own = this.client.outbox.of(this.id).flatMap((item) => item.message ?? []);
    const messages = [...this.#entries, ...this.#pendings.values(), ...own];
    return { messages, joined, removed: gone, lastSeq, readSeq, users: [...this.#users.values()], typing: [...this.#typing] };
  }

  /**
   * @param {any} body
   * @param {import('./index.d.ts').SendOptions} [options]
   */
  send(body, options = {}) {
    const { promise, message } = this.client.outbox.add(this, 'send', options, body);
    return Object.assign(promise, { message: /** @type {any} */ (message) });
  }

  /**
   * @param {number} target
   * @param {any} body
   * @param {{ expectVersion?: number }} [options]
   */
  edit(target, body, options) {
    return this.client.outbox.add(this, 'edit', { target, ...options }, body).promise;
  }

  /**
   * @param {number} target
   * @param {{ expectVersion?: number }} [options]
   */
  delete(target, options) {
    return this.client.outbox.add(this, 'delete', { target, ...options }).promise;
  }

  /** @param {{ before?: number, after?: number, limit?: number }} page */
  async history(page) {
    const { messages, more } = await this.client.call({ ...page, type: 'history', room: this.id });
    return { messages: this.#shown(messages), more };
  }

  async loadEarlier(limit = 50) {
    const first = this.#first;
    const before = first ?? (this.lastSeq ?? 9e15) + 1;
    this.#earlier += limit; // before it is here: what comes meanwhile does not push out what it has to fit to
    const { messages, more } = await this.client.call({ type: 'history', room: this.id, before, limit });
    if (first === this.#first && messages[0]) {
      const shown = this.#shown(messages);
      this.#first = messages[0].seq;
      this.#earlier += shown.length - limit;
      this.#entries.unshift(...shown);
      this.changed();
    }
    return more;
  }

  typing(typing = true) {
    const now = this.client.clock.now();
    if (typing ? now - this.#typedAt >= TYPING_EVERY_MS : this.#typedAt) {
      this.#typedAt = typing ? now : 0;
      this.client.say(this, { type: 'typing', typing });
    }
  }

  /**
   * @param {string} name
   * @param {any} data
   * @param {{ to?: string }} [options]
   */
  signal(name, data, options) {
    this.client.say(this, { type: 'signal', name, data, ...options });
  }

  markRead(seq = this.lastSeq ?? 0) {
    if (seq > this.readSeq) {
      this.readSeq = seq;
      this.#sayCursors();
      this.changed();
    }
  }

  async presence() {
    return (await this.client.call({ type: 'presence', room: this.id })).users;
  }

  async receipts() {
    const { cursors } = await this.client.call({ type: 'receipts', room: this.id });
    cursors.forEach((/** @type {Cursor} */ cursor) => this.#cursor(cursor));
    return [...this.#cursors.values()];
  }

  /** @param {number} seq */
  readBy(seq) {
    return [...this.#cursors.values()].filter((c) => c.read >= seq && c.userId !== this.client.userId).map((c) => c.userId);
  }

  leave() {
    this.client.leave(this);
  }

  /**
   * How far an own message has come: one of the others is enough.
   *
   * @param {number} seq
   */
  reached(seq) {
    return seq <= this.#read ? 'read' : seq <= this.#delivered ? 'delivered' : 'sent';
  }

  /**
   * What the server says of this room, unasked.
   *
   * @param {any} frame
   */
  hear(frame) {
    const { type, userId } = frame;
    if (type === 'missed') {
      this.#missed(frame);
    } else if (type === 'message') {
      this.#take(frame);
    } else if (this.silent) {
      return;
    } else if (type === 'pending') {
      this.#pendings.set(key(frame), new Message(this, frame));
    } else if (type === 'failed') {
      this.#pendings.delete(key(frame));
    } else if (type === 'typing') {
      this.#types(userId, frame.typing);
    } else if (type === 'signal') {
      this.emit('signal', { userId, name: frame.name, data: frame.data });
    } else if (type === 'receipt') {
      this.#cursor(frame);
    } else if (type.startsWith('presence')) {
      this.#present(frame);
    }
    this.changed();
  }

  /**
   * The end of a join or a resume.
   *
   * @param {any} outcome
   */
  arrived({ status, seq, epoch, missed }) {
    this.way = null;
    this.tries = 0;
    this.joined = true;
    if (this.silent) {
      return;
    }
    this.epoch = epoch;
    this.lastSeq ??= seq;
    this.client.outbox.settle(this.id, this.lastSeq ?? 0);
    this.#sayCursors();
    if (this.#entries.some((message) => message.own && message.status !== 'read')) {
      this.receipts().catch(() => {}); // a server without them says so to whoever asks
    }
    this.emit('live', { status, missed });
    this.changed();
  }

  /** The connection is gone, and with it what is true only now. */
  lost() {
    this.joined = false;
    this.way = null;
    this.calm();
    this.#typedAt = 0;
    this.unpend();
    for (const userId of this.#typing) {
      this.#types(userId, false);
    }
    this.#saying?.();
    this.#saying = null;
    this.changed();
  }

  /** What there was of the room means nothing any more. */
  forget() {
    this.gone = false;
    this.lastSeq = this.epoch = this.#first = null;
    this.#entries = [];
    this.#cursors.clear();
    this.#delivered = this.#read = this.readSeq = 0;
    this.unpend();
    this.client.outbox.settle(this.id);
  }

  /** It is not tried again for now. */
  calm() {
    this.again?.();
    this.again = null;
  }

  unpend() {
    this.#pendings.clear();
    this.changed();
  }

  /** @param {any} frame */
  #missed({ reset, epoch, fromSeq, messages }) {
    if (this.silent) {
      return;
    }
    if (reset) {
      this.forget();
    }
    if (this.lastSeq === null) {
      this.lastSeq = fromSeq - 1;
    }
    this.epoch = epoch;
    if (reset) {
      this.emit('reset', { from: fromSeq });
    }
    for (const entry of messages) {
      this.#take(entry);
    }
  }

  /** @param {any} entry */
  #take(entry) {
    if (this.silent || this.lastSeq === null) {
      return;
    }
    if (entry.seq <= this.lastSeq) {
      this.client.duplicates += 1;
    } else if (entry.seq === this.lastSeq + 1) {
      this.lastSeq = entry.seq;
      this.#apply(entry);
    } else {
      this.client.hole(this, entry.seq - 1);
    }
  }

  /** @param {any} entry */
  #apply(entry) {
    this.#first ??= entry.seq;
    this.#sayCursors();
    this.emit('entry', entry);
    if (entry.kind === 'member') {
      this.emit('member', { ...entry.body, seq: entry.seq });
      return;
    }
    if (entry.kind !== 'message') {
      this.#change(entry);
      return;
    }
    const { sender, clientMsgId, seq } = entry;
    this.#pendings.delete(key(entry));
    this.#types(sender, false);
    this.#cursor({ userId: sender, delivered: seq, read: seq }); // who has sent it has read it, and all before
    const item = sender === this.client.userId ? this.client.outbox.arrived(clientMsgId, seq) : null;
    const message = item?.message?.take({ ...entry, error: null }) ?? new Message(this, entry);
    this.#entries.push(message);
    const most = this.#earlier + (this.options.keep ?? 500);
    if (this.#entries.splice(0, this.#entries.length - most).length) {
      this.#first = this.#entries[0].seq;
    }
    this.client.tell(this, 'message', message);
  }

  /**
   * An edit or a delete; older than what is held if that came out of the log later than this.
   *
   * @param {any} entry
   */
  #change({ kind, target, version, body, sender, clientMsgId }) {
    if (sender === this.client.userId) {
      this.client.outbox.arrived(clientMsgId, version);
    }
    const i = this.#entries.findIndex((message) => message.seq === target);
    const held = this.#entries[i];
    if (held && version > held.version) {
      const deleted = kind === 'delete';
      const changed = new Message(this, { ...held, version, deleted, body: deleted ? null : body });
      this.#entries[i] = changed;
      this.emit(kind, changed);
    }
  }

  /** @param {any} frame the whole picture, or what has changed */
  #present({ users, partial, online = users ?? [], offline = [] }) {
    if (users || partial) {
      this.#users.clear();
    }
    for (const user of online) {
      this.#users.set(user.userId, { lastSeen: 0, status: 'online', ...user });
    }
    for (const user of offline) {
      this.#users.set(user.userId, { ...this.#users.get(user.userId), ...user, status: 'offline' });
    }
    this.emit('presence', [...this.#users.values()]);
  }

  /**
   * @param {any[]} entries
   * @returns {any[]} the messages among them, of which each is as it is now
   */
  #shown(entries) {
    return entries.filter(({ kind }) => kind === 'message').map((entry) => new Message(this, entry));
  }

  /** @param {Cursor} cursor */
  #cursor({ userId, delivered, read }) {
    const known = this.#cursors.get(userId);
    if (known && read <= known.read && delivered <= known.delivered) {
      return;
    }
    const cursor = { userId, delivered, read };
    this.#cursors.set(userId, cursor);
    if (userId === this.client.userId) {
      this.readSeq = Math.max(this.readSeq, read);
    } else {
      this.#delivered = Math.max(this.#delivered, delivered, read);
      this.#read = Math.max(this.#read, read);
      this.emit('status', null);
    }
    this.emit('receipt', cursor);
    this.changed();
  }

  /** Says soon how far this client has come, once for many entries. */
  #sayCursors() {
    this.#saying ??= this.client.clock.after(RECEIPT_MS, () => {
      this.#saying = null;
      const { lastSeq, readSeq: read } = this;
      const delivered = this.client.settings.receipts && lastSeq;
      if (delivered || read) {
        this.client.say(this, { type: 'receipt', ...(delivered && { delivered }), ...(read && { read }) });
      }
    });
  }

  /**
   * @param {string} userId
   * @param {boolean} typing
   */
  #types(userId, typing) {
    if (typing !== this.#typing.has(userId)) {
      this.#typing[typing ? 'add' : 'delete'](userId);
      this.emit('typing', { userId, typing });
      this.changed();
    }
  }
}

/** @param {any} frame what names a message before it has a seq */
const key = ({ sender, clientMsgId }) => `${sender} ${clientMsgId}`;
