/**
 * @typedef {import('./index.d.ts').ErrorKind} ErrorKind
 * @typedef {import('./index.d.ts').SeqwayError} Failure
 */

const AUTH = /^(unauth|token)/;
const LIMIT = /large|limit/;

/** What went wrong, in a sentence fit to show. */
export class SeqwayError extends Error {
  name = 'SeqwayError';
  retryable = false;

  /**
   * @param {ErrorKind} kind
   * @param {string} message
   * @param {import('./index.d.ts').ErrorDetails} [details]
   */
  constructor(kind, message, details) {
    super(message);
    this.kind = kind;
    Object.assign(this, details);
  }
}

export class Unauthorized extends Error {
  name = 'Unauthorized';
}

/**
 * @param {any} frame of the type `error`, or a room's outcome
 * @returns {Failure}
 */
export function told({ code, message = code, retryable, retryAfterMs, limit }) {
  const kind = AUTH.test(code) ? 'auth' : LIMIT.test(code) ? 'limit' : 'server';
  return new SeqwayError(kind, message, { code, retryable: !!retryable, retryAfterMs, limit });
}

/**
 * The way to the server, or the server's silence.
 *
 * @param {string} message
 * @param {string | number} code
 * @param {ErrorKind} [kind]
 * @returns {Failure}
 */
export const broken = (message, code, kind = 'network') => new SeqwayError(kind, message, { code, retryable: true });

/**
 * @param {string} code
 * @param {ErrorKind} [kind]
 */
export const silent = (code, kind) => broken('No answer.', code, kind);

/**
 * @param {string} message
 * @param {string} code
 * @param {string} limit
 * @returns {Failure}
 */
export const beyond = (message, code, limit) => new SeqwayError('limit', message, { code, limit });

/** Of what belongs to the user before. */
export const SIGNED_OUT = () => told({ code: 'signed-out', message: 'Signed out.' });

export const notMember = () => told({ code: 'not-a-member', message: 'You are not a member of this room.' });
