const NEAR_END_PX = 60;
const NEAR_TOP_PX = 400;

/**
 * Where the reader is in the list. Who is at the end stays at the end, whatever comes; who reads further up is not moved,
 * and a button says how many new messages there are.
 */
export class Scroller {
  isAtEnd = true;
  #box;
  #newer;
  #unseen = 0;
  #told;

  /** @param told has nearTop() and atEnd() */
  constructor(root, told) {
    this.#told = told;
    this.#box = root.querySelector('#scroller');
    this.#newer = root.querySelector('#newer');
    this.#box.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#newer.addEventListener('click', () => {
      this.toEnd();
      this.#box.focus({ preventScroll: true });
    });
    const sizes = new ResizeObserver(() => this.isAtEnd && this.#end());
    sizes.observe(this.#box);
    for (const child of this.#box.children) {
      sizes.observe(child);
    }
  }

  toEnd() {
    this.isAtEnd = true;
    this.#end();
    this.#seen();
  }

  toElement(element) {
    this.#box.scrollTop += element.getBoundingClientRect().top - this.#box.getBoundingClientRect().top - NEAR_END_PX;
    this.#scrolled();
  }

  /** The list is longer; `news` if by a message that the reader does not know. */
  grown(news) {
    if (this.isAtEnd) {
      this.#end();
      if (news) {
        this.#told.atEnd();
      }
    } else if (news) {
      this.#unseen += 1;
      this.#show();
    }
  }

  /** Changes the list above the reader without moving what is being read. */
  keepingPlace(change) {
    const fromEnd = this.#box.scrollHeight - this.#box.scrollTop;
    change();
    this.#box.scrollTop = this.#box.scrollHeight - fromEnd;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.isAtEnd) {
      this.#seen();
    } else {
      this.#show();
    }
    if (scrollTop < NEAR_TOP_PX) {
      this.#told.nearTop();
    }
  }

  #end() {
    this.#box.scrollTop = this.#box.scrollHeight;
  }

  #seen() {
    this.#unseen = 0;
    this.#show();
    this.#told.atEnd();
  }

  #show() {
    this.#newer.hidden = this.isAtEnd;
    const words = this.#unseen === 0 ? 'Latest messages' : `${this.#unseen} new message${this.#unseen === 1 ? '' : 's'}`;
    this.#newer.querySelector('span').textContent = words;
    this.#newer.classList.toggle('news', this.#unseen > 0);
  }
}
