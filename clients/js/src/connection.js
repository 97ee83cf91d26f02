import { bytesOf } from './clock.js';
import { beyond, broken, SeqwayError, silent, told } from './errors.js';
import { SIGN_IN, Token } from './token.js';

/** @typedef {import('./index.d.ts').State} State */

/** A connection that lasts so long was not refused: the next wait is a short one again. */
const STEADY_MS = 5_000;
/** Coming back after these would only end the same way (docs/protocol.md, "Closes"). */
const STAY_AWAY = /100[2379]|440[039]/;
const BAD_TOKEN = 4401;

/**
 * One WebSocket after another to the same server.
 *
 * @typedef {object} Listener
 * @property {(change: import('./index.d.ts').StateChange) => void} moved
 * @property {(userId: string) => void} opened the token is accepted
 * @property {() => void} lost
 * @property {(frame: any) => void} frame
 * @property {() => string[]} pinged gives the rooms to look after, before each ping
 * @property {(error: import('./errors.js').Failure) => void} failed
 */
export class Connection {
  /** @type {State} */
  state = 'closed';
  attempt = 0;
  /** @type {number | null} */
  nextRetryMs = null;
  reason = '';
  connects = 0;
  connectedAt = 0;
  /** @type {number | null} */
  roundTripMs = null;
  /** @type {string | null} */
  sessionId = null;
  /** @type {any} */
  limits = { maxFrameBytes: 65_536, maxRoomsPerResume: 256 };
  #url;
  #options;
  #clock;
  #listener;
  /** @type {any} */
  #socket = null;
  /** Names the present try, so that what belongs to an earlier one is not taken for its own. */
  #try = {};
  /** @type {(() => void)[]} call off what is to happen on this connection, or after it */
  #later = [];
  /** @type {(() => void) | null} calls off that the connection is taken for dead */
  #silence = null;
  /** @type {(() => void) | null} */
  #beatAgain = null;
  /** Says the present token again. */
  #again = () => {};
  #heartbeat = { intervalMs: 30_000, timeoutMs: 10_000 };
  /** @type {number | null} the server's own word on when to come back */
  #hintMs = null;

  /**
   * @param {string} url
   * @param {import('./seqway.js').Settings} options
   * @param {Listener} listener
   */
  constructor(url, options, listener) {
    this.#url = url;
    this.#options = options;
    this.#clock = options.clock;
    this.#listener = listener;
    this.token = new Token(options);
  }

  connect() {
    if (this.state === 'closed' || this.state === 'error') {
      this.attempt = 0;
      this.#begin('connecting');
    }
  }

  close() {
    this.#drop();
    this.#change('closed');
  }

  retryNow() {
    if (this.state === 'error') {
      this.connect();
    } else {
      this.wake();
    }
  }

  /** Finds out now whether it lives: the timers of a hidden page sleep. */
  wake() {
    if (this.state === 'connected') {
      this.#beat();
    } else if (this.state === 'disconnected') {
      this.#begin('reconnecting');
    }
  }

  /**
   * @param {string} reason
   * @param {boolean} [forGood] until `wake`
   */
  cut(reason, forGood = false) {
    if (this.#socket) {
      this.#lost(broken(reason, 'offline'), forGood);
    }
  }

  /**
   * @param {any} frame
   * @param {string} [body] JSON text, put last as it is
   * @param {Blob} [payload] makes it a binary frame
   * @throws {SeqwayError} of the kind `limit`: the server would close the connection, and for good
   */
  send(frame, body, payload) {
    const text = JSON.stringify(frame);
    const whole = body === undefined ? text : `${text.slice(0, -1)},"body":${body}}`;
    const max = this.limits.maxFrameBytes;
    if (payload) {
      const { length } = bytesOf(text);
      this.#socket.send(new Blob([new Uint8Array([length >> 8, length]), text, payload]));
      return;
    }
    if (bytesOf(whole).length > max) {
      throw beyond('Too large to send.', 'too-large', `max-frame-bytes=${max}`);
    }
    this.#socket.send(whole);
  }

  /** @param {State} state */
  #begin(state) {
    this.#drop();
    this.attempt += 1;
    this.#change(state);
    this.#soon(this.#options.connectTimeoutMs, () => this.state !== 'connected' && this.#lost(silent('timeout')));
    this.#withToken(false, (token) => this.#open(token));
  }

  /**
   * @param {boolean} renew
   * @param {(token: string) => void} use unless the connection is another one by then
   */
  async #withToken(renew, use) {
    const mine = this.#try;
    try {
      const token = await this.token.get(renew);
      if (mine === this.#try) {
        use(token);
      }
    } catch (e) {
      if (mine !== this.#try) {
        return;
      }
      const error = /** @type {any} */ (e).kind ? /** @type {any} */ (e) : told({ code: 'no-socket', message: `${e}` });
      if (renew && error.retryable) {
        this.#soon(STEADY_MS, () => this.#withToken(renew, use));
      } else {
        this.#lost(error);
      }
    }
  }

  /** @param {string} token */
  #open(token) {
    const socket = new this.#options.WebSocket(this.#url, ['seqway.v1.json']);
    this.#socket = socket;
    const mine = this.#try;
    socket.onopen = () => mine === this.#try && this.#auth(token);
    socket.onmessage = (/** @type {any} */ event) => mine === this.#try && this.#read(event.data);
    socket.onclose = (/** @type {any} */ event) => mine === this.#try && this.#closed(event.code, event.reason);
    socket.onerror = () => {}; // the close event says it, and a package for Node throws what nobody hears
  }

  /** @param {string} text */
  #read(text) {
    this.#heard();
    /** @type {any} */
    let frame = {};
    try {
      frame = JSON.parse(text) ?? frame;
    } catch {
      // not for this client to mend
    }
    if (frame.type === 'welcome') {
      this.sessionId = frame.sessionId;
      Object.assign(this.#heartbeat, frame.heartbeat);
      Object.assign(this.limits, frame.limits);
    } else if (frame.id === 'auth') {
      this.#answered(frame);
    } else if (frame.type === 'pong') {
      this.roundTripMs = this.#clock.now() - frame.id;
    } else if (frame.type === 'token-expiring') {
      this.#withToken(true, (token) => this.#auth(token));
    } else if (frame.type === 'server-shutdown') {
      this.#hintMs = frame.reconnectInMs;
    } else if (frame.type === 'error' && frame.id == null) {
      this.#hintMs = frame.retryAfterMs ?? this.#hintMs;
    }
    this.#listener.frame(frame);
  }

  /** @param {any} frame the answer to `auth` */
  #answered(frame) {
    if (frame.type === 'authenticated') {
      if (this.state !== 'connected') {
        this.#soon(STEADY_MS, () => (this.attempt = 0));
        this.connects += 1;
        this.connectedAt = this.#clock.now();
        this.#change('connected');
        this.#listener.opened(frame.userId);
        this.#beat();
      }
    } else if (frame.code === 'forbidden') {
      // the token of another user, who has signed in meanwhile
      this.#lost(broken(frame.message, frame.code, 'auth'));
    } else if (frame.retryable) {
      this.#soon(frame.retryAfterMs ?? 1_000, this.#again);
    }
  }

  /** @param {string} token */
  #auth(token) {
    this.#again = () => this.send({ type: 'auth', id: 'auth', token });
    this.#again();
  }

  /**
   * @param {number} ms
   * @param {() => void} act unless the connection is another one by then
   */
  #soon(ms, act) {
    this.#later.push(this.#clock.after(ms, act));
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #closed(code, reason) {
    const stay = STAY_AWAY.test(`${code}`);
    const kind = code === BAD_TOKEN || code === 4403 ? 'auth' : stay ? 'server' : 'network';
    const text = code === BAD_TOKEN ? SIGN_IN : stay ? `Refused: ${reason || code}.` : this.connectedAt ? 'Connection lost.' : 'No connection.';
    if (code === BAD_TOKEN) {
      this.token.refused();
    }
    this.#lost(new SeqwayError(kind, text, { code, retryable: !stay }));
  }

  /**
   * @param {import('./errors.js').Failure} error after which it comes back, if it is `retryable`
   * @param {boolean} [forGood]
   */
  #lost(error, forGood) {
    const { maxDelayMs, maxAttempts } = this.#options;
    const hintMs = this.#hintMs;
    this.#drop();
    if (!error.retryable || this.attempt >= maxAttempts) {
      this.#change('error', error);
      return;
    }
    const slow = error.code === 1013 || error.code === 4429 ? maxDelayMs / 2 : 0;
    if (!forGood) {
      this.nextRetryMs = Math.round(hintMs ?? slow + this.drawn(this.attempt));
      this.#soon(this.nextRetryMs, () => this.#begin('reconnecting'));
    }
    this.#change('disconnected', error);
  }

  /**
   * How long to wait. The whole range is drawn from, so that many clients do not return as one.
   *
   * @param {number} times that it was in vain
   */
  drawn(times) {
    const { baseDelayMs, maxDelayMs } = this.#options;
    return this.#clock.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** times);
  }

  #beat() {
    const { intervalMs, timeoutMs } = this.#heartbeat;
    this.#beatAgain?.();
    this.#beatAgain = this.#clock.after(intervalMs, () => this.#beat());
    const rooms = this.#listener.pinged();
    this.#silence ??= this.#clock.after(timeoutMs, () => this.#lost(silent('silent', 'heartbeat')));
    this.send({ type: 'ping', id: this.#clock.now(), rooms });
  }

  #heard() {
    this.#silence?.();
    this.#silence = null;
  }

  /** Lets go of the socket at once: the close event of a dead one may take a minute. */
  #drop() {
    this.#try = {};
    this.#later.splice(0).forEach((callOff) => callOff());
    this.#beatAgain?.();
    this.#heard();
    this.#hintMs = this.nextRetryMs = null;
    this.connectedAt = 0;
    this.#socket?.close();
    this.#socket = null;
    if (this.state === 'connected') {
      this.#listener.lost();
    }
  }

  /**
   * @param {State} to
   * @param {import('./errors.js').Failure} [error]
   */
  #change(to, error) {
    const { state: from, attempt, nextRetryMs } = this;
    const reason = error?.message ?? '';
    this.state = to;
    this.reason = reason;
    if (from !== to || error) {
      this.#listener.moved({ from, to, attempt, nextRetryMs, code: error?.code ?? null, reason });
    }
    if (error) {
      this.#listener.failed(error);
    }
  }
}
