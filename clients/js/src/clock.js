/**
 * @typedef {object} Clock what a test replaces
 * @property {() => number} now in ms since 1970
 * @property {(ms: number, act: () => void) => () => void} after does it in a while, unless the function it gives is called
 * @property {() => number} random from 0 to 1
 */

/** @type {Clock} */
export const CLOCK = {
  now: Date.now,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** 12 random bytes as text. (`crypto.randomUUID` is missing where a page came over plain HTTP.) */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join('');
}

/** How many bytes of UTF-8. @param {string} text */
export const bytesOf = (text) => new TextEncoder().encode(text);
