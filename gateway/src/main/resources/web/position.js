/**
 * Where this tab stands in a room's log: the last entry it has, and of which log (`epoch`). `holes` and `repeats` count
 * what must never happen.
 */
export class Position {
  constructor({ seq = null, epoch = null, holes = 0, repeats = 0 } = {}) {
    Object.assign(this, { seq, epoch, holes, repeats });
  }

  /** Whether there is anything to resume from. */
  get known() {
    return this.seq !== null;
  }

  /** The next entry will be seq + 1. */
  begin(seq, epoch) {
    this.seq = seq;
    this.epoch = epoch;
  }

  /** What an entry of this seq is here: `next` (now taken), `repeat` or `ahead`. */
  take(seq) {
    if (!this.known || seq > this.seq + 1) {
      return 'ahead';
    }
    if (seq <= this.seq) {
      this.repeats += 1;
      return 'repeat';
    }
    this.seq = seq;
    return 'next';
  }
}
