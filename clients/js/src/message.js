/**
 * A message, stored or not yet. What others have seen of it is asked of its room, so `status` is always the present one.
 */
export class Message {
  #room;
  /** @type {number | null} */
  seq = null;
  /** @type {string | null} */
  messageId = null;
  /** @type {string | null} */
  sender = null;
  version = 1;
  deleted = false;
  /** @type {import('./errors.js').Failure | null} */
  error = null;
  /** @type {any} */
  clientMsgId;

  /**
   * @param {import('./room.js').Room} room
   * @param {any} fields of an entry, or of an item of the outbox
   */
  constructor(room, fields) {
    this.#room = room;
    this.take({ room: room.id, ...fields });
  }

  /** @param {any} fields */
  take(fields) {
    return Object.assign(this, fields);
  }

  get own() {
    return this.sender === null || this.sender === this.#room.client.userId;
  }

  /** @returns {import('./index.d.ts').MessageStatus} */
  get status() {
    return this.error ? 'failed' : this.seq === null ? 'pending' : this.own ? this.#room.reached(this.seq) : 'sent';
  }

  /** @returns {Promise<number>} */
  retry() {
    return this.#room.client.outbox.retry(this.clientMsgId);
  }

  cancel() {
    return this.#room.client.outbox.cancel(this.clientMsgId);
  }
}
