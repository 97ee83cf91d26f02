import { randomId } from './random.js';

const MAX_ITEMS = 1_000;
const RETRY_MS = 1_000;
/** Refusals that say nothing about the message: it goes out again once the room is resumed. */
const NOT_THE_MESSAGE = new Set(['unauthenticated', 'token-expired', 'not-joined']);

/**
 * The messages of this tab that are not known to be in the log. Each keeps its clientMsgId however often it is sent: the
 * server stores one id once. One is under way at a time, so that their order holds even if one has to be sent again.
 *
 * An item's `state` is `waiting`, `sent`, `acked` (in the log at `seq`, its entry not here yet) or `refused`.
 */
export class Outbox {
  #transmit;
  #changed;
  #retry = null;
  #open = false;

  /**
   * @param saved the items of before the reload
   * @param transmit sends an item
   * @param changed is called after every change
   */
  constructor(saved, transmit, changed) {
    this.items = saved;
    this.#transmit = transmit;
    this.#changed = changed;
    this.#takeBack();
  }

  /** Returns whether there was room for it. */
  add(body) {
    if (this.items.length >= MAX_ITEMS) {
      return false;
    }
    this.items.push({ clientMsgId: randomId(), body, time: Date.now(), state: 'waiting' });
    this.#go();
    return true;
  }

  /** The room is resumed: what waits may go. */
  open() {
    this.#open = true;
    this.#go();
  }

  /** The connection is gone: what it had sent may have arrived or not. */
  close() {
    this.#open = false;
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#takeBack();
    this.#changed();
  }

  /** The log has it; returns whether that is news. */
  acked(clientMsgId, seq, lastSeq) {
    const item = this.#find(clientMsgId);
    if (!item || item.state === 'acked') {
      return false;
    }
    if (seq <= lastSeq) {
      this.remove(clientMsgId);
    } else {
      Object.assign(item, { state: 'acked', seq });
      this.#go();
    }
    return true;
  }

  /** Its entry is here; returns whether there was no ack before. */
  arrived(clientMsgId) {
    const item = this.#find(clientMsgId);
    if (!item) {
      return false;
    }
    this.remove(clientMsgId);
    return item.state !== 'acked';
  }

  refused(clientMsgId, error) {
    const item = this.#find(clientMsgId);
    if (!item) {
      return;
    }
    if (NOT_THE_MESSAGE.has(error.code)) {
      item.state = 'waiting';
      this.#open = false;
    } else if (error.retryable) {
      item.state = 'waiting';
      this.#retry = setTimeout(() => {
        this.#retry = null;
        this.#go();
      }, error.retryAfterMs ?? RETRY_MS);
    } else {
      Object.assign(item, { state: 'refused', reason: error.message });
    }
    this.#go();
  }

  remove(clientMsgId) {
    this.items = this.items.filter((item) => item.clientMsgId !== clientMsgId);
    this.#go();
  }

  /** The log was begun anew: what the old one had acked is not in this one. */
  forgetAcked() {
    this.items = this.items.filter((item) => item.state !== 'acked');
    this.#changed();
  }

  #find(clientMsgId) {
    return this.items.find((item) => item.clientMsgId === clientMsgId);
  }

  #takeBack() {
    for (const item of this.items) {
      if (item.state === 'sent') {
        item.state = 'waiting';
      }
    }
  }

  #go() {
    const next = this.items.find((item) => item.state === 'waiting' || item.state === 'sent');
    if (this.#open && this.#retry === null && next?.state === 'waiting') {
      next.state = 'sent';
      this.#transmit(next);
    }
    this.#changed();
  }
}
