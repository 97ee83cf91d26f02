import 'fake-indexeddb/auto';

/** Web Locks of one browser, as far as the client uses them: a lock is held until its page is gone. */
export class FakeLocks {
  #held = new Map();
  /** What waits for a lock: { name, mine, grant }. */
  #queue = [];

  /** What `navigator` is to one page. */
  page() {
    const mine = new Set();
    const locks = {
      request: async (name, ...rest) => {
        const action = rest.pop();
        const { ifAvailable = false } = rest[0] ?? {};
        if (this.#held.has(name)) {
          if (ifAvailable) return action(null);
          await new Promise((grant) => this.#queue.push({ name, mine, grant }));
        }
        this.#held.set(name, mine);
        mine.add(name);
        try {
          return await action({ name });
        } finally {
          this.#free(name);
        }
      },
      query: async () => ({ held: [...this.#held.keys()].map((name) => ({ name })) }),
    };
    const die = () => {
      this.#queue = this.#queue.filter((waiting) => waiting.mine !== mine);
      mine.forEach((name) => this.#free(name));
    };
    return { locks, die };
  }

  #free(name) {
    this.#held.delete(name);
    const next = this.#queue.findIndex((waiting) => waiting.name === name);
    if (next >= 0) this.#queue.splice(next, 1)[0].grant();
  }
}

/** Of one browser; what it holds are its own properties, as of a real one. */
export class FakeLocalStorage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, value) {
    this[key] = String(value);
  }

  removeItem(key) {
    delete this[key];
  }
}

/** Lets this page be the one that runs. */
export function enter(page) {
  Object.defineProperty(globalThis, 'navigator', { value: page, configurable: true });
}
