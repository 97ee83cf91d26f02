import { CLOCK } from './clock.js';
import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { beyond, notMember, SIGNED_OUT, silent, told } from './errors.js';
import { Outbox } from './outbox.js';
import { addressOf, hooked, stored } from './page.js';
import { Room } from './room.js';
import { NO_STORE, Store } from './store.js';
import { Stream } from './stream.js';

/**
 * @typedef {import('./index.d.ts').RoomInfo} RoomInfo
 * @typedef {Required<Pick<import('./index.d.ts').SeqwayOptions, 'baseDelayMs' | 'maxDelayMs' | 'connectTimeoutMs' |
 *     'maxAttempts' | 'maxQueued' | 'maxQueuedBytes' | 'receipts'>> & import('./index.d.ts').SeqwayOptions &
 *     { WebSocket: any, clock: import('./clock.js').Clock, store?: any }} Settings
 * @typedef {(error: import('./errors.js').Failure | null, frame?: any) => void} Answer
 */

const DEFAULTS = {
  baseDelayMs: 500,
  maxDelayMs: 20_000,
  connectTimeoutMs: 10_000,
  maxAttempts: Infinity,
  maxQueued: 1_000,
  maxQueuedBytes: 1e8,
  receipts: true,
  autoConnect: true,
  persist: true,
  clock: CLOCK,
  WebSocket: globalThis.WebSocket,
};
const CALL_MS = 15_000;
const PING_ROOMS = 64;
/** Frames that are passed on as they are. */
const ALSO_EVENTS = /^(added|removed|lagging|duplicate-connection)$/;
/** The id of frames that have no reply: a refusal of them, as by a server that does not know them, is of no use to anybody. */
const UNANSWERED = '-';

/** A client: one connection after another, and all that has to outlive each of them. */
export class Seqway extends Emitter {
  duplicates = 0;
  #gaps = 0;
  #resumes = 0;
  /** @type {import('./errors.js').Failure | null} */
  #lastError = null;
  #url;
  /** @type {string | null} */
  #userId = null;
  #connection;
  /** @type {Map<string, Room>} */
  #rooms = new Map();
  /** @type {Map<string, Stream>} */
  #streams = new Map();
  /** @type {RoomInfo[]} */
  #list = [];
  #ids = 0;
  /** @type {Map<any, Answer>} what this connection has not answered */
  #asked = new Map();
  /** @type {Set<() => void>} what is to be asked, again, once there is a connection */
  #calls = new Set();
  /** @type {AbortController | null} */
  #hooks = null;

  /**
   * @param {string | URL} url
   * @param {import('./index.d.ts').SeqwayOptions} [options]
   */
  constructor(url, options = {}) {
    super();
    /** @type {any} */
    const settings = { ...DEFAULTS };
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined) {
        settings[name] = value;
      }
    }
    /** @type {Settings} */
    this.settings = settings;
    this.clock = this.settings.clock;
    this.#url = addressOf(url);
    this.#connection = new Connection(this.#url, this.settings, this);
    this.store =
      this.settings.store ??
      (this.settings.persist && globalThis.indexedDB
        ? new Store((e) => this.failed(beyond(`Not kept: ${e}`, 'not-kept', '')))
        : NO_STORE);
    this.outbox = new Outbox(this);
    /** Once what an earlier page has left is here. */
    this.adopted = this.#adopt();
    const known = this.settings.userId ?? stored(this.settings, `seqway.user ${this.#url}`);
    if (known) {
      this.#is(known);
    }
    // a moment later, so that handlers hear of it from the beginning
    queueMicrotask(() => this.settings.autoConnect && this.connect());
  }

  get state() {
    return this.#connection.state;
  }

  get connected() {
    return this.state === 'connected';
  }

  get userId() {
    return this.#userId;
  }

  get sessionId() {
    return this.#connection.sessionId;
  }

  connect() {
    this.#hooks?.abort();
    this.#hooks = hooked(this.#connection);
    this.#connection.connect();
  }

  close() {
    this.settings.autoConnect = false;
    this.#hooks?.abort();
    this.#connection.close();
  }

  retryNow() {
    this.#connection.retryNow();
  }

  /**
   * @param {string} id
   * @param {import('./index.d.ts').RoomOptions} [options]
   */
  room(id, options) {
    const room = this.hidden(id);
    if (room.silent || room.gone) {
      room.silent = room.gone = false;
      room.options = options ?? {};
      this.#start(room);
      if (this.connected) {
        this.#enter([room]);
      }
    }
    return room;
  }

  /** @returns {Promise<RoomInfo[]>} */
  async rooms() {
    /** @type {RoomInfo[]} */
    const all = [];
    for (let cursor; ; ) {
      const page = await this.call({ type: 'rooms', cursor });
      all.push(...page.rooms);
      cursor = page.cursor;
      if (!cursor) {
        this.#list = all;
        all.forEach(({ room }) => this.#back(room));
        this.changed();
        this.emit('rooms', all);
        return all;
      }
    }
  }

  /**
   * @param {string} id
   * @param {import('./index.d.ts').StreamOptions} [options]
   */
  stream(id, options = {}) {
    const stream = this.#streams.get(id) ?? new Stream(id, options, this);
    this.#streams.set(id, stream);
    return stream;
  }

  /** @returns {import('./index.d.ts').Metrics} */
  getMetrics() {
    const { state, connects, connectedAt, roundTripMs } = this.#connection;
    const now = this.clock.now();
    const { items } = this.outbox;
    return {
      state,
      url: this.#url,
      reconnects: connects && connects - 1,
      queued: items.length,
      oldestQueuedMs: now - (items[0]?.time ?? now),
      connectedMs: connectedAt && now - connectedAt,
      gaps: this.#gaps,
      duplicates: this.duplicates,
      resumes: this.#resumes,
      roundTripMs,
      lastError: this.#lastError,
    };
  }

  shot() {
    const { state, attempt, nextRetryMs, reason } = this.#connection;
    return { state, userId: this.#userId, attempt, nextRetryMs, reason, queued: this.outbox.items.length, rooms: this.#list };
  }

  /**
   * The room, wanted by somebody or not.
   *
   * @param {string} id
   */
  hidden(id) {
    const room = this.#rooms.get(id) ?? new Room(id, this);
    this.#rooms.set(id, room);
    return room;
  }

  /** @param {string} id */
  sends(id) {
    const room = this.hidden(id);
    if (!room.joined && !room.way && !room.again && !room.gone) {
      this.#enter([room]);
    }
    // before it is known where the room begins, nobody could say whether the entry of it is still to come
    return room.joined || (room.way && (room.silent || room.lastSeq !== null));
  }

  /**
   * The server says that this room is not joined.
   *
   * @param {string} id
   */
  reenter(id) {
    const room = this.hidden(id);
    if (room.joined) {
      room.joined = false;
      this.#later(room);
    }
  }

  /** @param {Room} room */
  leave(room) {
    room.lost();
    this.outbox.settle(room.id);
    this.#rooms.delete(room.id);
    stored(this.settings, this.#positionOf(room), null);
    if (this.connected) {
      this.#send({ type: 'leave', room: room.id });
    }
  }

  /**
   * Something that may be lost: said only to a connection that has joined the room.
   *
   * @param {Room} room
   * @param {{ type: string } & Record<string, any>} frame
   */
  say(room, frame) {
    if (room.joined) {
      this.#send({ ...frame, id: UNANSWERED, room: room.id });
    }
  }

  /**
   * Asks on this connection; when that is lost there is no answer.
   *
   * @param {any} frame
   * @param {Answer} answer
   * @param {string} [body] JSON text
   * @param {Blob} [payload]
   */
  ask(frame, answer, body, payload) {
    const id = ++this.#ids;
    this.#connection.send({ ...frame, id }, body, payload);
    this.#asked.set(id, answer);
  }

  /**
   * Asks until there is an answer, over one connection after another.
   *
   * @param {any} frame
   * @returns {Promise<any>}
   */
  call(frame) {
    return new Promise((resolve, reject) => {
      /** @type {Answer} */
      const settle = (error, answer) => {
        callOff();
        this.#calls.delete(go);
        error ? reject(error) : resolve(answer);
      };
      const go = () => this.ask(frame, settle);
      const callOff = this.clock.after(CALL_MS, () => settle(silent('timeout')));
      this.#calls.add(go);
      if (this.connected) {
        go();
      }
    });
  }

  /**
   * @param {number} size
   * @throws {SeqwayError} of the kind `limit`
   */
  admit(size) {
    const queued = [...this.#streams.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const { maxQueuedBytes } = this.settings;
    if (queued + size > maxQueuedBytes) {
      throw beyond('Too much is waiting.', 'queue-full', `maxQueuedBytes=${maxQueuedBytes}`);
    }
  }

  /**
   * Something has changed in the outbox.
   *
   * @param {import('./outbox.js').Item} item
   */
  news({ room: id, message }) {
    const room = this.hidden(id);
    if (message) {
      room.emit('status', message);
    }
    room.changed();
    this.changed();
  }

  /**
   * @param {Room} room
   * @param {string} event that is both the room's and the client's
   * @param {any} value
   */
  tell(room, event, value) {
    room.emit(event, value);
    this.emit(event, value);
  }

  /** @param {number} times that something was in vain */
  drawn(times) {
    return this.#connection.drawn(times);
  }

  /**
   * An entry is missing in front of what came.
   *
   * @param {Room} room
   * @param {number} to the last one that is known to be there
   */
  hole(room, to) {
    if (room.way || room.again) {
      return; // what was on its way comes again, in order
    }
    this.#gaps += 1;
    const gap = { room: room.id, from: /** @type {number} */ (room.lastSeq) + 1, to };
    this.tell(room, 'gap', gap);
    this.#enter([room]);
  }

  /** @param {import('./index.d.ts').StateChange} change */
  moved(change) {
    this.#say('state', change);
    this.changed();
  }

  /** @param {import('./errors.js').Failure} error */
  failed(error) {
    this.#lastError = error;
    if (!this.#say('error', error) && !error.retryable) {
      console.warn('seqway:', error.message);
    }
  }

  /**
   * @param {string} event
   * @param {unknown} value
   */
  #say(event, value) {
    if (this.settings.debug) {
      console.debug('seqway', event, value);
    }
    return this.emit(event, value);
  }

  /** The order is part of what is promised: the rooms, what waits, the list. */
  opened(/** @type {string} */ userId) {
    this.#is(userId);
    const rooms = [...this.#rooms.values()].filter((room) => !room.gone && !room.silent);
    this.#enter(rooms);
    this.outbox.open();
    this.#calls.forEach((go) => go());
    this.#streams.forEach((stream) => stream.opened());
    this.rooms().catch(() => {}); // a server without them says so to whoever asks
  }

  lost() {
    this.#asked.clear();
    this.outbox.close();
    for (const thing of [...this.#rooms.values(), ...this.#streams.values()]) {
      thing.lost();
    }
  }

  /** @param {string} userId */
  #is(userId) {
    if (userId === this.#userId) {
      return;
    }
    const another = this.#userId;
    this.#userId = userId;
    stored(this.settings, `seqway.user ${this.#url}`, userId);
    this.store.account = `${this.#url} ${userId} `;
    if (another) {
      this.adopted = this.#adopt();
      this.outbox.clear();
      this.#streams.forEach((stream) => stream.end(SIGNED_OUT()));
      this.#streams.clear();
    }
    for (const room of this.#rooms.values()) {
      if (another) {
        room.forget();
        room.emit('reset', { from: 1 });
      }
      this.#start(room);
    }
  }

  #adopt() {
    return this.store.adopt((/** @type {any[]} */ records) => {
      this.outbox.adopt(records.filter(({ what }) => what === 'item'));
      for (const id of new Set(records.flatMap(({ stream }) => stream ?? []))) {
        this.stream(id).adopt(records.filter(({ stream }) => stream === id));
      }
    });
  }

  /** @param {Room} room that begins where it was, or where it was told to */
  #start(room) {
    const { tail, lastSeq, epoch } = room.options;
    if (room.silent || room.lastSeq !== null) {
      return;
    }
    if (lastSeq !== undefined) {
      room.lastSeq = lastSeq;
      room.epoch = epoch ?? null;
    } else if (tail === undefined && this.#userId) {
      [room.lastSeq = null, room.epoch = null] = JSON.parse(stored(this.settings, this.#positionOf(room)) ?? '[]');
    }
  }

  /** @param {Room[]} rooms */
  #enter(rooms) {
    const known = rooms.filter(({ lastSeq }) => lastSeq !== null);
    const { maxRoomsPerResume } = this.#connection.limits;
    for (let i = 0; i < known.length; i += maxRoomsPerResume) {
      const some = known.slice(i, i + maxRoomsPerResume);
      const positions = Object.fromEntries(some.map(({ id, lastSeq, epoch }) => [id, epoch ? { seq: lastSeq, epoch } : lastSeq]));
      const presence = some.some(({ options }) => options.presence !== false);
      this.#ask(some, { type: 'resume', rooms: positions, presence });
    }
    for (const room of rooms.filter(({ lastSeq }) => lastSeq === null)) {
      const { tail, presence = true } = room.options;
      this.#ask([room], { type: 'join', room: room.id, tail, presence: presence && !room.silent });
    }
  }

  /**
   * @param {Room[]} rooms
   * @param {any} frame a join or a resume
   */
  #ask(rooms, frame) {
    const way = {};
    for (const room of rooms) {
      room.calm();
      room.joined = false;
      room.way = way;
    }
    this.ask(frame, (error, reply) => {
      for (const room of rooms.filter((r) => r.way === way)) {
        const outcome = reply?.rooms ? reply.rooms[room.id] : reply;
        this.#entered(room, error ? { status: 'error', error, shared: rooms[1] } : outcome, frame.rooms);
      }
    });
  }

  /**
   * @param {Room} room
   * @param {any} outcome
   * @param {any} resumed whether it was a resume
   */
  #entered(room, outcome, resumed) {
    const { status, missed } = outcome;
    if (status === 'removed' || outcome.error?.code === 'not-a-member') {
      this.#removed(room, notMember().message);
      return;
    }
    if (status === 'error') {
      const error = outcome.error ?? told(outcome);
      room.way = null;
      if (error.code === 'bad-request' && !outcome.shared) {
        room.silent = true; // until it is asked for in another way
        this.outbox.refuse(room.id, error);
      } else {
        this.#later(room);
      }
      room.emit('error', error);
      this.failed(error);
      return;
    }
    const behind = !room.silent && room.lastSeq !== null && outcome.seq > room.lastSeq;
    room.arrived(outcome);
    this.#keep(room);
    if (behind) {
      this.hole(room, outcome.seq);
      return;
    }
    if (resumed) {
      this.#resumes += 1;
      this.tell(room, 'synced', { room: room.id, count: missed, reset: status === 'reset' });
    }
    this.outbox.flush();
  }

  /** @param {Room} room that is to be entered again, in a while */
  #later(room) {
    room.calm();
    room.again = this.clock.after(this.drawn(++room.tries), () => {
      room.again = null;
      this.#enter([room]);
    });
  }

  /**
   * @param {Room} room
   * @param {string} reason
   */
  #removed(room, reason) {
    room.lost();
    room.forget();
    room.gone = true;
    stored(this.settings, this.#positionOf(room), null);
    this.outbox.refuse(room.id, notMember());
    this.tell(room, 'removed', { room: room.id, reason });
  }

  /** @param {any} frame */
  frame(frame) {
    const { type, id } = frame;
    const room = this.#rooms.get(frame.room);
    const error = type === 'error' ? told(frame) : null;
    const answer = this.#asked.get(id);
    if (answer) {
      this.#asked.delete(id);
      answer(error, frame);
    } else if (type === 'pong') {
      this.#ponged(frame);
    } else if (error) {
      if (id !== UNANSWERED) {
        this.failed(error);
      }
    } else if (room && !room.gone && type !== 'added') {
      if (type === 'removed') {
        this.#removed(room, frame.reason);
        return;
      }
      const before = room.lastSeq;
      room.hear(frame);
      if (room.lastSeq !== before) {
        this.#keep(room);
      }
    } else if (ALSO_EVENTS.test(type)) {
      if (type === 'added') {
        this.#back(frame.room);
      }
      if (frame.state === 'begin') {
        frame.rooms.forEach((/** @type {string} */ name) => this.#rooms.get(name)?.unpend());
      }
      this.emit(type, frame);
    }
  }

  /** @param {string} id of a room that is the user's, perhaps again */
  #back(id) {
    const room = this.#rooms.get(id);
    if (room?.gone) {
      room.gone = false;
      this.#enter([room]);
    }
  }

  /** The rooms to look after; of too many some, drawn anew each time. */
  pinged() {
    const rooms = [...this.#rooms.values()].filter(({ silent, joined }) => joined && !silent);
    this.#adopt();
    rooms.sort(() => this.clock.random() - 0.5);
    return rooms.slice(0, PING_ROOMS).map(({ id }) => id);
  }

  /** @param {any} frame */
  #ponged({ seqs }) {
    for (const [id, seq] of Object.entries(seqs ?? {})) {
      const room = this.#rooms.get(id);
      if (room && seq > (room.lastSeq ?? seq)) {
        this.hole(room, seq);
      }
    }
  }

  /** @param {any} frame */
  #send(frame) {
    try {
      this.#connection.send(frame);
    } catch (e) {
      this.failed(/** @type {import('./errors.js').Failure} */ (e));
    }
  }

  /** @param {Room} room */
  #keep({ id, lastSeq, epoch, silent }) {
    if (lastSeq !== null && !silent) {
      stored(this.settings, this.#positionOf({ id }), JSON.stringify([lastSeq, epoch]));
    }
  }

  /** @param {{ id: string }} room */
  #positionOf({ id }) {
    return `seqway.seq ${this.#url} ${this.#userId} ${id}`;
  }
}
