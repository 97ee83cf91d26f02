/** @typedef {import('../index.d.ts').Seqway} Seqway */

/** An element that shows something of a client, as long as it stands in a page. */
export class ClientElement extends HTMLElement {
  /** @type {Seqway | null} */
  #client = null;
  /** @type {(() => void)[]} */
  #ends = [];

  get client() {
    return this.#client;
  }

  set client(client) {
    this.#end();
    this.#client = client;
    this.#begin();
  }

  connectedCallback() {
    this.#begin();
  }

  disconnectedCallback() {
    this.#end();
  }

  /** An attribute has changed. */
  attributeChangedCallback() {
    this.#end();
    this.#begin();
  }

  /**
   * Begins to show it.
   *
   * @param {Seqway} client
   * @returns {(() => void)[]} what ends it
   */
  follow(client) {
    throw new Error(`${client} is followed by nobody`);
  }

  #begin() {
    if (this.#client && this.isConnected && this.#ends.length === 0) {
      this.#ends = this.follow(this.#client);
    }
  }

  #end() {
    this.#ends.splice(0).forEach((end) => end());
  }
}
