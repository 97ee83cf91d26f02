const PAGE = 50;
const NOTICES = { added: 'joined the room', removed: 'left the room', role: 'has another role now' };

/** One room as the page knows it: the client's room, and what only matters for showing it. */
export class RoomState {
  /** What was being written in it when another room was opened. */
  draft = '';
  /** Why the user is not in it any more, or null. */
  removed = null;
  /** Whether it was joined: before, an empty list says nothing. */
  begun = false;
  /** Whether there is anything before the first of {@link stored}, as far as known. */
  hasEarlier = true;
  /** Up to where its messages have been seen; null until that is known. */
  readSeq;
  #notices = [];
  #mayHaveMore = true;

  /**
   * @param room of the client
   * @param readSeq from before the reload, or null
   */
  constructor(room, readSeq) {
    this.room = room;
    this.readSeq = readSeq;
  }

  get id() {
    return this.room.id;
  }

  get title() {
    return `#${this.id}`;
  }

  /** The messages that are in the log, and notices between them, by rising seq. */
  get stored() {
    const messages = this.room.messages.filter((message) => this.#isHere(message));
    return this.#notices.length === 0 ? messages : [...messages, ...this.#notices].sort((a, b) => a.seq - b.seq);
  }

  /** The others: those that are not in the log yet, and own ones whose entry has not come though they are. */
  get waiting() {
    return this.room.messages.filter((message) => !this.#isHere(message));
  }

  get last() {
    return this.room.messages.at(-1);
  }

  get(seq) {
    return this.room.messages.find((message) => message.seq === seq);
  }

  /** How many messages of others stand behind the last one that was seen. */
  get unread() {
    const { messages } = this.room;
    let count = 0;
    for (let i = messages.length - 1; i >= 0 && !(messages[i].seq !== null && messages[i].seq <= this.readSeq); i--) {
      count += messages[i].own || messages[i].seq === null ? 0 : 1;
    }
    return this.readSeq === null ? 0 : count;
  }

  /** The room is joined: what was never looked at before counts as seen, and what is remembered may be of a log that is gone. */
  live() {
    this.begun = true;
    this.removed = null;
    this.readSeq = Math.min(this.readSeq ?? Infinity, this.room.lastSeq);
    this.hasEarlier = this.#mayHaveMore && this.stored[0]?.seq > 1;
  }

  reset() {
    this.#notices = [];
    this.readSeq = null;
    this.#mayHaveMore = true;
  }

  /** @returns the notice, to be shown like a message */
  member({ action, userId, seq }) {
    const notice = { seq, time: Date.now(), notice: `${userId} ${NOTICES[action]}` };
    this.#notices.push(notice);
    return notice;
  }

  #isHere({ seq }) {
    return seq !== null && seq <= this.room.lastSeq;
  }

  async loadEarlier() {
    try {
      this.#mayHaveMore = await this.room.loadEarlier(PAGE);
      this.hasEarlier = this.#mayHaveMore && this.stored[0]?.seq > 1;
    } catch (e) {
      console.info('no earlier messages now:', e.message);
    }
  }
}
