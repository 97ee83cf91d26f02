/** What outlives a reload. Where the browser's store is full or forbidden, the page goes on from memory. */
export class Storage {
  #place;

  /** @param place says which: a function that gives `sessionStorage` or `localStorage` */
  constructor(place) {
    this.#place = place;
  }

  read(key) {
    try {
      return JSON.parse(this.#place().getItem(key));
    } catch (e) {
      console.warn(`nothing could be read for ${key}`, e);
      return null;
    }
  }

  write(key, value) {
    try {
      this.#place().setItem(key, JSON.stringify(value));
    } catch (e) {
      console.warn(`nothing could be written for ${key}`, e);
    }
  }
}
