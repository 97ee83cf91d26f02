import { randomId } from './clock.js';
import { beyond, notMember, SeqwayError, SIGNED_OUT, told } from './errors.js';
import { Message } from './message.js';

/** How many of a room may be under way at once. */
const WINDOW = 32;
const RATE_LIMITED_MS = 300;

/**
 * @typedef {object} Item something to be stored in a room, kept until the server has said that it is
 * @property {string} id the `clientMsgId`: the server stores one id once, however often it is sent. Later ones are greater
 * @property {string} room
 * @property {'send' | 'edit' | 'delete'} type
 * @property {any} fields
 * @property {string} [body] JSON text: a repeat has to be the same, character by character
 * @property {number} time
 * @property {boolean} tried whether it may have been sent
 * @property {'waiting' | 'sent' | 'acked' | 'failed'} state
 * @property {any} [error]
 * @property {Message} [message]
 * @property {Promise<number>} promise settled once it is known what becomes of it; of one from before the reload, unused
 * @property {(value: number) => void} [resolve]
 * @property {(error: import('./errors.js').Failure) => void} [reject]
 *
 * @typedef {object} Pause something was refused for now: nothing is sent to the room until all that is under way has been
 *     answered, and then for a while
 * @property {number} ms
 * @property {(() => void) | null} [end] calls the end off
 */

/**
 * What is not known to be stored. The order of a room's items is kept: each names the one before it as long as that is
 * not answered, so that the server stores it behind that one or not at all.
 */
export class Outbox {
  #client;
  #store;
  /** @type {Map<string, Item>} in order */
  #all = new Map();
  /** @type {Map<string, Pause>} by room */
  #pauses = new Map();
  /** Whether the server may be spoken to. */
  #open = false;
  #last = 0;

  /**
   * @param {import('./seqway.js').Seqway} client
   */
  constructor(client) {
    this.#client = client;
    this.#store = client.store;
  }

  /** @returns {Item[]} all that are not acked */
  get items() {
    return [...this.#all.values()].filter(({ state }) => state !== 'acked');
  }

  /** @param {string} room */
  of(room) {
    return [...this.#all.values()].filter((item) => item.room === room);
  }

  /**
   * @param {import('./room.js').Room} room
   * @param {Item['type']} type
   * @param {any} fields
   * @param {any} [value] the body
   * @throws {SeqwayError} of the kind `limit`, or since this is no room of the user's any more, or no JSON
   */
  add(room, type, fields, value) {
    const { settings, clock } = this.#client;
    const { maxQueued } = settings;
    const body = JSON.stringify(value);
    if (!body && type !== 'delete') {
      throw told({ code: 'bad-request', message: 'The body is no JSON.' });
    }
    if (this.items.length >= maxQueued) {
      throw beyond('Too much is waiting.', 'queue-full', `maxQueued=${maxQueued}`);
    }
    if (room.gone) {
      throw notMember();
    }
    const time = clock.now();
    this.#last = Math.max(this.#last + 1, time * 1_000);
    const id = this.#last.toString(36) + randomId();
    const item = this.#admit({ id, room: room.id, type, fields, body, time, tried: false });
    this.#promise(item);
    this.#flush(room.id);
    if (!item.tried) {
      this.#save(item);
    }
    this.#client.news(item);
    return item;
  }

  /**
   * Takes in what an earlier page, or another tab that is gone, has left.
   *
   * @param {any[]} records
   */
  adopt(records) {
    for (const record of records) {
      if (!this.#all.has(record.id)) {
        this.#client.news(this.#admit(record));
      }
    }
    this.#all = new Map([...this.#all].sort()); // by their ids
    this.flush();
  }

  /** @param {string} id */
  retry(id) {
    const item = this.#all.get(id);
    if (item?.state === 'failed') {
      item.state = 'waiting';
      this.#fail(item, null);
      this.#promise(item);
      this.#save(item);
      this.#flush(item.room);
      this.#client.news(item);
    }
    return item?.promise ?? Promise.reject(told({ code: 'unknown' }));
  }

  /** @param {string} id */
  cancel(id) {
    const item = this.#all.get(id);
    const may = !!item && (item.state === 'failed' || !item.tried);
    if (may) {
      this.#remove(item);
      item.reject?.(told({ code: 'cancelled', message: 'Cancelled.' }));
      this.#client.news(item);
    }
    return may;
  }

  /** The server may be spoken to. */
  open() {
    this.#open = true;
    this.flush();
  }

  /** The connection is gone: what was under way may have arrived or not. */
  close() {
    this.#open = false;
    for (const item of this.#all.values()) {
      if (item.state === 'sent') {
        item.state = 'waiting';
      }
    }
    this.#pauses.forEach(({ end }) => end?.());
    this.#pauses.clear();
  }

  /** Of another user. What is kept stays there until that one is back. */
  clear() {
    this.close();
    this.#all.forEach(({ reject }) => reject?.(SIGNED_OUT()));
    this.#all.clear();
  }

  flush() {
    new Set(this.items.map(({ room }) => room)).forEach((room) => this.#flush(room));
  }

  /**
   * The entry is here.
   *
   * @param {string} id
   * @param {number} result
   */
  arrived(id, result) {
    const item = this.#all.get(id);
    if (item) {
      this.#remove(item);
      item.state = 'acked';
      item.resolve?.(result);
      this.#flush(item.room);
    }
    return item;
  }

  /**
   * No entry comes any more of what was acked up to there.
   *
   * @param {string} room
   * @param {number} [upTo]
   */
  settle(room, upTo = Infinity) {
    this.of(room).forEach((item) => item.state === 'acked' && /** @type {any} */ (item.message).seq <= upTo && this.#remove(item));
  }

  /**
   * Nothing of this room can be sent any more.
   *
   * @param {string} room
   * @param {import('./errors.js').Failure} error
   */
  refuse(room, error) {
    this.of(room).forEach((item) => this.#refused(item, error));
  }

  /**
   * @param {any} record
   * @returns {Item}
   */
  #admit(record) {
    const { id, type, fields, body, time, error } = record;
    /** @type {Item} */
    const item = { ...record, state: error ? 'failed' : 'waiting' };
    if (type === 'send') {
      const { replyTo } = fields;
      const sender = this.#client.userId;
      const shown = { clientMsgId: id, time, sender, body: JSON.parse(body), ...(replyTo && { replyTo }) };
      item.message = new Message(this.#client.hidden(item.room), shown);
    }
    this.#all.set(id, item);
    if (error) {
      this.#fail(item, new SeqwayError(error.kind, error.message, error));
    }
    return item;
  }

  /** @param {Item} item */
  #promise(item) {
    item.promise = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
    item.promise.catch(() => {}); // whoever does not wait for it hears of it by `status`
  }

  /** @param {string} room */
  #flush(room) {
    const items = this.of(room);
    const waits = items.some(({ state }) => state === 'waiting');
    if (!this.#open || this.#pauses.has(room) || !waits || !this.#client.sends(room)) {
      return;
    }
    let under = items.filter(({ state }) => state === 'sent').length;
    let after;
    for (const item of items) {
      if (item.state === 'waiting' && under++ < WINDOW) {
        this.#transmit(item, after);
      }
      if (item.state === 'sent') {
        after = item.id;
      }
    }
  }

  /**
   * @param {Item} item
   * @param {string | undefined} after
   */
  #transmit(item, after) {
    const { id, room, type, fields, body } = item;
    item.state = 'sent';
    if (!item.tried) {
      item.tried = true;
      this.#save(item);
    }
    try {
      const frame = { type, room, clientMsgId: id, after, ...fields };
      this.#client.ask(frame, (error, ack) => (error ? this.#refused(item, error) : this.#acked(item, ack)), body);
    } catch (e) {
      this.#refused(item, /** @type {import('./errors.js').Failure} */ (e));
    }
  }

  /**
   * @param {Item} item
   * @param {any} ack
   */
  #acked(item, { seq, version }) {
    const room = this.#client.hidden(item.room);
    room.tries = 0;
    if (item.message && !room.silent && seq > (room.lastSeq ?? 0)) {
      item.state = 'acked'; // shown until its entry is here
      item.message.take({ seq, error: null });
      this.#store.remove(item.id);
    } else {
      this.#remove(item);
    }
    item.resolve?.(item.type === 'send' ? seq : version);
    this.#answered(item);
  }

  /**
   * @param {Item} item
   * @param {import('./errors.js').Failure} error
   */
  #refused(item, error) {
    const { room, state } = item;
    const { code, kind, retryable, retryAfterMs } = error;
    if (state === 'acked' || state === 'failed') {
      return;
    }
    // says nothing about the message, which goes out again once the room is joined again
    const notIt = kind === 'auth' || code === 'not-joined';
    if (notIt || retryable) {
      item.state = 'waiting';
      const pause = this.#pauses.get(room) ?? { ms: 0 };
      this.#pauses.set(room, pause);
      if (notIt) {
        this.#client.reenter(room);
      } else if (code !== 'out-of-order') {
        const times = this.#client.hidden(room).tries++;
        const least = code === 'rate-limited' ? RATE_LIMITED_MS : 0;
        pause.ms = Math.max(pause.ms, least, retryAfterMs ?? this.#client.drawn(times));
      }
    } else {
      item.state = 'failed';
      if (item.message) {
        this.#fail(item, error);
        this.#save(item);
      } else {
        this.#remove(item); // of an edit there is nothing to try again, or to cancel
      }
      item.reject?.(error);
      this.#client.failed(error);
    }
    this.#answered(item);
  }

  /** @param {Item} item */
  #answered(item) {
    const { room } = item;
    const pause = this.#pauses.get(room);
    this.#client.news(item);
    if (pause && !pause.end && !this.of(room).some(({ state }) => state === 'sent')) {
      pause.end = this.#client.clock.after(pause.ms, () => {
        this.#pauses.delete(room);
        this.#flush(room);
      });
    }
    this.#flush(room);
  }

  /** @param {Item} item */
  #remove({ id }) {
    this.#all.delete(id);
    this.#store.remove(id);
  }

  /** @param {Item} item */
  #save({ state, message, promise, resolve, reject, ...record }) {
    this.#store.put({ ...record, what: 'item' });
  }

  /**
   * @param {Item} item
   * @param {import('./errors.js').Failure | null} error
   */
  #fail(item, error) {
    item.error = error && { ...error, message: error.message };
    item.message?.take({ error });
  }
}
