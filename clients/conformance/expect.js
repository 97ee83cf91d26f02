import { isDeepStrictEqual } from 'node:util';

/** How long a case waits for what has to happen. */
export const PATIENCE_MS = Number(process.env.CONFORMANCE_PATIENCE_MS ?? 3_000);

export function assert(condition, text) {
  if (!condition) throw new Error(text);
}

export function equal(actual, expected, what) {
  assert(isDeepStrictEqual(actual, expected), `${what}: expected ${JSON.stringify(expected)}, and it is ${JSON.stringify(actual)}`);
}

/** What comes in, to be waited for. */
export class Mailbox {
  #what;
  #waiting = [];
  #ears = new Set();

  constructor(what) {
    this.#what = what;
  }

  put(thing) {
    this.#waiting.push(thing);
    this.stir();
  }

  /** Something has changed that is not in here. */
  stir() {
    for (const ear of [...this.#ears]) ear();
  }

  async next() {
    await this.heard(() => this.#waiting.length > 0, this.#what);
    return this.#waiting.shift();
  }

  async none(ms) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    assert(this.#waiting.length === 0, `nothing was to come, and there is ${this.#what}: ${JSON.stringify(this.#waiting[0])}`);
  }

  /** Waits until it holds, looking after everything that comes; resolves to what it holds by. */
  async heard(condition, what, ms = PATIENCE_MS) {
    const found = condition();
    if (found) return found;
    return new Promise((resolve, reject) => {
      const ear = () => {
        const value = condition();
        if (value) end(() => resolve(value));
      };
      const timer = setTimeout(() => end(() => reject(new Error(`${what} did not come within ${ms} ms`))), ms);
      const end = (act) => {
        clearTimeout(timer);
        this.#ears.delete(ear);
        act();
      };
      this.#ears.add(ear);
    });
  }
}
