import { byId, element } from './element.js';
import { KEPT } from './room.js';

const TONES = 6;
const NEAR_END_PX = 48;
const MARKS = { waiting: 'pending', sent: 'pending', acked: 'stored', refused: 'not sent' };
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The list of messages: the log as it is here, and below it what is not in the log yet. */
export class LogView {
  #scroller = byId('scroller');
  #entries = byId('entries');
  #pending = byId('pending');
  #newer = byId('newer');
  #beginning = byId('beginning');
  #known = false;
  #isMe;
  #remove;
  #atEnd = true;
  #settling = false;

  /**
   * @param isMe whether a user id is that of this tab
   * @param remove takes a refused message away
   */
  constructor(isMe, remove) {
    this.#isMe = isMe;
    this.#remove = remove;
    this.#scroller.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
      this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      this.#newer.hidden = this.#newer.hidden || this.#atEnd;
    });
    this.#newer.addEventListener('click', () => this.toEnd());
    new ResizeObserver(() => this.#settle()).observe(this.#scroller);
  }

  entry(entry) {
    const line = this.#line(entry.seq, entry.senderName ?? entry.sender, entry.sender, entry.time, textOf(entry));
    line.dataset.seq = entry.seq;
    this.#entries.append(line);
    while (this.#entries.children.length > KEPT) {
      this.#entries.firstElementChild.remove();
    }
    this.#newer.hidden = this.#atEnd;
    this.#settle();
  }

  /** From here on this is the end of the log; what was shown before is gone. */
  begun() {
    this.#known = true;
    this.#entries.replaceChildren();
    this.#settle();
  }

  /** Says something between the entry of this seq and the next one; a word said there before gives way to it. */
  divider(afterSeq, text) {
    const before = this.#entries.querySelector(`[data-seq="${afterSeq}"]`);
    const after = before ? before.nextElementSibling : this.#entries.firstElementChild;
    if (after?.classList.contains('divider')) {
      after.remove();
    }
    const divider = element('li', 'divider', text);
    if (before) {
      before.after(divider);
    } else {
      this.#entries.prepend(divider);
    }
    this.#settle();
  }

  /** While a long replay comes in, a screen reader is not told of each entry. */
  replaying(yes) {
    byId('log').setAttribute('aria-busy', yes);
  }

  /**
   * @param items those of the outbox
   * @param me has userId and name
   */
  pending(items, me) {
    this.#pending.replaceChildren(...items.map((item) => this.#pendingLine(item, me)));
    this.#settle();
  }

  toEnd() {
    this.#atEnd = true;
    this.#newer.hidden = true;
    this.#settle();
  }

  #pendingLine(item, { userId, name }) {
    const line = this.#line(item.seq ?? '…', name, userId, item.time, item.body.text);
    line.classList.add('pending', item.state);
    const mark = element('span', 'mark', MARKS[item.state]);
    line.querySelector('.meta').append(mark);
    if (item.state === 'refused') {
      mark.textContent += `: ${item.reason}`;
      const remove = element('button', 'small', 'Remove');
      remove.type = 'button';
      remove.addEventListener('click', () => this.#remove(item.clientMsgId));
      line.querySelector('.meta').append(remove);
    }
    return line;
  }

  #line(seq, name, sender, time, text) {
    const mine = this.#isMe(sender);
    const line = element('li', `entry tone-${toneOf(sender)}${mine ? ' own' : ''}`);
    const meta = element('p', 'meta');
    const who = element('b', 'sender', mine ? `${name} (you)` : name);
    who.title = sender;
    const when = element('time', '', clock.format(time));
    when.dateTime = new Date(time).toISOString();
    when.title = calendar.format(time);
    meta.append(who, when);
    const words = element('div', 'words');
    words.append(meta, element('p', 'text', text));
    line.append(element('span', 'seq', seq), words);
    return line;
  }

  #beforeTheFirst() {
    const first = Number(this.#entries.querySelector('[data-seq]')?.dataset.seq);
    if (first > 1) {
      return `The log holds ${first - 1} earlier; this page shows the last ones.`;
    }
    return this.#known && !first && this.#pending.children.length === 0 ? 'Nothing here yet. Write the first message.' : '';
  }

  #settle() {
    if (this.#settling) {
      return;
    }
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      this.#beginning.textContent = this.#beforeTheFirst();
      if (this.#atEnd) {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
      }
    });
  }
}

function textOf({ kind, body, deleted, target }) {
  if (deleted) {
    return '(deleted)';
  }
  const text = typeof body === 'string' ? body : typeof body?.text === 'string' ? body.text : JSON.stringify(body);
  return kind === 'message' ? text : `(${kind}${target ? ` of ${target}` : ''}) ${text}`;
}

function toneOf(sender) {
  let hash = 0;
  for (const c of sender) {
    hash = (hash * 31 + c.codePointAt(0)) % 9973;
  }
  return hash % TONES;
}
