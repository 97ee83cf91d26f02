import { byId, element } from './element.js';
import { LogView } from './log-view.js';
import { listed } from './people.js';
import { typingWords } from './rooms-view.js';
import { nameOf } from './texts.js';
import { Toolbar } from './toolbar.js';

/** The room that is open: its head, its messages, and who is writing. */
export class Conversation {
  room = null;
  #client;
  #log;
  #looking = !document.hidden;
  #hasUnreadLine = false;

  constructor(client, attachments, seen) {
    this.#client = client;
    this.#log = new LogView(document.querySelector('.list'), {
      attachments,
      quoted: (seq) => this.room.get(seq),
      toQuoted: (seq) => this.#log.reveal(seq),
    }, seen);
  }

  /** @param acts what can be done with a message, for the {@link Toolbar} */
  acts({ can, ...acts }) {
    new Toolbar(byId('entries'), (seq) => this.room.get(seq), acts, can);
  }

  get isAtEnd() {
    return this.#log.scroller.isAtEnd;
  }

  /** The last message of this user, to be edited. */
  get lastOwn() {
    return this.room.stored.findLast(({ own, deleted, body }) => own && !deleted && typeof body?.text === 'string');
  }

  show(room) {
    this.room = room;
    this.#hasUnreadLine = room.unread > 0;
    this.#log.show(room, this.#hasUnreadLine ? room.readSeq : null);
    this.head();
  }

  message(message) {
    if (!message.own && !this.#hasUnreadLine && this.room.begun && !(this.#looking && this.isAtEnd)) {
      this.#hasUnreadLine = true;
      this.#log.divider(message.seq - 1, 'unread', 'Unread messages');
    }
    this.#log.added(message);
    this.#log.waiting();
  }

  /** The user has written something: whatever was unread is not any more. */
  sent() {
    this.#log.removeDivider('unread');
    this.#hasUnreadLine = false;
    this.#log.showWaiting();
    this.#log.scroller.toEnd();
  }

  changed(message) {
    this.#log.changed(message);
  }

  /** @param entry an edit or a delete of what the client does not hold any more */
  outdated(entry) {
    this.#log.outdated(entry);
  }

  statuses() {
    this.#log.statuses();
    this.#log.waiting();
  }

  streamed(streamId) {
    this.room.stored.filter(({ body }) => body?.stream?.id === streamId).forEach((message) => this.changed(message));
  }

  notice(notice) {
    this.#log.added(notice);
  }

  /** What is known of the room has changed, though none of its messages. */
  told() {
    this.#log.busy(!this.room.room.joined);
    this.#log.waiting();
  }

  /** @param lost whether what stood here before is gone from the log */
  restarted(lost) {
    this.#log.restart();
    if (lost) {
      this.#log.divider(0, 'reset', 'This room was begun anew: what stood here before is gone');
    }
  }

  synced(afterSeq, count) {
    this.#log.divider(afterSeq, 'missed', `${count} missed message${count === 1 ? '' : 's'}`);
  }

  /** Whether somebody looks at this tab: what comes meanwhile is new to them. */
  looking(yes) {
    this.#looking = yes;
    if (!yes && this.isAtEnd) {
      this.#hasUnreadLine = false;
    }
  }

  head() {
    const { room, title, removed } = this.room;
    byId('room-name').textContent = title;
    byId('present').replaceChildren(...this.#present(room));
    byId('notice').textContent = removed ?? '';
    byId('notice').hidden = removed === null;
    this.#log.busy(!room.joined);
    const typing = this.typing(this.room);
    const words = typing.length === 0 ? '' : typingWords(typing);
    if (byId('typing').textContent !== words) {
      byId('typing').textContent = words;
    }
  }

  /** Names of those who write in a room. */
  typing({ room }) {
    return room.typingUsers.filter((userId) => userId !== this.#client.userId).map((userId) => nameIn(room, userId));
  }

  #present(room) {
    const others = room.users
      .filter(({ userId, status }) => status === 'online' && userId !== this.#client.userId)
      .map(({ userId }) => nameIn(room, userId));
    if (this.#client.state !== 'connected' || !room.joined || room.users.length === 0) {
      return [];
    }
    return [element('span', 'dot'), others.length === 0 ? 'Only you are here' : `${others.length + 1} here: you, ${listed(others)}`];
  }
}

function nameIn(room, userId) {
  const user = room.users.find((one) => one.userId === userId);
  const message = room.messages.findLast(({ sender }) => sender === userId);
  return user?.name ?? (message ? nameOf(message) : userId);
}
