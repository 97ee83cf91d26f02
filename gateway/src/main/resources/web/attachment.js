import { element, icon } from './element.js';
import { bytes, duration } from './times.js';

/**
 * A file or a recording in a message: its name, how far it is, and a way to play or save it once all of it is stored.
 *
 * @param stream what it says of it, as of streamOf (texts.js)
 * @param attachments has progress(streamId), between 0 and 1 or undefined for one that is not being sent here, and open(sender, stream), which
 *     gives the address of the whole
 */
export function attachment(item, stream, attachments) {
  const card = element('div', 'attachment');
  card.dataset.stream = stream.id;
  const words = element('div', 'attachment-words');
  const audio = isAudio(stream);
  words.append(element('bdi', 'attachment-name', stream.name), element('span', 'attachment-note', note(stream)));
  card.append(icon(audio ? 'microphone' : 'file'), words);
  const progress = attachments.progress(stream.id);
  if (progress !== undefined && progress < 1) {
    card.append(bar(progress));
  } else if (item.seq) {
    card.append(opener(item.sender, stream, card, attachments));
  }
  return card;
}

/** Shows how far the sending of a stream is, wherever the page shows it. */
export function showProgress(streamId, progress, text) {
  for (const card of document.querySelectorAll(`.attachment[data-stream="${CSS.escape(streamId)}"]`)) {
    const shown = card.querySelector('progress');
    if (shown) {
      shown.value = progress;
    }
    card.querySelector('.attachment-note').textContent = text;
  }
}

function isAudio({ type }) {
  return type.startsWith('audio/');
}

function note({ size, durationMs }) {
  return [durationMs && duration(durationMs), size && bytes(size)].filter(Boolean).join(' · ');
}

function bar(progress) {
  const made = element('progress');
  made.max = 1;
  made.value = progress;
  made.setAttribute('aria-label', 'Sent');
  return made;
}

function opener(sender, stream, card, attachments) {
  const audio = isAudio(stream);
  const made = element('button', 'small-button', audio ? 'Play' : 'Save');
  made.type = 'button';
  made.setAttribute('aria-label', `${made.textContent} ${stream.name}`);
  made.addEventListener('click', async () => {
    made.disabled = true;
    try {
      const address = await attachments.open(sender, stream);
      made.replaceWith(audio ? player(address) : saver(address, stream.name));
    } catch (e) {
      made.disabled = false;
      card.querySelector('.attachment-note').textContent = e.message;
    }
  });
  return made;
}

function player(address) {
  const made = element('audio');
  made.controls = true;
  made.src = address;
  made.play().catch(() => made.focus());
  return made;
}

function saver(address, name) {
  const made = element('a', 'small-button', 'Save');
  made.href = address;
  made.download = name;
  queueMicrotask(() => made.click());
  return made;
}
