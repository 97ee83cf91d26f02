/**
 * A shadow root with a style sheet and content of its own. The sheet is constructed, so that pages whose policy
 * forbids styles in markup can have it too.
 *
 * @param {HTMLElement} host
 * @param {string} css
 * @param {string} html written here, never by users
 * @returns {(selector: string) => any} finds an element in it
 */
export function shadow(host, css, html) {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = html;
  return (selector) => root.querySelector(selector);
}

/**
 * "1 message", "2 messages".
 *
 * @param {number} count
 * @param {string} noun
 */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
