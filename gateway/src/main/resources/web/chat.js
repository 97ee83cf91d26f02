import { MAX_SHOWN } from './log-view.js';
import { RoomState } from './room-state.js';

const TAIL = 50;
const MAX_ROOMS = 100;

/** The rooms of this page, and how far each was read; which rooms, and how far, is remembered for the user. */
export class Chat {
  rooms = new Map();
  #client;
  #storage;
  #user;
  #told;
  #lastSeqs = new Map();

  /**
   * @param storage outlives the tab
   * @param user whose rooms these are, before the server has said it
   * @param told has message(room, message), changed(room, message), outdated(room, entry), statuses(room),
   *     restarted(room, lost), synced(room, afterSeq, count), notice(room, notice) and shown(room)
   */
  constructor(client, storage, user, told) {
    this.#client = client;
    this.#storage = storage;
    this.#user = user;
    this.#told = told;
    client.on('state', ({ from }) => {
      if (from === 'connected') {
        this.#lastSeqs = new Map([...this.rooms.values()].map(({ id, room }) => [id, room.lastSeq]));
      }
    });
    client.on('rooms', (infos) => infos.forEach((info) => this.#known(info)));
  }

  /** Those of before, and others. */
  start(others) {
    const before = this.#storage.read(this.#key('rooms')) ?? [];
    for (const id of new Set([...before, ...others])) {
      this.add(id);
    }
  }

  add(id) {
    if (this.rooms.has(id)) {
      return this.rooms.get(id);
    }
    const room = this.#client.room(id, { tail: TAIL, keep: MAX_SHOWN + 1 });
    const state = new RoomState(room, this.#storage.read(this.#key('read'))?.[id] ?? null);
    this.rooms.set(id, state);
    this.#listen(room, state);
    this.#storage.write(this.#key('rooms'), [...this.rooms.keys()].slice(-MAX_ROOMS));
    return state;
  }

  get unread() {
    return [...this.rooms.values()].reduce((sum, { unread }) => sum + unread, 0);
  }

  /**
   * Everything in the room has been seen. The client is told whatever this page counts as seen: what was there when a room
   * is first opened is not new to the user, and yet nobody else knows that it was read. It says to the server what is new.
   */
  markRead(state) {
    const { lastSeq } = state.room;
    if (state.removed === null && lastSeq !== null) {
      state.room.markRead();
      if (!(lastSeq <= state.readSeq)) {
        this.#reads(state, lastSeq);
      }
    }
  }

  #reads(state, seq) {
    state.readSeq = seq;
    this.#storage.write(this.#key('read'), { ...this.#storage.read(this.#key('read')), [state.id]: seq });
    this.#told.shown(state);
  }

  /** What the server knows: a room that this user is in, and how far it was read on whatever device. */
  #known({ room, read }) {
    if (this.rooms.size < MAX_ROOMS || this.rooms.has(room)) {
      const state = this.add(room);
      if (read > (state.readSeq ?? 0)) {
        this.#reads(state, read);
      }
    }
  }

  #listen(room, state) {
    const { message, changed, outdated, statuses, restarted, synced, notice, shown } = this.#told;
    room.on('message', (value) => message(state, value));
    room.on('edit', (value) => changed(state, value));
    room.on('delete', (value) => changed(state, value));
    room.on('entry', (entry) => entry.target && !state.get(entry.target) && outdated(state, entry));
    room.on('status', () => statuses(state));
    room.on('member', (value) => notice(state, state.member(value)));
    room.on('live', () => {
      const isBack = state.removed !== null;
      state.live();
      if (isBack) {
        restarted(state, false);
      }
      shown(state);
    });
    room.on('synced', ({ count, reset }) => {
      const afterSeq = this.#lastSeqs.get(room.id) ?? null;
      this.#lastSeqs.delete(room.id); // a hole that is closed later is no absence
      if (count > 0 && !reset && afterSeq !== null) {
        synced(state, afterSeq, count);
      }
    });
    room.on('reset', () => {
      state.reset();
      restarted(state, room.epoch !== null); // without one it is another user who has come
    });
    room.on('removed', () => {
      state.removed = state.begun ? 'You were removed from this room' : 'You are not a member of this room';
      shown(state);
    });
    room.on('receipt', ({ userId, read }) => userId === this.#client.userId && this.#known({ room: room.id, read }));
    for (const event of ['typing', 'presence']) {
      room.on(event, () => shown(state));
    }
  }

  #key(what) {
    return `seqway.${what}.${this.#user}`;
  }
}
