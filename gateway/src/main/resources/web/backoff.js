const BASE_MS = 500;
const CAP_MS = 20_000;

/** How long to wait before the next try: drawn from the whole range ("full jitter"), so that clients do not return as one. */
export class Backoff {
  #failures = 0;

  next() {
    const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** this.#failures);
    this.#failures += 1;
    return Math.random() * ceiling;
  }

  reset() {
    this.#failures = 0;
  }
}
