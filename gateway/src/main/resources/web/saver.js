const DELAY_MS = 200;

/**
 * Keeps a room's state for a reload. Written as one, so that whatever was written last fits together: an older state
 * only means a resume from further back.
 */
export class Saver {
  #storage;
  #key;
  #room;
  #timer = null;

  constructor(storage, key, room) {
    this.#storage = storage;
    this.#key = key;
    this.#room = room;
    addEventListener('pagehide', () => this.#save());
  }

  changed() {
    this.#timer ??= setTimeout(() => this.#save(), DELAY_MS);
  }

  #save() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const state = this.#room.snapshot();
    if (!this.#storage.write(this.#key, state)) {
      // Too much: without the entries, and so without a seq to resume from, which would skip them.
      const { holes, repeats } = state.position;
      this.#storage.write(this.#key, { ...state, position: { holes, repeats }, entries: [] });
    }
  }
}
