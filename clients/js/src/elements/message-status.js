import { shadow } from './shadow.js';

/** @type {Record<string, string>} */
const WORDS = {
  pending: 'Waiting to be sent',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
};
/** @type {Record<string, string>} */
const SHAPES = {
  pending: '<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>',
  sent: '<path d="M4 8.5l3 3L13 5"/>',
  delivered: '<path d="M1.5 8.5l3 3L10.5 5M7 11l.5.5L14 5"/>',
  read: '<path d="M1.5 8.5l3 3L10.5 5M7 11l.5.5L14 5"/>',
  failed: '<circle cx="8" cy="8" r="6"/><path d="M8 4.8v3.7M8 11v.2"/>',
};
const CSS = `
:host { display: inline-flex; align-items: center; gap: .35em; font-family: var(--seqway-font, inherit);
  color: var(--seqway-muted, inherit); }
:host([hidden]) { display: none; }
:host([status="read"]) { color: var(--seqway-read, var(--seqway-accent, #0f6b57)); }
:host([status="failed"]) { color: var(--seqway-bad, #b3261e); }
.icon { display: inline-flex; }
svg { width: 1.3em; height: 1.3em; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
:host([status="read"]) svg { stroke-width: 2.1; }
button { padding: 0 .2em; border: 0; background: none; color: inherit; font: inherit; font-weight: 650; text-decoration: underline;
  text-underline-offset: .15em; cursor: pointer; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; border-radius: 3px; }
.failure { display: none; }
:host([status="failed"]) .failure { display: inline; }`;
const HTML = `<span class="icon" part="icon" role="img"></span><span class="failure" part="failure">
  <span class="reason" part="reason"></span> <button type="button" part="retry">Try again</button>
  <button type="button" part="cancel">Discard</button></span>`;

export class SeqwayMessageStatus extends HTMLElement {
  static observedAttributes = ['status', 'reason'];
  #find = shadow(this, CSS, HTML);

  constructor() {
    super();
    for (const event of ['retry', 'cancel']) {
      const tell = () => this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true }));
      this.#find(`[part="${event}"]`).addEventListener('click', tell);
    }
  }

  get status() {
    return this.getAttribute('status') ?? 'pending';
  }

  set status(status) {
    this.setAttribute('status', status);
  }

  connectedCallback() {
    this.#show();
  }

  attributeChangedCallback() {
    this.#show();
  }

  #show() {
    const status = WORDS[this.status] ? this.status : 'pending';
    const icon = this.#find('.icon');
    if (icon.dataset.status !== status) {
      icon.dataset.status = status;
      icon.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${SHAPES[status]}</svg>`;
    }
    icon.setAttribute('aria-label', WORDS[status]);
    this.title = WORDS[status];
    this.#find('.reason').textContent = this.getAttribute('reason') ?? WORDS.failed;
  }
}

customElements.define('seqway-message-status', SeqwayMessageStatus);
