import { element, icon } from './element.js';
import { avatar, listed } from './people.js';
import { excerpt, nameOf } from './texts.js';
import { shortly } from './times.js';

/** The list of rooms: what was said last in each, and how many messages of it have not been seen. */
export class RoomsView {
  #list;
  #open;
  #items = new Map();

  /** @param open opens a room by its id */
  constructor(list, open) {
    this.#list = list;
    this.#open = open;
  }

  /**
   * @param rooms those that there are, in their order
   * @param current the one that is open
   * @param typing names of those who write in a room
   */
  show(rooms, current, typing) {
    for (const room of rooms) {
      const item = this.#item(room);
      fill(item.firstChild, room, room === current, typing(room));
      if (this.#list.children[rooms.indexOf(room)] !== item) {
        this.#list.insertBefore(item, this.#list.children[rooms.indexOf(room)] ?? null);
      }
    }
  }

  #item(room) {
    if (!this.#items.has(room.id)) {
      const item = element('li');
      const button = element('button', 'room-item');
      button.type = 'button';
      button.dataset.room = room.id;
      button.append(avatar(room.id, room.id), element('bdi', 'room-title', room.id), element('span', 'room-time'),
        element('span', 'room-preview'), element('span', 'room-mark'));
      button.addEventListener('click', () => this.#open(room.id));
      item.append(button);
      this.#items.set(room.id, item);
    }
    return this.#items.get(room.id);
  }
}

function fill(button, room, isCurrent, typing) {
  const { last, unread } = room;
  const preview = button.querySelector('.room-preview');
  button.setAttribute('aria-current', isCurrent);
  button.classList.toggle('has-unread', unread > 0);
  button.querySelector('.room-time').textContent = last ? shortly(last.time) : '';
  preview.classList.toggle('is-typing', typing.length > 0);
  preview.textContent = room.removed ?? (typing.length > 0 ? typingWords(typing) : last ? previewOf(last) : 'No messages yet');
  const mark = button.querySelector('.room-mark');
  mark.replaceChildren();
  if (room.removed) {
    mark.append(icon('lock'));
  } else if (unread > 0) {
    mark.append(element('span', 'badge', unread > 99 ? '99+' : unread), element('span', 'unseen', ' unread'));
  }
}

/** "Ann is typing…", "Ann and Bob are typing…". */
export function typingWords(names) {
  return `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

function previewOf(message) {
  return `${message.own ? 'You' : nameOf(message)}: ${excerpt(message).replace(/\s+/g, ' ').slice(0, 120)}`;
}
