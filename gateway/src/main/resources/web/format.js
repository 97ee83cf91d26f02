import { element } from './element.js';

// A fence, code in a line, or an address: everything else is text. No address but of these two schemes becomes a link.
const PARTS = /```[a-z0-9+#-]*\n?([\s\S]+?)\n?```\n?|`([^`\n]+)`|(https?:\/\/[^\s<>"'`]+)/gi;
// What ends a sentence, or closes a bracket that the address has not opened, is not part of the address.
const AFTER_ADDRESS = /[.,:;!?…]+$/;
const ONLY_EMOJI = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u200d|\ufe0f|\s)+$/u;
const MAX_BIG_EMOJI = 12;

/** What somebody wrote, as nodes. There is no way from text to markup: code and links are made, all else is text. */
export function formatted(text) {
  const nodes = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    const [whole, block, code, address] = match;
    nodes.append(text.slice(at, match.index));
    at = match.index + whole.length;
    if (block !== undefined) {
      const pre = element('pre', 'code-block');
      pre.tabIndex = 0;
      pre.append(element('code', '', block));
      nodes.append(pre);
    } else if (code !== undefined) {
      nodes.append(element('code', '', code));
    } else {
      const link = addressIn(address);
      at -= address.length - link.length;
      nodes.append(linkTo(link));
    }
  }
  nodes.append(text.slice(at));
  return nodes;
}

/** Whether this is a few emoji and nothing else, which are shown large. */
export function onlyEmoji(text) {
  return text.length <= MAX_BIG_EMOJI && ONLY_EMOJI.test(text) && /\P{ASCII}/u.test(text);
}

function addressIn(text) {
  let address = text.replace(AFTER_ADDRESS, '');
  while (address.endsWith(')') && address.split(')').length > address.split('(').length) {
    address = address.slice(0, -1).replace(AFTER_ADDRESS, '');
  }
  return address;
}

function linkTo(address) {
  if (!URL.canParse(address)) {
    return address;
  }
  const link = element('a', '', address);
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  return link;
}
