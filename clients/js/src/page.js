/**
 * What the page of a browser goes through. In Node nothing happens.
 *
 * @param {import('./connection.js').Connection} connection
 * @returns {AbortController} takes the handlers away again
 */
export function hooked(connection) {
  const hooks = new AbortController();
  const on = (/** @type {string} */ event, /** @type {() => void} */ act) => addEventListener(event, act, hooks);
  if (globalThis.document) {
    on('online', () => connection.wake());
    on('offline', () => connection.cut('Offline.'));
    on('pagehide', () => connection.cut('Away.', true));
    on('pageshow', () => connection.wake());
    on('visibilitychange', () => document.hidden || connection.wake());
  }
  return hooks;
}

/**
 * Reads, or with a value writes; without a key gives all keys. A browser's settings may forbid it, even to look: then nothing is kept.
 *
 * @param {import('./index.d.ts').SeqwayOptions} options
 * @param {string} [key]
 * @param {string | null} [value]
 * @returns {any}
 */
export function stored(options, key = '', value) {
  try {
    const { storage = globalThis.document && sessionStorage } = options;
    if (value === undefined) {
      return key ? storage?.getItem(key) : Object.keys(/** @type {any} */ (storage));
    }
    value === null ? storage?.removeItem(key) : storage?.setItem(key, value);
  } catch {
    // then nothing is kept
  }
}

/** @param {string | URL} url */
export function addressOf(url) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (address.pathname === '/') {
    address.pathname = '/ws';
  }
  return address.href;
}
