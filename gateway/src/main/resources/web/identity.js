const KEY = 'seqway.identity';
const TOKEN_TIMEOUT_MS = 10_000;
const TTL_SECONDS = 3_600;
const MANNERS = (
  'Amber Bold Calm Daring Early Fair Gentle Honest Ivory Jolly Keen Lively Merry Noble Open Quiet Rapid Silver Tidy Warm'
).split(' ');
const ANIMALS = (
  'Badger Crane Dolphin Egret Falcon Gecko Heron Ibis Jay Kestrel Lynx Marten Newt Otter Puffin Robin Stork Tapir Vole Wren'
).split(' ');

/**
 * Who speaks in this tab, and the token that proves it. A development server gives tokens to everybody, so there each tab
 * is somebody of its own, or whom its address names (`?user=…&name=…`); elsewhere a token has to be pasted.
 */
export class Identity {
  /** Whether the server gives tokens; null while nobody has asked. */
  isDevelopment = null;
  ended = false;
  #storage;
  /** A token made elsewhere; null if there never was one. */
  #pasted = null;
  #signedOut;

  /** @param signedOut an error to throw when there is no token to be had */
  constructor(storage, signedOut) {
    this.#storage = storage;
    this.#signedOut = signedOut;
    const address = new URLSearchParams(location.search);
    const named = address.has('user') && { userId: address.get('user'), name: address.get('name') ?? address.get('user') };
    const saved = storage.read(KEY);
    const { userId, name, pasted = null } = named && named.userId !== saved?.userId ? named : saved ?? draw();
    Object.assign(this, { userId, name });
    this.#pasted = pasted;
    this.#save();
  }

  /** A new token, or the pasted one as long as it was not refused. */
  async token({ reason, previous }) {
    if (this.ended) {
      throw this.#signedOut('the session has ended');
    }
    if (this.#pasted !== null) {
      if (reason !== 'first' && previous === this.#pasted) {
        this.#pasted = '';
        this.#save();
      }
      if (this.#pasted === '') {
        throw this.#signedOut('the server did not accept this token');
      }
      return this.#pasted;
    }
    return this.tokenOf(this.userId, this.name);
  }

  /**
   * A token of any user, as only a development server gives it. A real page gets one of its own user from its own backend.
   */
  async tokenOf(userId, name, ttlSeconds = TTL_SECONDS) {
    const answer = await fetch('/api/dev/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId, name, ttlSeconds }),
      signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
    });
    if (answer.status === 404 || answer.status === 405) {
      this.isDevelopment = false;
      throw this.#signedOut('this is not a development server, so it gives tokens to nobody');
    }
    if (!answer.ok) {
      throw new Error(`no token: HTTP ${answer.status}`);
    }
    this.isDevelopment = true;
    return (await answer.json()).token;
  }

  get isPasted() {
    return this.#pasted !== null;
  }

  /** From now on this token, made by another. */
  paste(token) {
    this.#pasted = token;
    this.#save();
  }

  /** The server's word on who this is. */
  proven(userId) {
    if (userId !== null && userId !== this.userId) {
      this.userId = userId;
      this.name = userId;
      this.#save();
    }
  }

  #save() {
    this.#storage.write(KEY, { userId: this.userId, name: this.name, pasted: this.#pasted || null });
  }
}

function draw() {
  const name = `${pick(MANNERS)} ${pick(ANIMALS)}`;
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(2)), (b) => b.toString(16).padStart(2, '0')).join('');
  return { name, userId: `${name.toLowerCase().replace(' ', '-')}-${digits}` };
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}
