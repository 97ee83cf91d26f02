import { bubble, continues } from './bubble.js';
import { element } from './element.js';
import { Scroller } from './scroller.js';
import { dayOf, sameDay } from './times.js';

const FIRST_SHOWN = 100;
const MORE_SHOWN = 100;
/** So many lines at the end of the list: then the oldest ones go, until only {@link FIRST_SHOWN} are left. */
export const MAX_SHOWN = 1_000;

/** The list of one room: what is in the log, and below it what is not in the log yet. */
export class LogView {
  #entries;
  #outbox;
  #log;
  #top;
  #context;
  #room = null;
  #items = [];
  #lines = new Map();
  #dividers = new Map();
  #waitingLines = new Map();
  #fetching = false;
  #isBusy = true;
  #quiet = 0;
  #outdated = false;

  /**
   * @param root has the elements of the list (index.html)
   * @param context what {@link bubble} wants
   * @param seen is told when the reader comes to the end of the list
   */
  constructor(root, context, seen) {
    this.#context = context;
    this.#entries = root.querySelector('#entries');
    this.#outbox = root.querySelector('#outbox');
    this.#log = root.querySelector('#log');
    this.#top = root.querySelector('#beginning');
    this.scroller = new Scroller(root, { nearTop: () => this.#older(), atEnd: seen });
    this.#entries.addEventListener('keydown', (event) => this.#arrows(event));
  }

  /**
   * Shows a room from its end, or from where its unread messages begin.
   *
   * @param room a {@link RoomState}
   * @param unreadAfter the seq behind which the unread ones begin, or null
   */
  show(room, unreadAfter) {
    this.#room = room;
    this.#dividers.clear();
    if (unreadAfter !== null) {
      this.#dividers.set(unreadAfter, { className: 'unread', text: 'Unread messages' });
    }
    this.#restart();
    const divider = this.#entries.querySelector('.divider.unread');
    if (divider) {
      this.scroller.toElement(divider);
    } else {
      this.scroller.toEnd();
    }
  }

  /** The room's timeline was begun anew, or has got its first entries. */
  restart() {
    this.#restart();
    this.scroller.toEnd();
  }

  added(item) {
    this.#waitingLines.get(item)?.remove();
    this.#items.push(item);
    this.#entries.append(...this.#linesOf(item, this.#items.at(-2)));
    if (this.scroller.isAtEnd && this.#items.length > MAX_SHOWN) {
      this.#restart();
    }
    this.#beginning();
    this.scroller.grown(!item.own && !item.notice);
  }

  changed(item) {
    const old = this.#line(item.seq);
    const at = this.#items.findIndex(({ seq }) => seq === item.seq);
    if (old && at >= 0) {
      this.#items[at] = item;
      const focused = old.contains(document.activeElement);
      const line = this.#bubble(item, this.#items[at - 1]);
      line.classList.toggle('continued', old.classList.contains('continued'));
      old.replaceWith(line);
      this.#lines.set(item.seq, line);
      if (focused) {
        line.focus();
      }
      this.scroller.grown(false);
    }
  }

  /** An edit or a delete of a line that the client does not hold any more. */
  outdated({ kind, target, version, body }) {
    const item = this.#items.find(({ seq }) => seq === target);
    if (item && version > item.version) {
      const deleted = kind === 'delete';
      this.changed(Object.assign(item, { version, deleted, body: deleted ? null : body }));
    }
  }

  /** What waits to be stored has changed: shown anew before the browser paints, once for many changes. */
  waiting() {
    if (!this.#outdated) {
      this.#outdated = true;
      requestAnimationFrame(() => this.showWaiting());
    }
  }

  showWaiting() {
    this.#outdated = false;
    const items = this.#room.waiting;
    const before = this.#items.at(-1);
    this.#waitingLines = new Map(items.map((item, i) => {
      const line = this.#bubble(item, i > 0 ? items[i - 1] : before);
      line.classList.add('waiting', item.status);
      return [item, line];
    }));
    this.#outbox.replaceChildren(...this.#waitingLines.values());
    this.#beginning();
    this.scroller.grown(false);
  }

  /** The ticks of the caller's own messages, after others have got or read them. */
  statuses() {
    for (const item of this.#items) {
      const ticks = item.own && this.#line(item.seq)?.querySelector('seqway-message-status');
      if (ticks && ticks.status !== item.status) {
        ticks.status = item.status;
      }
    }
  }

  /** Says something between the entry of this seq and the next one. There is one line of a kind, and one in a place. */
  divider(afterSeq, className, text) {
    this.removeDivider(className);
    const there = this.#dividers.get(afterSeq);
    if (there) {
      this.removeDivider(there.className);
    }
    this.#dividers.set(afterSeq, { className, text });
    const next = this.#items.find((item) => item.seq > afterSeq);
    const line = next && this.#line(next.seq);
    if (line) {
      line.before(dividerLine(className, text));
      this.#regroup(next);
      this.scroller.grown(false);
    }
  }

  removeDivider(className) {
    for (const [seq, divider] of this.#dividers) {
      if (divider.className === className) {
        this.#dividers.delete(seq);
      }
    }
    this.#entries.querySelector(`.divider.${className}`)?.remove();
  }

  /** While a long replay comes in, a screen reader is not told of each entry. */
  busy(yes) {
    this.#isBusy = yes;
    this.#log.setAttribute('aria-busy', yes || this.#quiet > 0);
  }

  /** Brings a message to where it can be seen, as far as it is here. */
  reveal(seq) {
    const isHere = this.#room.stored.some((item) => item.seq === seq);
    while (isHere && !this.#line(seq)) {
      this.#grow();
    }
    const line = this.#line(seq);
    line?.scrollIntoView({ block: 'center' });
    line?.classList.add('revealed');
    line?.addEventListener('animationend', () => line.classList.remove('revealed'), { once: true });
    line?.focus({ preventScroll: true });
  }

  #restart() {
    this.#items = this.#room.stored.slice(-FIRST_SHOWN);
    this.#lines.clear();
    this.#quietly(() => this.#entries.replaceChildren(...this.#allLines(this.#items)));
    this.showWaiting();
  }

  async #older() {
    const room = this.#room;
    if (this.#fetching || !room || this.#grow() || !room.hasEarlier) {
      return;
    }
    this.#fetching = true;
    this.#beginning();
    await room.loadEarlier();
    this.#fetching = false;
    if (room === this.#room) {
      this.#grow();
      this.#beginning();
    }
  }

  /** Shows more of what is here already; says whether there was any. */
  #grow() {
    const first = this.#items[0];
    const more = this.#room.stored.filter(({ seq }) => !first || seq < first.seq).slice(-MORE_SHOWN);
    if (more.length === 0) {
      return false;
    }
    this.#items.unshift(...more);
    this.scroller.keepingPlace(() => this.#quietly(() => {
      this.#entries.prepend(...this.#allLines(more));
      if (first) {
        this.#regroup(first);
      }
      this.#beginning();
    }));
    return true;
  }

  #allLines(items) {
    return items.flatMap((item, i) => this.#linesOf(item, items[i - 1]));
  }

  /** A message with the lines that stand right before it. */
  #linesOf(item, before) {
    const lines = [];
    if (!before || !sameDay(item.time, before.time)) {
      lines.push(dividerLine('day', dayOf(item.time)));
    }
    for (const [seq, { className, text }] of this.#dividers) {
      if (item.seq > seq && !(before?.seq > seq)) {
        lines.push(dividerLine(className, text));
      }
    }
    const line = this.#bubble(item, lines.length > 0 ? undefined : before);
    this.#lines.set(item.seq, line);
    return [...lines, line];
  }

  #bubble(item, before) {
    const line = this.#shown(item);
    line.classList.toggle('continued', continues(item, before));
    return line;
  }

  /** One message that cannot be shown must not hide the others. */
  #shown(item) {
    try {
      return bubble(item, this.#context);
    } catch (e) {
      console.warn(`message ${item.seq} cannot be shown`, e);
      return bubble({ seq: item.seq, notice: 'This message cannot be shown' }, this.#context);
    }
  }

  #regroup(item) {
    const line = this.#line(item.seq);
    const above = line?.previousElementSibling;
    const before = this.#items[this.#items.findIndex(({ seq }) => seq === item.seq) - 1];
    line?.classList.toggle('continued', Boolean(above?.dataset.seq) && continues(item, before));
    if (above?.classList.contains('day') && before && sameDay(before.time, item.time)) {
      above.remove();
    }
  }

  #line(seq) {
    return this.#lines.get(seq);
  }

  /** Up and down go from message to message. */
  #arrows(event) {
    const line = event.target.closest('[data-seq]');
    const step = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' }[event.key];
    if (!line || !step || event.target !== line) {
      return;
    }
    let next = line[step];
    while (next && !next.dataset.seq) {
      next = next[step];
    }
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  /** Without a screen reader reading out what is not new. */
  #quietly(change) {
    this.#quiet += 1;
    this.busy(this.#isBusy);
    change();
    setTimeout(() => {
      this.#quiet -= 1;
      this.busy(this.#isBusy);
    });
  }

  #beginning() {
    const { stored, title } = this.#room;
    const nothing = this.#items.length === 0 && this.#outbox.children.length === 0;
    this.#top.replaceChildren();
    this.#top.classList.toggle('empty', nothing);
    if (this.#fetching) {
      this.#top.textContent = 'Loading earlier messages…';
    } else if (!this.#room.begun) {
      this.#top.textContent = nothing ? 'Opening the room…' : '';
    } else if (nothing) {
      this.#top.append(element('strong', '', `This is ${title}`), 'Nothing here yet. Write the first message.');
    } else if (!this.#room.hasEarlier && this.#items[0]?.seq === stored[0]?.seq) {
      this.#top.textContent = `This is the beginning of ${title}`;
    }
  }
}

function dividerLine(className, text) {
  return element('li', `divider ${className}`, text);
}
