import { randomId } from './random.js';

const KEY = 'seqway.identity';
const RENEW_BEFORE_MS = 30_000;
const TOKEN_TIMEOUT_MS = 10_000;
const MANNERS = (
  'Amber Bold Calm Daring Early Fair Gentle Honest Ivory Jolly Keen Lively Merry Noble Open Quiet Rapid Silver Tidy Warm'
).split(' ');
const ANIMALS = (
  'Badger Crane Dolphin Egret Falcon Gecko Heron Ibis Jay Kestrel Lynx Marten Newt Otter Puffin Robin Stork Tapir Vole Wren'
).split(' ');

/** There is nothing to connect with: this is not a development server, and no token was given, or it was refused. */
export class TokenNeeded extends Error {}

/** Who speaks in this tab, and the token that proves it. Lasts as long as the tab. */
export class Identity {
  #storage;
  #token = null;
  #expiresAt = 0;
  /** A token made elsewhere; null if there never was one, empty once it was refused. */
  #pasted = null;

  constructor(storage) {
    this.#storage = storage;
    const saved = storage.read(KEY) ?? draw();
    this.userId = saved.userId;
    this.name = saved.name;
    this.#pasted = saved.pasted ?? null;
    this.#save();
  }

  /** A token to connect with: the one at hand, or a new one if that is about to end. */
  async token() {
    if (this.#pasted) {
      return this.#pasted;
    }
    if (this.#expiresAt - Date.now() < RENEW_BEFORE_MS) {
      await this.#ask();
    }
    return this.#token;
  }

  /** A new token for the same user; for when the server says that the old one is about to end. */
  async renewed() {
    if (this.#pasted) {
      throw new TokenNeeded('The token is about to expire. Paste a new one to stay connected.');
    }
    await this.#ask();
    return this.#token;
  }

  /** The server did not accept the token: it is not offered again. */
  refused() {
    this.#token = null;
    this.#expiresAt = 0;
    if (this.#pasted !== null) {
      this.#pasted = '';
      this.#save();
    }
  }

  /** From now on this token, made by another. */
  paste(token) {
    this.#pasted = token;
    this.#save();
  }

  /** The server's word on who this is; returns whether it is somebody else than before. */
  proven(userId) {
    const changed = userId !== this.userId;
    if (changed) {
      this.userId = userId;
      this.name = userId;
      this.#save();
    }
    return changed;
  }

  async #ask() {
    if (this.#pasted === '') {
      throw new TokenNeeded('The server did not accept this token.');
    }
    const answer = await fetch('/api/dev/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: this.userId, name: this.name, ttlSeconds: 3600 }),
      signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
    });
    if (answer.status === 404 || answer.status === 405) {
      throw new TokenNeeded('This is not a development server, so it gives tokens to nobody.');
    }
    if (!answer.ok) {
      throw new Error(`no token: HTTP ${answer.status}`);
    }
    ({ token: this.#token, expiresAt: this.#expiresAt } = await answer.json());
  }

  #save() {
    this.#storage.write(KEY, { userId: this.userId, name: this.name, pasted: this.#pasted || null });
  }
}

function draw() {
  const name = `${pick(MANNERS)} ${pick(ANIMALS)}`;
  return { name, userId: `${name.toLowerCase().replace(' ', '-')}-${randomId(2)}` };
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}
