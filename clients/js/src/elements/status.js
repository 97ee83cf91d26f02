import { ClientElement } from './client-element.js';
import { counted, shadow } from './shadow.js';

/** @typedef {import('../index.d.ts').Seqway} Seqway */

const REFRESH_MS = 1_000;
const WORDS = {
  closed: 'Closed',
  connecting: 'Connecting',
  connected: 'Online',
  disconnected: 'Offline',
  reconnecting: 'Reconnecting',
  error: 'Stopped',
};
const CSS = `
:host { display: inline-flex; color: var(--seqway-text, inherit); font-family: var(--seqway-font, system-ui, sans-serif); }
:host([hidden]) { display: none; }
:host(:is([position^="top-"], [position^="bottom-"])) { position: fixed; z-index: 1; padding: .3rem .7rem; border-radius: 99px;
  background: var(--seqway-surface, Canvas); color: var(--seqway-text, CanvasText); box-shadow: 0 1px 6px rgb(0 0 0 / 25%); }
:host([position^="top"]) { top: .75rem; }
:host([position^="bottom"]) { bottom: .75rem; }
:host([position$="left"]) { left: .75rem; }
:host([position$="right"]) { right: .75rem; }
.all { display: inline-flex; align-items: center; gap: .45em; white-space: nowrap; font-variant-numeric: tabular-nums; }
.dot { width: .6em; height: .6em; border-radius: 50%; flex: none; background: var(--seqway-muted, GrayText); }
[data-state="connected"] .dot { background: var(--seqway-good, #12735c); }
[data-state="connecting"] .dot, [data-state="disconnected"] .dot, [data-state="reconnecting"] .dot {
  background: none; box-shadow: inset 0 0 0 .17em var(--seqway-busy, #8a5a00); }
[data-state="error"] .dot { border-radius: 1px; background: var(--seqway-bad, #b3261e); }
[data-state="connecting"] .dot, [data-state="reconnecting"] .dot { animation: pulse 1s infinite alternate; }
.metrics { color: var(--seqway-muted, inherit); }
:host([compact]) .state { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@keyframes pulse { to { opacity: .35; } }
@media (prefers-reduced-motion: reduce) { .dot { animation: none !important; } }`;
const HTML = `<span class="all" part="status"><span class="dot" part="dot"></span>
  <span class="state" part="label" role="status"></span><span class="metrics" part="metrics" hidden></span></span>`;

export class SeqwayStatus extends ClientElement {
  static observedAttributes = ['metrics'];
  #find = shadow(this, CSS, HTML);

  /** @param {Seqway} client */
  follow(client) {
    const show = () => this.#show(client);
    const timer = this.hasAttribute('metrics') ? setInterval(show, REFRESH_MS) : undefined;
    show();
    return [client.subscribe(show), () => clearInterval(timer)];
  }

  /** @param {Seqway} client */
  #show(client) {
    const { state } = client.getSnapshot();
    const label = this.#find('.state');
    if (label.textContent !== WORDS[state]) {
      label.textContent = WORDS[state];
    }
    this.#find('.all').dataset.state = state;
    const shown = this.#find('.metrics');
    shown.hidden = !this.hasAttribute('metrics');
    if (!shown.hidden) {
      const { roundTripMs, queued, reconnects } = client.getMetrics();
      const roundTrip = roundTripMs === null ? [] : [`${Math.max(1, Math.round(roundTripMs))} ms`];
      shown.textContent = [...roundTrip, `${queued} waiting`, counted(reconnects, 'reconnect')].join(' · ');
    }
  }
}

customElements.define('seqway-status', SeqwayStatus);
