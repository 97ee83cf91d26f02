import { element } from './element.js';

const TONES = 8;

/** The class that gives somebody a colour, the same one everywhere. */
export function toneOf(userId) {
  let hash = 0;
  for (const c of userId) {
    hash = (hash * 31 + c.codePointAt(0)) % 9973;
  }
  return `tone-${hash % TONES}`;
}

/** A circle with somebody's initials. Who it is stands beside it in words. */
export function avatar(userId, name, className = '') {
  const made = element('span', `avatar ${toneOf(userId)} ${className}`, initials(name));
  made.setAttribute('aria-hidden', 'true');
  return made;
}

/** "Ann", "Ann and Bob", "Ann, Bob and 3 more". */
export function listed(names, shown = 2) {
  if (names.length <= shown) {
    return names.join(' and ');
  }
  const more = names.length - shown;
  return `${names.slice(0, shown).join(', ')} and ${more} more`;
}

function initials(name) {
  const words = name.split(/[\s._@-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[1]] : [words[0] ?? '?'];
  return letters.map((word) => [...word][0]).join('').toUpperCase();
}
