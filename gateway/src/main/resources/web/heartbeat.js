const DEFAULT = { intervalMs: 30_000, timeoutMs: 10_000 };

/**
 * Finds out that a connection is dead: a socket whose other end is gone may stay open for minutes. Whatever comes in is
 * a sign of life, not only the pong.
 */
export class Heartbeat {
  #ping;
  #silent;
  #interval = null;
  #deadline = null;
  #timeoutMs = DEFAULT.timeoutMs;
  #sent = { id: null, at: 0 };
  #count = 0;

  /**
   * @param ping sends a ping with this id
   * @param silent is called when nothing came in reply
   */
  constructor(ping, silent) {
    this.#ping = ping;
    this.#silent = silent;
  }

  /** @param times what the server's `welcome` asks for */
  start(times) {
    const { intervalMs, timeoutMs } = { ...DEFAULT, ...times };
    this.#timeoutMs = timeoutMs;
    this.#interval = setInterval(() => this.beat(), intervalMs);
    this.beat();
  }

  stop() {
    clearInterval(this.#interval);
    this.#heard();
  }

  /** Pings now, out of turn. */
  beat() {
    this.#sent = { id: `ping-${++this.#count}`, at: performance.now() };
    this.#deadline ??= setTimeout(this.#silent, this.#timeoutMs);
    this.#ping(this.#sent.id);
  }

  /** A frame came in; returns the round trip in ms if it answers the last ping, else null. */
  frame(frame) {
    this.#heard();
    return frame.type === 'pong' && frame.id === this.#sent.id ? performance.now() - this.#sent.at : null;
  }

  #heard() {
    clearTimeout(this.#deadline);
    this.#deadline = null;
  }
}
