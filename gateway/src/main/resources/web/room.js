import { Backoff } from './backoff.js';
import { Outbox } from './outbox.js';
import { Position } from './position.js';

const TAIL = 50;
/** How many of the last entries are kept here; the log has them all. */
export const KEPT = 200;
const RETRYABLE = new Set(['unavailable', 'timeout', 'rate-limited', 'internal']);

/**
 * One room as this tab knows it: a copy of the end of its log, kept right by one rule: an entry is applied when its seq
 * is the last one + 1 (docs/protocol.md, "Rooms").
 */
export class Room {
  #wire;
  #view;
  #entering = null;
  #enteredBy = 0;
  #retry = null;
  #backoff = new Backoff();

  /**
   * @param saved what {@link snapshot} gave before the reload, or null
   * @param wire has send(frame)
   * @param view has entry(entry), begun(), replaying(yes), resumed(afterSeq, missed), refused(why), presence(frame)
   *     and changed()
   */
  constructor(name, saved, wire, view) {
    this.name = name;
    this.#wire = wire;
    this.#view = view;
    this.position = new Position(saved?.position);
    this.entries = saved?.entries ?? [];
    this.counts = saved?.counts ?? { sent: 0, acked: 0, resumes: 0 };
    this.outbox = new Outbox(saved?.outbox ?? [], (item) => this.#send(item), () => view.changed());
  }

  /** All that a reload of the tab must not lose. */
  snapshot() {
    const { position, entries, counts, outbox } = this;
    return { position, entries, counts, outbox: outbox.items };
  }

  /** Writes a message; returns whether the outbox had room for it. */
  write(text) {
    const added = this.outbox.add({ text });
    this.counts.sent += added ? 1 : 0;
    this.#view.changed();
    return added;
  }

  /** The connection is up: resumes from here, or on a first visit shows the end of the log. */
  enter() {
    clearTimeout(this.#retry);
    const id = `enter-${++this.#enteredBy}`;
    const { known, seq, epoch } = this.position;
    this.#entering = { id, afterSeq: seq };
    this.#view.replaying(true);
    this.#wire.send(
      known
        ? { type: 'resume', id, rooms: { [this.name]: { seq, epoch } } }
        : { type: 'join', id, room: this.name, tail: TAIL },
    );
  }

  /** The connection is gone. */
  lost() {
    clearTimeout(this.#retry);
    this.#entering = null;
    this.#view.replaying(false);
    this.outbox.close();
  }

  /** @param me the user id of this tab */
  handle(frame, me) {
    const answersEnter = this.#entering !== null && frame.id === this.#entering.id;
    switch (frame.type) {
      case 'missed':
        if (frame.room === this.name) {
          this.#missed(frame, me);
        }
        break;
      case 'message':
        if (frame.room === this.name) {
          this.#take(frame, me);
        }
        break;
      case 'joined':
        if (answersEnter) {
          this.#entered(frame);
        }
        break;
      case 'resumed':
        if (answersEnter) {
          this.#entered(frame.rooms[this.name]);
        }
        break;
      case 'ack':
        this.counts.acked += this.outbox.acked(frame.clientMsgId, frame.seq, this.position.seq) ? 1 : 0;
        break;
      case 'error':
        if (answersEnter) {
          this.#entered({ status: 'error', ...frame });
        } else {
          this.outbox.refused(frame.id, frame);
          if (frame.code === 'not-joined') {
            this.#later();
          }
        }
        break;
      case 'pong':
        if (this.#entering === null && frame.seqs?.[this.name] > this.position.seq) {
          this.#hole();
        }
        break;
      case 'presence':
      case 'presence-diff':
        if (frame.room === this.name) {
          this.#view.presence(frame);
        }
        break;
      case 'removed':
        if (frame.room === this.name) {
          this.#view.refused('You are not a member of this room any more.');
        }
        break;
      case 'added':
        if (frame.room === this.name) {
          this.enter();
        }
        break;
    }
    this.#view.changed();
  }

  #missed(frame, me) {
    if (frame.reset || !this.position.known) {
      this.#begin(frame.fromSeq - 1, frame.epoch);
    }
    for (const entry of frame.messages) {
      this.#take(entry, me);
    }
  }

  #take(entry, me) {
    const verdict = this.position.take(entry.seq);
    if (verdict === 'next') {
      this.entries.push(entry);
      this.entries.splice(0, this.entries.length - KEPT);
      this.#view.entry(entry);
      if (entry.sender === me) {
        this.counts.acked += this.outbox.arrived(entry.clientMsgId) ? 1 : 0;
      }
    } else if (verdict === 'ahead' && this.#entering === null) {
      // While the room is being entered, what was on its way before comes again behind the hole.
      this.#hole();
    }
  }

  #hole() {
    this.position.holes += 1;
    this.enter();
  }

  #entered(outcome) {
    const { afterSeq } = this.#entering;
    this.#entering = null;
    this.#view.replaying(false);
    if (outcome.status === 'removed') {
      this.#view.refused('You are not a member of this room.');
      return;
    }
    if (outcome.status === 'error') {
      this.#notEntered(outcome);
      return;
    }
    if (!this.position.known) {
      this.#begin(outcome.seq, outcome.epoch);
    }
    if (outcome.seq > this.position.seq) {
      this.position.holes += 1;
      this.#later();
      return;
    }
    this.#backoff.reset();
    if (afterSeq !== null) {
      this.counts.resumes += 1;
      this.#view.resumed(outcome.status === 'reset' ? null : afterSeq, outcome.missed);
    }
    this.outbox.open();
  }

  #notEntered({ code, message }) {
    if (RETRYABLE.has(code)) {
      this.#later();
    } else {
      this.#view.refused(message ?? code);
    }
  }

  #later() {
    this.#retry = setTimeout(() => this.enter(), this.#backoff.next());
  }

  /** Starts from here, in a log of which nothing is known. */
  #begin(seq, epoch) {
    this.position.begin(seq, epoch);
    this.entries = [];
    this.outbox.forgetAcked();
    this.#view.begun();
  }

  #send({ clientMsgId, body }) {
    this.#wire.send({ type: 'send', id: clientMsgId, room: this.name, body, clientMsgId });
  }
}
