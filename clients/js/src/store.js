import { randomId } from './clock.js';
import { stored } from './page.js';

/** Where a record is until IndexedDB has it. */
const AT_ONCE = {
  get storage() {
    return localStorage;
  },
};

/**
 * What outlives the page: what waits to be sent, in IndexedDB, where there is one. All tabs share it. Each record has an
 * owner, which alone sends it; a page holds a lock (Web Locks) as long as it lives, and what belongs to one that is gone
 * may be adopted. IndexedDB writes in its own time, and not at all if the page goes away before: until it has, a record is
 * in `localStorage`, too, under the same name.
 *
 * @typedef {{ id: string, what: string } & Record<string, any>} Kept
 * @typedef {{ account: string, owner: string }} Mine
 */
export class Store {
  #failed;
  /** @type {Promise<IDBDatabase | void> | null} */
  #db = null;
  /** @type {Promise<Mine>} whose records these are; what is to be kept waits until that is known */
  #mine;
  /** @type {(mine: Promise<Mine>) => void} */
  #known = () => {};
  /** @type {((value?: any) => void) | undefined} lets go of the lock */
  #release;

  /** @param {(e: unknown) => void} failed is told when something will not outlive the page */
  constructor(failed) {
    this.#failed = failed;
    this.#mine = new Promise((known) => (this.#known = known));
  }

  /** Of another account from now on. What is kept for the one before may be adopted once that is back. */
  set account(/** @type {string} the server's address and the user */ account) {
    const owner = `seqway ${randomId()}`; // the name of its lock, too
    const release = this.#release;
    const over = new Promise((end) => (this.#release = end));
    /** @type {Promise<Mine>} */
    const mine = new Promise((held) => locked(owner, () => (held({ account, owner }), over)));
    if (release) {
      release();
      this.#mine = mine;
    } else {
      this.#known(mine);
    }
  }

  /**
   * Resolves once it is kept, or was refused: then it is only in memory.
   *
   * @param {Kept} record
   */
  async put(record) {
    const { account, owner } = await this.#mine;
    const key = account + record.id;
    await this.#keep(key, { ...record, id: key, account, owner });
  }

  /** @param {string} id */
  async remove(id) {
    const { account } = await this.#mine;
    await this.#keep(account + id);
  }

  /**
   * Takes over the account's records of pages that are gone.
   *
   * @param {(records: Kept[]) => void} take gets them
   * @returns {Promise<any>} once it has got all
   */
  async adopt(take) {
    const mine = this.#mine;
    const { account, owner } = await mine;
    for (const name of stored(AT_ONCE) ?? []) {
      const text = name.startsWith(account) && stored(AT_ONCE, name);
      if (text) {
        await this.#keep(name, JSON.parse(text));
      }
    }
    await locked('seqway', async () => {
      // a page has its lock before it owns anything, so who has none is gone. Without locks nobody can say: at worst two
      // tabs send the same, and the server stores it once
      const alive = (await navigator.locks?.query())?.held ?? [{ name: owner }];
      const adopted = await this.#use(async (queue) => {
        const all = await done(queue.getAll());
        const theirs = all.filter((r) => r.account === account && alive.every(({ name }) => name !== r.owner));
        return theirs.map((record) => (queue.put({ ...record, owner }), { ...record, id: record.id.slice(account.length) }));
      });
      if (adopted && mine === this.#mine) {
        take(adopted);
      }
    });
  }

  /**
   * In the order of the calls.
   *
   * @param {string} key
   * @param {Kept | null} [record] without one it is removed
   */
  async #keep(key, record = null) {
    const text = record?.data ? null : JSON.stringify(record); // bytes are too many for it
    stored(AT_ONCE, key, text);
    await this.#use((queue) => {
      record ? queue.put(record) : queue.delete(key);
      queue.transaction.commit?.(); // or it would wait for this page to hear of the first half
    });
    if (stored(AT_ONCE, key) === text) {
      stored(AT_ONCE, key, null);
    }
  }

  /**
   * @template T
   * @param {(queue: IDBObjectStore) => T} act
   * @returns {Promise<Awaited<T> | void>}
   */
  async #use(act) {
    try {
      this.#db ??= this.#open().catch(this.#failed);
      const transaction = (await this.#db)?.transaction('queue', 'readwrite');
      if (transaction) {
        const result = act(transaction.objectStore('queue'));
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        return await result;
      }
    } catch (e) {
      this.#failed(e);
    }
  }

  async #open() {
    const request = indexedDB.open('seqway', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('queue', { keyPath: 'id' });
    const db = await done(request);
    db.onclose = db.onversionchange = () => {
      db.close();
      this.#db = null; // opened again for what comes next
    };
    return db;
  }
}

/**
 * @param {string} name
 * @param {() => Promise<any>} act
 */
const locked = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Where nothing outlives the page. */
export const NO_STORE = { account: '', async put() {}, async remove() {}, async adopt() {} };
