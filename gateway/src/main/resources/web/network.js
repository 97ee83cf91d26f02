const REFUSED_AFTER_MS = 150;
const CONNECTING = 0;
const CLOSED = 3;
const live = new Set();
let cut = false;

/** The way of this page to the server, which the drawer can break without the client knowing why. */
export const network = {
  get isCut() {
    return cut;
  },

  /** From now on nothing gets through, as in a tunnel. */
  cut() {
    cut = true;
    this.drop();
    dispatchEvent(new Event('offline'));
  },

  restore() {
    cut = false;
    dispatchEvent(new Event('online'));
  },

  /** Breaks what is connected now; nobody hinders it from coming back. */
  drop() {
    for (const socket of live) {
      socket.breakDown();
    }
  },

  /** Says something on the present connection behind the client's back. */
  send(frame) {
    for (const socket of live) {
      socket.send(JSON.stringify(frame));
    }
  },
};

/** For {@link SeqwayOptions.WebSocket}: a WebSocket that may be cut, or a try that comes to nothing while the network is. */
export function BreakableSocket(url, protocols) {
  return cut ? new DeadSocket() : new LiveSocket(url, protocols);
}

class LiveSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.addEventListener('open', () => live.add(this));
    this.addEventListener('close', () => live.delete(this));
  }

  breakDown() {
    live.delete(this);
    this.dispatchEvent(new CloseEvent('close', { code: 1006, reason: '', wasClean: false }));
    super.close();
  }
}

class DeadSocket extends EventTarget {
  readyState = CONNECTING;
  bufferedAmount = 0;
  onopen = null;
  onmessage = null;
  onerror = null;
  onclose = null;
  #timer = setTimeout(() => this.#end(), REFUSED_AFTER_MS);

  send() {
    throw new DOMException('not connected', 'InvalidStateError');
  }

  close() {
    clearTimeout(this.#timer);
    this.#end();
  }

  #end() {
    if (this.readyState !== CLOSED) {
      this.readyState = CLOSED;
      for (const event of [new Event('error'), new CloseEvent('close', { code: 1006 })]) {
        this.dispatchEvent(event);
        this[`on${event.type}`]?.(event);
      }
    }
  }
}
