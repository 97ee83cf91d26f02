/** Who a message is of, in words. */
export function nameOf({ senderName, sender }) {
  return senderName ?? sender ?? '';
}

/** The words of a message; null if it has none. */
export function textOf({ body }) {
  const text = typeof body === 'string' ? body : body?.text;
  return typeof text === 'string' ? text : body === null || streamOf({ body }) ? null : JSON.stringify(body);
}

/**
 * The file or recording in a message; null if there is none. A body is whatever somebody has written: only what is of the
 * right type is believed.
 *
 * @returns {{ id: string, name: string, type: string, size: number, durationMs: number } | null}
 */
export function streamOf({ body }) {
  const { id, name, type, size, durationMs } = body?.stream ?? {};
  return typeof id === 'string' && id !== ''
    ? { id, name: word(name) || 'File', type: word(type), size: count(size), durationMs: count(durationMs) }
    : null;
}

function word(value) {
  return typeof value === 'string' ? value : '';
}

function count(value) {
  return Number.isFinite(value) && value > 0 ? value : 0;
}

/** A message in a few words, for where there is room for one line. */
export function excerpt(item) {
  return item.deleted ? 'Deleted message' : textOf(item) ?? streamOf(item)?.name ?? '';
}
