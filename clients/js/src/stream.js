import { beyond } from './errors.js';
import { Emitter } from './emitter.js';

/** How many chunks are under way at once. */
const WINDOW = 4;
const RETRY_MS = 1_000;
/** A frame of more than 1 MiB, header and all, would cost the connection. */
const MAX_CHUNK_BYTES = 1_000_000;

/**
 * @typedef {object} Chunk
 * @property {number} seq
 * @property {Blob} data
 * @property {boolean} last
 * @property {number} time
 * @property {boolean} sent whether it is under way
 */

/** Something long that is appended to piece by piece: each piece is kept here until the server has it. */
export class Stream extends Emitter {
  #client;
  #store;
  #options;
  /** @type {Map<number, Chunk>} */
  #chunks = new Map();
  #next = 0;
  #totalBytes = 0;
  #finished = false;
  #attempts = 0;
  /** Bytes of what waits until it is known what an earlier page has left. */
  #coming = 0;
  /** @type {import('./errors.js').Failure | null} why nothing more comes of it */
  #error = null;
  /** Whether nothing is sent: the server is being asked what it has. */
  #stopped = false;
  /** Whether the server may have some of the chunks already. */
  #unsure = false;
  /** @type {(() => void) | null} calls off that it goes on */
  #pause = null;

  /**
   * @param {string} id
   * @param {import('./index.d.ts').StreamOptions} options
   * @param {import('./seqway.js').Seqway} client
   */
  constructor(id, options, client) {
    super();
    this.id = id;
    this.#options = options;
    this.#client = client;
    this.#store = client.store;
  }

  get bytes() {
    return [...this.#chunks.values()].reduce((sum, { data }) => sum + data.size, this.#coming);
  }

  /** @param {any} data */
  async append(data) {
    const whole = new Blob([data]);
    const step = Math.min(this.#options.chunkBytes ?? 65_536, MAX_CHUNK_BYTES);
    this.#client.admit(whole.size);
    this.#totalBytes += whole.size;
    this.#coming += whole.size;
    await this.#client.adopted;
    this.#coming -= whole.size;
    const kept = [];
    for (let from = 0; from < whole.size; from += step) {
      kept.push(this.#add(whole.slice(from, from + step)));
    }
    this.#pump();
    await Promise.all(kept);
  }

  async finish() {
    await this.#client.adopted;
    if (!this.#finished || this.#error) {
      this.#add(new Blob(), true); // what comes last is not known before: an empty chunk says so
      this.#pump();
    }
    if (this.#chunks.size) {
      await new Promise((resolve, reject) => {
        this.on('finished', resolve);
        this.on('error', reject);
      });
    }
  }

  /** @returns {import('./index.d.ts').StreamStatus} */
  status() {
    const [first] = this.#chunks.values();
    return { pending: this.#chunks.size, oldest: first?.time ?? null, attempts: this.#attempts };
  }

  /** @param {any[]} records of before the reload, the chunks in order */
  adopt(records) {
    for (const record of records) {
      if (record.what === 'chunk') {
        this.#chunks.set(record.seq, record);
        this.#next = Math.max(this.#next, record.seq + 1);
              } else {
        this.#next = Math.max(this.#next, record.next);
        this.#totalBytes += record.totalBytes;
        this.#options = { ...record.options, ...this.#options };
      }
      this.#finished ||= record.last || record.finished;
    }
    this.#unsure = true;
    if (this.#client.connected) {
      this.opened();
    }
  }

  /** The connection is there: asks first what the server has of what it was sent before. */
  async opened() {
    const upTo = Math.max(...this.#chunks.keys());
    this.#stopped = this.#unsure && upTo >= 0;
    if (this.#stopped) {
      this.#unsure = false;
      try {
        const { missing, more, maxSeq } = await this.#client.call({ type: 'missing', stream: this.id, upTo });
        const known = Math.min(maxSeq ?? -1, more ? missing.at(-1) : upTo);
        const absent = new Set(missing);
        [...this.#chunks.keys()].filter((seq) => seq <= known && !absent.has(seq)).forEach((seq) => this.#stored(seq));
      } catch {
        // then all of it is sent again, which the server does not mind
      }
      this.#stopped = false;
    }
    this.#pump();
  }

  /** The connection is gone. */
  lost() {
    this.#pause?.();
    this.#pause = null;
    for (const chunk of this.#chunks.values()) {
      this.#attempts += +chunk.sent;
      this.#unsure ||= chunk.sent;
      chunk.sent = false;
    }
  }

  /**
   * Nothing more comes of it.
   *
   * @param {import('./errors.js').Failure} error
   */
  end(error) {
    this.#chunks.clear();
    this.#error = error;
    this.emit('error', error);
  }

  /**
   * @param {Blob} data
   * @param {boolean} last
   * @returns {Promise<any>} once it is kept
   */
  #add(data, last = false) {
    if (this.#finished || this.#error) {
      throw this.#error ?? beyond('Finished.', 'finished', '');
    }
    const seq = this.#next++;
    const chunk = { seq, data, last, time: this.#client.clock.now(), sent: false };
    this.#finished = last;
    this.#chunks.set(seq, chunk);
    const kept = this.#keep(seq, { what: 'chunk', ...chunk });
    // behind it: who adopts this counts on the chunks before `next`
    const record = { what: 'stream', next: this.#next, totalBytes: this.#totalBytes, finished: last };
    this.#keep(-1, { ...record, options: this.#options });
    return kept;
  }

  /**
   * @param {number} seq of the chunk, or -1 for the stream itself
   * @param {any} record
   */
  #keep(seq, record) {
    return this.#store.put({ ...record, id: this.#key(seq), stream: this.id });
  }

  /** @param {number} seq by which the names are in order */
  #key(seq) {
    return `${this.id}/${1e7 + seq}`;
  }

  #pump() {
    if (this.#stopped || this.#pause || !this.#client.connected) {
      return;
    }
    const chunks = [...this.#chunks.values()];
    let under = chunks.filter(({ sent }) => sent).length;
    for (const chunk of chunks) {
      if (!chunk.sent && under++ < WINDOW) {
        this.#transmit(chunk);
      }
    }
  }

  /** @param {Chunk} chunk */
  #transmit(chunk) {
    const { seq, data, last } = chunk;
    const { contentType, meta } = this.#options;
    const frame = { type: 'chunk', stream: this.id, seq, last, ...(!seq && { contentType, meta }) };
    chunk.sent = true;
    this.#client.ask(frame, (error) => (error ? this.#refused(chunk, error) : this.#stored(seq)), undefined, data);
  }

  /** @param {number} seq */
  #stored(seq) {
    if (this.#chunks.delete(seq)) {
      const pending = this.#chunks.size;
      const total = this.#next;
      const totalBytes = this.#totalBytes;
      this.#store.remove(this.#key(seq));
      this.emit('progress', { sent: total - pending, total, sentBytes: totalBytes - this.bytes, totalBytes });
      if (!pending && this.#finished) {
        this.#store.remove(this.#key(-1));
        this.emit('finished', { chunks: total });
      }
      this.#pump();
    }
  }

  /**
   * @param {Chunk} chunk
   * @param {import('./errors.js').Failure} error
   */
  #refused(chunk, error) {
    chunk.sent = false;
    this.#attempts += 1;
    if (error.retryable) {
      this.#pause ??= this.#client.clock.after(error.retryAfterMs ?? RETRY_MS, () => {
        this.#pause = null;
        this.#pump();
      });
    } else if (!this.#error) {
      [-1, ...this.#chunks.keys()].forEach((seq) => this.#store.remove(this.#key(seq)));
      this.end(error);
    }
  }
}
