import { byId } from './element.js';
import { excerpt, nameOf, textOf } from './texts.js';

/** The field to write in: a new message, an answer to one, or another text for one. Works with and without a connection. */
export class Composer {
  #field = byId('text');
  #about = byId('about');
  #told;
  #replyTo = null;
  #editing = null;
  #isTyping = false;

  /** @param told has send(text, replyTo), edit(item, text), typing(yes) and editLast() */
  constructor(told) {
    this.#told = told;
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener('keydown', (event) => this.#key(event));
    this.#field.addEventListener('input', () => this.#input());
    byId('about-close').addEventListener('click', () => this.clear());
  }

  /** Another room: what was being written in it goes on. Returns what was being written in the one before. */
  swap(draft, placeholder) {
    const before = this.#editing ? '' : this.#field.value;
    this.#stopTyping();
    this.#be(null, null);
    this.#field.value = draft;
    this.#field.placeholder = placeholder;
    this.#grow();
    return before;
  }

  reply(item) {
    this.#be(item, null);
    this.#field.focus();
  }

  edit(item) {
    this.#be(null, item);
    this.#field.value = textOf(item) ?? '';
    this.#grow();
    this.#field.focus();
  }

  /** Neither an answer nor an edit any more. */
  clear() {
    if (this.#editing) {
      this.#field.value = '';
    }
    this.#be(null, null);
    this.#grow();
    this.#field.focus();
  }

  focus() {
    this.#field.focus();
  }

  /** Whether anything can be written here: not where the caller is no member. */
  enabled(yes) {
    this.#field.disabled = !yes;
    byId('send').disabled = !yes;
  }

  #submit() {
    const text = this.#field.value.trim();
    if (text === '' || this.#field.disabled) {
      return;
    }
    const replyTo = this.#replyTo?.seq;
    const editing = this.#editing;
    const taken = editing ? this.#told.edit(editing, text) : this.#told.send(text, replyTo);
    if (taken) {
      this.#field.value = '';
      this.#isTyping = false; // the message itself ends it
      this.#be(null, null);
      this.#grow();
    }
  }

  #key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && (this.#editing || this.#replyTo)) {
      event.preventDefault();
      this.clear();
    } else if (event.key === 'ArrowUp' && this.#field.value === '' && !this.#editing) {
      event.preventDefault();
      this.#told.editLast();
    }
  }

  #input() {
    this.#grow();
    if (this.#field.value.trim() === '') {
      this.#stopTyping();
    } else if (!this.#editing) {
      this.#isTyping = true;
      this.#told.typing(true);
    }
  }

  #stopTyping() {
    if (this.#isTyping) {
      this.#isTyping = false;
      this.#told.typing(false);
    }
  }

  #be(replyTo, editing) {
    this.#replyTo = replyTo;
    this.#editing = editing;
    const target = replyTo ?? editing;
    this.#about.hidden = target === null;
    byId('about-what').textContent = editing ? 'Editing your message' : replyTo ? `Replying to ${nameOf(replyTo)}` : '';
    byId('about-text').textContent = target ? excerpt(target) : '';
    byId('about-close').setAttribute('aria-label', editing ? 'Stop editing' : 'Do not reply');
  }

  /** As high as its text, up to what the style allows. */
  #grow() {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
  }
}
