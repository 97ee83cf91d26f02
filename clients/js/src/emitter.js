/** Handlers of events, and listeners of a snapshot: those hear of many changes at once. */
export class Emitter {
  /** @type {Map<string, Set<Function>>} */
  #handlers = new Map();
  #announced = false;
  /** @type {any} */
  #snapshot = null;

  /**
   * @param {string} event
   * @param {Function} handler
   */
  on(event, handler) {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return () => this.off(event, handler);
  }

  /**
   * @param {string} event
   * @param {Function} handler
   */
  off(event, handler) {
    this.#handlers.get(event)?.delete(handler);
  }

  /**
   * A handler that throws does not keep others from hearing, nor the client from going on.
   *
   * @param {string} event
   * @param {any} [value]
   * @returns {number} how many have heard of it
   */
  emit(event, value) {
    const handlers = [...(this.#handlers.get(event) ?? [])];
    for (const handler of handlers) {
      try {
        handler(value);
      } catch (e) {
        console.error(e);
      }
    }
    return handlers.length;
  }

  /** @param {() => void} listener */
  subscribe = (listener) => this.on('', listener);

  getSnapshot = () => (this.#snapshot ??= this.shot());

  /** @returns {any} what `getSnapshot` gives until the next change */
  shot() {}

  changed() {
    this.#snapshot = null;
    if (!this.#announced) {
      this.#announced = true;
      queueMicrotask(() => {
        this.#announced = false;
        this.emit('');
      });
    }
  }
}
