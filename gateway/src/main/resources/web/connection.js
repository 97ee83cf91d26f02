import { Backoff } from './backoff.js';
import { Heartbeat } from './heartbeat.js';
import { TokenNeeded } from './identity.js';

const SUBPROTOCOL = 'seqway.v1.json';
const CONNECT_TIMEOUT_MS = 10_000;
/** A connection that lasts so long was not refused: the next wait is a short one again. */
const STEADY_MS = 5_000;
/** Coming back after these would only end the same way (docs/protocol.md, "Errors and closes"). */
const STAY_AWAY = new Set([1002, 1007, 1009, 4400, 4403, 4409]);
const BAD_TOKEN = 4401;

/**
 * One WebSocket after another to the same server. `state` is one of: `connecting`, `online`, `waiting` (for the next
 * try), `cut` (by the user), `token-needed`, `stopped` (by the server, for good).
 */
export class Connection {
  state = 'cut';
  #url;
  #identity;
  #listener;
  #socket = null;
  #attempt = null;
  #timer = null;
  #steady = null;
  #retryInMs = null;
  #heartbeatTimes = {};
  #backoff = new Backoff();
  #heartbeat = new Heartbeat(
    (id) => this.send({ ...this.#listener.ping(), type: 'ping', id }),
    () => this.#retry('no answer from the server'),
  );

  /** @param listener has changed(state, detail), online(userId), frame(frame), roundTrip(ms), tokenNeeded(why) and ping() */
  constructor(url, identity, listener) {
    this.#url = url;
    this.#identity = identity;
    this.#listener = listener;
    addEventListener('online', () => this.#networkIsBack());
    document.addEventListener('visibilitychange', () => document.hidden || this.#check());
  }

  /** Connects now, whatever was before. */
  async connect() {
    this.#drop();
    const attempt = {};
    this.#attempt = attempt;
    this.#change('connecting');
    try {
      const token = await this.#identity.token();
      if (attempt === this.#attempt) {
        this.#open(token);
      }
    } catch (e) {
      if (attempt !== this.#attempt) {
        return;
      }
      if (e instanceof TokenNeeded) {
        this.#change('token-needed');
        this.#listener.tokenNeeded(e.message);
      } else {
        this.#retry('the server does not answer');
      }
    }
  }

  /** Closes the socket, and stays away until told to connect. */
  cut() {
    this.#drop();
    this.#backoff.reset();
    this.#change('cut');
  }

  send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #open(token) {
    const socket = new WebSocket(this.#url, [SUBPROTOCOL]);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#retry('no answer from the server'), CONNECT_TIMEOUT_MS);
    socket.onopen = () => this.send({ type: 'auth', id: 'auth', token });
    socket.onmessage = (event) => this.#frame(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code, event.reason);
  }

  #frame(frame) {
    const roundTrip = this.#heartbeat.frame(frame);
    if (roundTrip !== null) {
      this.#listener.roundTrip(roundTrip);
    }
    if (frame.type === 'welcome') {
      this.#heartbeatTimes = frame.heartbeat;
    } else if (frame.type === 'authenticated' && this.state === 'connecting') {
      clearTimeout(this.#timer);
      this.#steady = setTimeout(() => this.#backoff.reset(), STEADY_MS);
      this.#change('online');
      this.#listener.online(frame.userId);
      this.#heartbeat.start(this.#heartbeatTimes);
    } else if (frame.type === 'token-expiring') {
      this.#renew();
    } else if (frame.type === 'server-shutdown') {
      this.#retryInMs = frame.reconnectInMs;
    }
    this.#listener.frame(frame);
  }

  async #renew() {
    const attempt = this.#attempt;
    try {
      const token = await this.#identity.renewed();
      if (attempt === this.#attempt && this.state === 'online') {
        this.send({ type: 'auth', id: 'auth', token });
      }
    } catch (e) {
      if (e instanceof TokenNeeded) {
        this.#listener.tokenNeeded(e.message);
      } else {
        console.warn('the token was not renewed; the server will close the connection when it ends', e);
      }
    }
  }

  #closed(code, reason) {
    if (STAY_AWAY.has(code)) {
      this.#drop();
      this.#change('stopped', `${reason || 'the server closed the connection'} (${code})`);
      return;
    }
    if (code === BAD_TOKEN) {
      this.#identity.refused();
    }
    this.#retry(reason || 'the connection was lost');
  }

  #retry(why) {
    const inMs = this.#retryInMs ?? this.#backoff.next();
    this.#drop();
    this.#timer = setTimeout(() => this.connect(), inMs);
    this.#change('waiting', why);
  }

  #networkIsBack() {
    if (this.state === 'waiting') {
      this.connect();
    } else {
      this.#check();
    }
  }

  /** Finds out now whether the connection still lives: the timers of a hidden tab sleep. */
  #check() {
    if (this.state === 'online') {
      this.#heartbeat.beat();
    }
  }

  /** Lets go of the socket at once: the close event of a dead one may take a minute. */
  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#steady);
    this.#heartbeat.stop();
    this.#attempt = null;
    this.#retryInMs = null;
    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close();
      this.#socket = null;
    }
  }

  #change(state, detail = '') {
    this.state = state;
    this.#listener.changed(state, detail);
  }
}
