/** So many random bytes as hex. (`crypto.randomUUID` is missing where a page came over plain HTTP.) */
export function randomId(bytes = 16) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, '0')).join('');
}
