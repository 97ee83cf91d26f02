/** Time that passes only when it is told to: timers in order, by a seed. */
export class FakeClock {
  #now = 1_700_000_000_000;
  /** @type {{ at: number, n: number, callback: (() => void) | null }[]} a heap */
  #timers = [];
  #n = 0;

  constructor(seed = 1) {
    this.#state = seed >>> 0;
  }

  #state;

  now = () => this.#now;

  /** From 0 to 1, the same for the same seed (mulberry32). */
  random = () => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  below = (n) => Math.floor(this.random() * n);

  after = (ms, callback) => {
    const timer = { at: this.#now + Math.max(0, ms || 0), n: this.#n++, callback };
    const heap = this.#timers;
    heap.push(timer);
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!before(heap[i], heap[parent])) break;
      [heap[i], heap[parent]] = [heap[parent], heap[i]];
      i = parent;
    }
    return () => (timer.callback = null);
  };

  /** Runs the next timer; false if there is none up to then. */
  async step(until = Infinity) {
    for (;;) {
      const timer = this.#timers[0];
      if (!timer || timer.at > until) return false;
      this.#pop();
      if (!timer.callback) continue;
      this.#now = timer.at;
      const { callback } = timer;
      timer.callback = null;
      callback();
      await settled();
      return true;
    }
  }

  async advance(ms) {
    const until = this.#now + ms;
    await settled();
    while (await this.step(until));
    this.#now = until;
  }

  /** Lets time pass until it holds; fails if it does not within so much time. */
  async until(condition, ms = 600_000) {
    const end = this.#now + ms;
    await settled();
    while (!condition()) {
      if (!(await this.step(end))) throw new Error(`not within ${ms} ms: ${condition}`);
    }
  }

  #pop() {
    const heap = this.#timers;
    const last = heap.pop();
    if (!heap.length) return;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && before(heap[child], heap[least])) least = child;
      }
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least], heap[i]];
      i = least;
    }
  }
}

const before = (a, b) => a.at < b.at || (a.at === b.at && a.n < b.n);

/** What promises have waiting is done. */
export async function settled() {
  for (let i = 0; i < 5; i++) await null;
}
