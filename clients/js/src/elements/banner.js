import { ClientElement } from './client-element.js';
import { counted, shadow } from './shadow.js';

/** @typedef {import('../index.d.ts').Seqway} Seqway */

/** A cut that is mended sooner is not worth a word. */
const PATIENCE_MS = 1_500;
const LONG_MS = 120_000;
const NEWS_MS = 4_000;
/** So long rooms may come in one after another to be counted together. */
const GATHER_MS = 250;
const FORBIDDEN = 4403;
const REPLACED = 4409;
const CSS = `
:host { display: block; font: .875rem/1.4 var(--seqway-font, system-ui, sans-serif); pointer-events: none; }
.box { display: flex; width: fit-content; max-width: 100%; box-sizing: border-box; align-items: center; gap: .7em;
  margin: 0 auto; padding: .45em .6em .45em 1em; border: 1px solid var(--seqway-line, currentColor); border-radius: 1.5em;
  background: var(--seqway-surface, Canvas); color: var(--seqway-text, CanvasText);
  box-shadow: 0 2px 14px rgb(0 0 0 / 16%); pointer-events: auto; }
[hidden] { display: none !important; }
.sign { width: .9em; height: .9em; flex: none; box-sizing: border-box; border-radius: 50%; }
[data-kind="busy"] .sign { border: .17em solid var(--seqway-busy, #8a5a00); border-right-color: transparent; animation: turn 1s linear infinite; }
[data-kind="good"] .sign { background: var(--seqway-good, #12735c); }
[data-kind="bad"] .sign { border-radius: 2px; background: var(--seqway-bad, #b3261e); }
.text { font-weight: 600; }
.more { color: var(--seqway-muted, inherit); }
.more:empty { display: none; }
button { padding: .25em .9em; border: 1px solid transparent; border-radius: 99px; background: var(--seqway-accent, #0f6b57);
  color: var(--seqway-on-accent, #fff); font: inherit; font-weight: 650; white-space: nowrap; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--seqway-accent, #0f6b57); outline-offset: 2px; }
@keyframes turn { to { rotate: 1turn; } }
@media (prefers-reduced-motion: reduce) { .sign { animation: none !important; } }`;
const HTML = `<div class="box" part="banner" hidden><span class="sign" part="sign"></span>
  <span><span class="text" part="text" role="status"></span> <span class="more" part="more"></span></span>
  <button type="button" part="button" hidden></button></div>`;

export class SeqwayBanner extends ClientElement {
  /** @type {any} */
  #ticking;
  /** @type {any} the end of good news */
  #news;
  /** @type {any} */
  #gathering;
  /** @type {Set<string>} rooms that are resumed because of a hole, which is no news of having been away */
  #gaps = new Set();
  /** @type {number | null} */
  #lostAt = null;
  #dueAt = 0;
  #missed = 0;
  #wasShown = false;
  #act = () => {};
  #find = shadow(this, CSS, HTML);

  constructor() {
    super();
    this.#find('button').addEventListener('click', () => this.#act());
  }

  /** @param {Seqway} client */
  follow(client) {
    const show = () => this.#show(client);
    addEventListener('online', show);
    addEventListener('offline', show);
    show();
    return [
      client.subscribe(show),
      client.on('gap', ({ room }) => this.#gaps.add(room)),
      client.on('synced', ({ room, count }) => this.#gaps.delete(room) || this.#synced(client, count)),
      client.on('state', ({ nextRetryMs }) => { this.#dueAt = Date.now() + (nextRetryMs ?? 0); }),
      () => this.#forget(show),
    ];
  }

  /** @param {() => void} show */
  #forget(show) {
    removeEventListener('online', show);
    removeEventListener('offline', show);
    [this.#ticking, this.#news, this.#gathering].forEach(clearTimeout);
    this.#ticking = this.#news = this.#gathering = this.#lostAt = null;
    this.#hide();
  }

  /** @param {Seqway} client */
  #show(client) {
    const { state, reason } = client.getSnapshot();
    clearTimeout(this.#ticking);
    if (state === 'connected') {
      this.#found(client);
    } else if (state === 'closed') {
      this.#lostAt = null;
      this.#hide();
    } else if (state === 'error') {
      this.#lostAt = null;
      this.#ended(client, reason);
    } else {
      this.#lost(client);
    }
  }

  /** @param {Seqway} client */
  #lost(client) {
    this.#lostAt ??= Date.now();
    clearTimeout(this.#news);
    this.#news = null;
    const lastedMs = Date.now() - this.#lostAt;
    if (lastedMs < PATIENCE_MS) {
      this.#ticking = setTimeout(() => this.#show(client), PATIENCE_MS - lastedMs);
      return;
    }
    const { attempt, queued, state } = client.getSnapshot();
    const words = lastedMs > LONG_MS ? 'Still no connection. Reconnecting…' : 'Reconnecting…';
    const text = navigator.onLine === false ? 'You are offline. Reconnecting…' : words;
    const seconds = state === 'disconnected' ? Math.ceil((this.#dueAt - Date.now()) / 1000) : 0;
    const more = [
      ...(seconds > 1 ? [`next in ${seconds} s`] : []),
      ...(queued > 0 ? [`${counted(queued, 'message')} waiting`] : []),
    ];
    const full = state === 'connecting' ? 'Connecting…' : `${text} attempt ${attempt}`;
    this.#say('busy', full, more.join(' · '), 'Retry now', () => client.retryNow());
    this.#wasShown = true;
    this.#ticking = setTimeout(() => this.#show(client), 1_000);
  }

  /**
   * Connected again; what was missed is counted as it comes.
   *
   * @param {Seqway} client
   */
  #found(client) {
    this.#lostAt = null;
    if (this.#wasShown) {
      this.#wasShown = false;
      this.#gather(client);
    } else if (!this.#news && !this.#gathering) {
      this.#hide();
    }
  }

  /**
   * @param {Seqway} client
   * @param {number} count
   */
  #synced(client, count) {
    this.#missed += count;
    if (count > 0 || this.#gathering) {
      this.#gather(client);
    }
  }

  /** @param {Seqway} client */
  #gather(client) {
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => {
      this.#gathering = null;
      const missed = this.#missed;
      this.#missed = 0;
      if (client.state !== 'connected') {
        return;
      }
      this.#say('good', missed > 0 ? `Back online, synced ${counted(missed, 'missed message')}` : 'Back online', '', '');
      clearTimeout(this.#news);
      this.#news = setTimeout(() => {
        this.#news = null;
        this.#hide();
      }, NEWS_MS);
    }, GATHER_MS);
  }

  /**
   * @param {Seqway} client
   * @param {string} reason
   */
  #ended(client, reason) {
    const error = client.getMetrics().lastError;
    if (error?.kind === 'auth' && error.code !== FORBIDDEN) {
      this.#say('bad', 'Session expired, sign in', '', 'Sign in', () => {
        this.dispatchEvent(new CustomEvent('signin', { bubbles: true, composed: true }));
      }, 'alert');
    } else if (error?.code === REPLACED) {
      this.#say('bad', 'In use elsewhere', 'a newer connection has taken this one’s place', 'Use here',
        () => client.connect(), 'alert');
    } else {
      this.#say('bad', 'Connection failed', reason, 'Try again', () => client.connect(), 'alert');
    }
  }

  /**
   * @param {'busy' | 'good' | 'bad'} kind
   * @param {string} text
   * @param {string} more what changes too often to be read out
   * @param {string} action the button; empty for none
   */
  #say(kind, text, more, action, act = () => {}, role = 'status') {
    const box = this.#find('.box');
    const words = this.#find('.text');
    const button = this.#find('button');
    box.hidden = false;
    box.dataset.kind = kind;
    words.setAttribute('role', role);
    if (words.textContent !== text) {
      words.textContent = text;
    }
    this.#find('.more').textContent = more;
    button.textContent = action;
    button.hidden = action === '';
    this.#act = act;
  }

  #hide() {
    this.#find('.box').hidden = true;
    this.#find('.text').textContent = '';
  }
}

customElements.define('seqway-banner', SeqwayBanner);
