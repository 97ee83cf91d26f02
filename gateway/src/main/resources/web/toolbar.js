import { element, iconButton } from './element.js';
import { textOf } from './texts.js';

/**
 * What can be done with a message: shown at the one that is pointed at, or has the focus. There is one, which moves.
 */
export class Toolbar {
  #bar = element('div', 'toolbar');
  #find;
  #acts;
  #can;

  /**
   * @param list the list of messages
   * @param find gives the message of a seq
   * @param acts has reply(message), edit(message) and remove(message)
   * @param can says whether the server knows `edit` or `delete`
   */
  constructor(list, find, acts, can) {
    this.#find = find;
    this.#acts = acts;
    this.#can = can;
    this.#bar.setAttribute('role', 'toolbar');
    this.#bar.setAttribute('aria-label', 'This message');
    this.#bar.setAttribute('aria-live', 'off');
    list.addEventListener('pointerover', (event) => this.#come(event));
    list.addEventListener('focusin', (event) => this.#come(event));
    list.addEventListener('pointerleave', () => this.#bar.contains(document.activeElement) || this.#bar.remove());
  }

  #come(event) {
    const line = event.target.closest('.entry[data-seq]');
    if (!line || line.contains(this.#bar)) {
      return;
    }
    const message = this.#find(Number(line.dataset.seq));
    this.#bar.remove();
    if (message && !message.deleted) {
      this.#bar.replaceChildren(...this.#buttons(message));
      line.append(this.#bar);
    }
  }

  #buttons(message) {
    const buttons = [this.#button('reply', 'Reply', () => this.#acts.reply(message))];
    if (message.own && textOf(message) && this.#can('edit')) {
      buttons.push(this.#button('edit', 'Edit', () => this.#acts.edit(message)));
    }
    if (message.own && this.#can('delete')) {
      buttons.push(this.#button('delete', 'Delete', () => this.#acts.remove(message)));
    }
    return buttons;
  }

  #button(name, label, act) {
    const made = iconButton(name, label);
    made.addEventListener('click', () => {
      this.#bar.remove();
      act();
    });
    return made;
  }
}
