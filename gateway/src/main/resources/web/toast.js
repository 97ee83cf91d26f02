const SHOWN_MS = 5_000;

/** A word about something that the user has done, for a few seconds. */
export class Toast {
  #place;
  #timer = null;

  constructor(place) {
    this.#place = place;
  }

  say(text) {
    this.#place.textContent = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#place.textContent = ''; }, SHOWN_MS);
  }
}
