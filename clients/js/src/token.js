import { broken, told } from './errors.js';

const RENEW_BEFORE_MS = 30_000;
export const SIGN_IN = 'Please sign in.';

/** The token at hand. The application is asked for another one only when that is needed. */
export class Token {
  #options;
  /** @type {string | null} */
  #value;
  #refused = false;

  /** @param {import('./index.d.ts').SeqwayOptions} options */
  constructor(options) {
    this.#options = options;
    this.#value = options.token ?? null;
  }

  /**
   * @param {boolean} [renew] whether the one at hand is about to end, whatever this clock says
   * @returns {Promise<string>}
   * @throws {SeqwayError} of the kind `auth` if the user has to sign in, else `network`
   */
  async get(renew = false) {
    const previous = this.#value;
    const expiring = renew || claims(previous).exp * 1000 - Date.now() < RENEW_BEFORE_MS;
    if (previous && !this.#refused && !(expiring && this.#options.getToken)) {
      return previous;
    }
    const reason = this.#refused ? 'refused' : previous ? 'expiring' : 'first';
    const token = await this.#ask({ reason, previous });
    if (!token || (this.#refused && token === previous)) {
      throw mustSignIn(SIGN_IN);
    }
    this.#refused = false;
    return (this.#value = token);
  }

  /** The server does not take it. */
  refused() {
    this.#refused = true;
  }

  /** @param {import('./index.d.ts').TokenRequest} request */
  async #ask(request) {
    try {
      return await this.#options.getToken?.(request);
    } catch (e) {
      const { name, message } = /** @type {Error} */ (e);
      throw Object.assign(name === 'Unauthorized' ? mustSignIn(message || SIGN_IN) : broken('Sign-in failed.', 'no-token'), { cause: e });
    }
  }
}

/** @param {string} message */
const mustSignIn = (message) => told({ code: 'unauthenticated', message });

/**
 * @param {string | null} token
 * @returns {any} with names garbled if they are not ASCII; nothing if it cannot be read: then the server says when it ends
 */
function claims(token) {
  try {
    return JSON.parse(atob(/** @type {string} */ (token).split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  } catch {
    return {};
  }
}
