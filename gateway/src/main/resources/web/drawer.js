import { byId, element } from './element.js';

const REFRESH_MS = 1_000;
const SHOWN_TRANSITIONS = 12;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** What happens on the wire, for who wants to know, and ways to break it. */
export class Drawer {
  #client;
  #rooms;

  /** @param rooms gives the rooms of the page */
  constructor(client, storage, rooms) {
    this.#client = client;
    this.#rooms = rooms;
    const toggle = byId('drawer-toggle');
    const open = (yes) => {
      byId('drawer').hidden = !yes;
      document.body.classList.toggle('show-seqs', yes);
      toggle.setAttribute('aria-expanded', yes);
      storage.write('seqway.drawer', yes);
      this.show();
    };
    toggle.addEventListener('click', () => open(byId('drawer').hidden));
    byId('drawer-close').addEventListener('click', () => {
      open(false);
      toggle.focus();
    });
    byId('drawer').addEventListener('keydown', (event) => event.key === 'Escape' && byId('drawer-close').click());
    open(storage.read('seqway.drawer') === true && matchMedia('(min-width: 68.01rem)').matches);
    client.on('state', (change) => this.#transition(change));
    setInterval(() => this.show(), REFRESH_MS);
  }

  show() {
    if (byId('drawer').hidden) {
      return;
    }
    const { state, gaps, duplicates, resumes, queued, roundTripMs } = this.#client.getMetrics();
    const figures = { state, gaps, repeats: this.#repeats(), resumes, queued, 'round-trip': roundTrip(roundTripMs) };
    for (const [id, value] of Object.entries(figures)) {
      byId(id).textContent = value;
    }
    byId('repeats').title = `${duplicates} repeats were dropped by the client`;
    for (const id of ['gaps', 'repeats']) {
      byId(id).parentElement.classList.toggle('wrong', figures[id] > 0);
    }
    byId('positions').replaceChildren(...this.#rooms().map(({ id, room, unread }) => {
      const row = element('tr');
      row.append(element('td', '', id), element('td', '', room.lastSeq ?? '–'), element('td', '', unread));
      return row;
    }));
  }

  /** How many messages the page shows twice, by its own count. */
  #repeats() {
    return this.#rooms().reduce((sum, { room }) => {
      const ids = room.messages.map(({ seq, sender, clientMsgId }) => seq ?? `${sender} ${clientMsgId}`);
      return sum + ids.length - new Set(ids).size;
    }, 0);
  }

  #transition({ from, to, attempt, code, reason }) {
    const why = [code, reason].filter(Boolean).join(' ');
    this.happened(`${from} → ${to}${attempt > 0 ? ` (attempt ${attempt})` : ''}${why ? `: ${why}` : ''}`);
  }

  /** Something to be listed with its time. */
  happened(text) {
    const line = element('li', '', text);
    line.prepend(element('time', '', clock.format(Date.now())));
    byId('transitions').prepend(line);
    byId('transitions').children[SHOWN_TRANSITIONS]?.remove();
    this.show();
  }
}

function roundTrip(ms) {
  return ms === null ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
