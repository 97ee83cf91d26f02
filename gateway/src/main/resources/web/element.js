/** A new element. Whatever people wrote comes in as text, never as markup. */
export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A button that shows an icon of the page and says its name to those who do not see it. */
export function iconButton(name, label, className = 'icon-button') {
  const made = element('button', className);
  made.type = 'button';
  made.title = label;
  made.setAttribute('aria-label', label);
  made.append(icon(name));
  return made;
}

/** An icon out of icons.svg. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function byId(id) {
  return document.getElementById(id);
}
