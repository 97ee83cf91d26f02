import { attachment } from './attachment.js';
import { element } from './element.js';
import { formatted, onlyEmoji } from './format.js';
import { avatar, toneOf } from './people.js';
import { excerpt, nameOf, streamOf, textOf } from './texts.js';
import { inFull, sameDay, timeOfDay } from './times.js';

const GROUPED_MS = 5 * 60_000;

/** Whether a message goes on where the one before it ended: no name and no picture again. */
export function continues(item, before) {
  return before !== undefined && !before.notice && !item.notice && before.sender === item.sender && before.own === item.own
    && item.time - before.time < GROUPED_MS && sameDay(item.time, before.time);
}

/**
 * One message of the list.
 *
 * @param item a message of the client, stored or not, or a notice
 * @param context has quoted(seq), toQuoted(seq) and attachments
 */
export function bubble(item, context) {
  const { own } = item;
  const line = element('li', `entry${own ? ' own' : ''}`);
  line.tabIndex = -1;
  if (item.notice) {
    line.className = 'notice';
    line.textContent = item.notice;
    return named(line, item);
  }
  const sender = item.sender ?? '';
  const box = element('div', 'bubble');
  const who = element('p', `who ${toneOf(sender)}`);
  who.title = sender;
  who.append(element('bdi', '', own ? 'You' : nameOf(item)));
  box.append(who, ...quote(item, context), ...file(item, context), words(item));
  line.append(avatar(sender, nameOf(item)), box);
  return named(line, item);
}

function named(line, item) {
  if (item.seq) {
    line.dataset.seq = item.seq;
  }
  return line;
}

function quote(item, context) {
  if (!item.replyTo) {
    return [];
  }
  const target = context.quoted(item.replyTo);
  const made = element('button', `quote ${target ? toneOf(target.sender) : ''}`);
  made.type = 'button';
  made.append(
    element('bdi', 'quote-who', target ? nameOf(target) : 'An earlier message'),
    element('span', 'quote-text', target ? excerpt(target) : `#${item.replyTo}`),
  );
  made.addEventListener('click', () => context.toQuoted(item.replyTo));
  return [made];
}

function file(item, context) {
  const stream = streamOf(item);
  return stream && !item.deleted ? [attachment(item, stream, context.attachments)] : [];
}

/** The words, with the time and the ticks at their end if there is room. */
function words(item) {
  const made = element('div', 'words');
  const text = item.deleted ? 'This message was deleted' : textOf(item);
  if (text) {
    const shown = element('div', `text${item.deleted ? ' gone' : onlyEmoji(text) ? ' big' : ''}`);
    shown.dir = 'auto';
    shown.append(item.deleted ? text : formatted(text));
    made.append(shown);
  }
  made.append(meta(item));
  return made;
}

function meta(item) {
  const made = element('p', 'meta');
  if (item.seq) {
    made.append(element('span', 'seq', `#${item.seq}`));
  }
  if (item.version > 1 && !item.deleted) {
    made.append(element('span', 'edited', 'edited'));
  }
  const when = element('time', '', timeOfDay(item.time));
  when.dateTime = new Date(item.time).toISOString();
  when.title = inFull(item.time);
  made.append(when);
  if ((item.own || item.status === 'pending') && !item.deleted) {
    made.append(ticks(item));
  }
  return made;
}

function ticks(item) {
  const made = document.createElement('seqway-message-status');
  made.status = item.status;
  if (item.error) {
    made.setAttribute('reason', `Not sent: ${item.error.message}`);
  }
  made.addEventListener('retry', () => item.retry().catch(() => {}));
  made.addEventListener('cancel', () => item.cancel());
  return made;
}
