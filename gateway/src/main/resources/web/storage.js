/**
 * What outlives a reload of the tab: the browser's sessionStorage. Where that is full or forbidden the page goes on from
 * memory, and a reload begins afresh.
 */
export class Storage {
  read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch (e) {
      console.warn('nothing could be read from sessionStorage', e);
      return null;
    }
  }

  /** Returns whether it is written. */
  write(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (e) {
      console.warn('nothing could be written to sessionStorage', e);
      return false;
    }
  }
}
