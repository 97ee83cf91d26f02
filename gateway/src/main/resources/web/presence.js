const SHOWN = 4;

/** Who is in the room. It is a hint from another part of the server: without it messages flow on. */
export class Presence {
  #names = new Map();
  #show;

  constructor(show) {
    this.#show = show;
  }

  /** A `presence` or `presence-diff` frame. */
  frame(frame) {
    if (frame.type === 'presence') {
      const here = frame.users.filter((user) => user.status === 'online');
      this.#names = new Map(here.map((user) => [user.userId, user.name]));
    } else {
      frame.online.forEach((user) => this.#names.set(user.userId, user.name));
      frame.offline.forEach((user) => this.#names.delete(user.userId));
    }
    this.#tell();
  }

  /** Without a connection nothing is known. */
  forget() {
    this.#names.clear();
    this.#tell();
  }

  #tell() {
    const names = [...this.#names].map(([userId, name]) => name ?? userId);
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    this.#show(names.length === 0 ? '' : `Here: ${names.slice(0, SHOWN).join(', ')}${more}`);
  }
}
