/** A new element. Whatever people wrote comes in as text, never as markup. */
export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}
