/** `closed`: not wanted. `disconnected`: lost, and waiting for the next try. `error`: given up, until `connect()`. */
export type State = 'closed' | 'connecting' | 'connected' | 'disconnected' | 'reconnecting' | 'error';

/** Where an own message stands. Messages of others are `sent`, or `pending` before they are stored. */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

/** What went wrong: the way to the server, its silence, the token, what the server said, or something too many or too large. */
export type ErrorKind = 'network' | 'heartbeat' | 'auth' | 'server' | 'limit';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export class SeqwayError extends Error {
  constructor(kind: ErrorKind, message: string, details?: ErrorDetails);
  readonly kind: ErrorKind;
  /** The server's error code, or the code of the close, where there is one. */
  readonly code?: string | number;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  /** `name=value` of the limit that was met. */
  readonly limit?: string;
}

export interface ErrorDetails {
  code?: string | number;
  retryable?: boolean;
  retryAfterMs?: number;
  limit?: string;
}

/** To be thrown by `getToken` when the user has to sign in: the client then stops, in the state `error`. */
export class Unauthorized extends Error {}

export interface TokenRequest {
  /** `first`, or the old one is about to end, or the server did not take it. */
  reason: 'first' | 'expiring' | 'refused';
  /** The token that was used before. */
  previous: string | null;
}

/** What a `localStorage` has. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface SeqwayOptions {
  /**
   * Gives a token. It is asked only when one is needed: at first, from 30 s before the end of the old one, and after the
   * server has refused it.
   */
  getToken?: (request: TokenRequest) => string | Promise<string>;
  /** A token instead of `getToken`. When it ends, so does the connection. */
  token?: string;
  /** Whose outbox to open before the server has said who this is. Not needed: from the first connection on a tab knows it. */
  userId?: string;
  /** Connect at once; default true. */
  autoConnect?: boolean;
  /** The longest first wait before a new try; the wait is drawn from 0 to this, doubled with each try. Default 500 ms. */
  baseDelayMs?: number;
  /** The longest wait of all; default 20,000 ms. */
  maxDelayMs?: number;
  /** How long a connection may take until the server has accepted the token; default 10,000 ms. */
  connectTimeoutMs?: number;
  /** How many tries in a row may fail before the state is `error`; default unlimited. */
  maxAttempts?: number;
  /** How many messages may wait in the outbox; the newest is refused beyond it. Default 1,000. */
  maxQueued?: number;
  /** How many bytes of streams may wait; default 100,000,000. */
  maxQueuedBytes?: number;
  /** Tell the others in a room what has been delivered here; default true. */
  receipts?: boolean;
  /** Where the positions are kept: default `sessionStorage` (each tab its own), in Node nowhere. */
  storage?: KeyValueStorage | null;
  /** Keep the outbox and streams in IndexedDB, where there is one; default true. */
  persist?: boolean;
  /** Needed in Node below 22, for example that of the package `ws`. Default: the global one. */
  WebSocket?: unknown;
  /** Log each transition and error to `console.debug`. */
  debug?: boolean;
}

export interface StateChange {
  from: State;
  to: State;
  /** Which try this is, or how many have failed; 0 once connected for 5 s. */
  attempt: number;
  /** With `disconnected`: when the next try is due. Else null. */
  nextRetryMs: number | null;
  /** Code of the close, or code of the error, or null. */
  code: string | number | null;
  /** A sentence fit to show. */
  reason: string;
}

export interface Metrics {
  state: State;
  url: string;
  /** Connections after the first one. */
  reconnects: number;
  /** Messages in the outbox that are not acked, failed ones included. */
  queued: number;
  oldestQueuedMs: number;
  /** How long the present connection lasts; 0 without one. */
  connectedMs: number;
  /** Holes seen and closed by a resume. With this server: 0. */
  gaps: number;
  /** Entries dropped since they were known already. */
  duplicates: number;
  /** Rooms resumed. */
  resumes: number;
  /** Of the last ping; null before. */
  roundTripMs: number | null;
  lastError: SeqwayError | null;
}

/** An entry of the list that the server answers to `rooms`. */
export interface RoomInfo {
  room: string;
  seq: number;
  epoch: string;
  delivered: number;
  read: number;
  unread: number;
  role: string;
}

export interface ClientEvents {
  state: StateChange;
  /** A room is up to date after a reconnect: `count` entries were missed, and have been given to `message`. */
  synced: { room: string; count: number; reset: boolean };
  /** The caller's rooms, after each connect and whenever they were asked for. */
  rooms: RoomInfo[];
  /** Everything of all rooms. */
  message: Message;
  /** What went wrong, whether or not the state changes with it. */
  error: SeqwayError;
  added: { room: string; role: string };
  /** It is joined again by itself once the list of `rooms` names it, which is asked for after each connect. */
  removed: { room: string; reason: string };
  /** A hole was seen, and is being closed. */
  gap: { room: string; from: number; to: number };
  /** This client reads too slowly (`begin`), or no more (`end`). */
  lagging: { rooms: string[]; state: 'begin' | 'end' };
  /** A newer connection of this user takes this one's place. */
  'duplicate-connection': { policy: string; reason: string };
}

/** What `subscribe` announces. The same object as long as nothing has changed. */
export interface ClientSnapshot {
  readonly state: State;
  readonly userId: string | null;
  readonly attempt: number;
  readonly nextRetryMs: number | null;
  readonly reason: string;
  readonly queued: number;
  readonly rooms: readonly RoomInfo[];
}

export class Seqway {
  /**
   * @param url of the server, such as `https://chat.example.com`; without a path it is `/ws`
   */
  constructor(url: string | URL, options?: SeqwayOptions);
  readonly state: State;
  /** Who the server says this is; null before the first connection of a tab, unless the option said it. */
  readonly userId: string | null;
  readonly sessionId: string | null;

  /** Connects if the state is `closed` or `error`. */
  connect(): void;
  /** Ends the connection. It does not come back by itself; what was not sent stays in the outbox. */
  close(): void;
  /** Tries now instead of when the wait is over; also when the state is `error`. Not after `close()`. */
  retryNow(): void;

  /** The room of this name; joined from now on, also after a reconnect. The same object each time. */
  room(id: string, options?: RoomOptions): Room;
  /** Asks for the caller's own rooms. */
  rooms(): Promise<RoomInfo[]>;
  /** The stream of this name, which goes on where it was, also after a reload. */
  stream(id: string, options?: StreamOptions): Stream;

  /** @returns a function that takes the handler away again */
  on<E extends keyof ClientEvents>(event: E, handler: (value: ClientEvents[E]) => void): () => void;
  off<E extends keyof ClientEvents>(event: E, handler: (value: ClientEvents[E]) => void): void;
  /** For stores of UI frameworks: `useSyncExternalStore(client.subscribe, client.getSnapshot)`. */
  subscribe: (listener: () => void) => () => void;
  getSnapshot: () => ClientSnapshot;
  getMetrics(): Metrics;
}

export interface RoomOptions {
  /** Begin with the last so many entries (0 to 1000), rather than behind what was seen before the reload. */
  tail?: number;
  /** Begin behind this entry: for who keeps positions along with what they have made of the entries. 0: from the first. */
  lastSeq?: number;
  epoch?: string;
  /** Whether to be told who is here; default true. */
  presence?: boolean;
  /** How many entries `messages` holds, besides those of `loadEarlier`; default 500. */
  keep?: number;
}

export interface Message {
  readonly room: string;
  /** Its place in the room; null as long as it is not stored. */
  readonly seq: number | null;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly senderName?: string;
  readonly senderPicture?: string;
  readonly clientMsgId: string;
  /** Ms since 1970, by the server's clock; by this one's as long as it is not stored. */
  readonly time: number;
  readonly body: any;
  readonly version: number;
  readonly deleted: boolean;
  readonly replyTo?: number;
  /** Whether it is of this user. */
  readonly own: boolean;
  /** Read it anew when the room says `status`. */
  readonly status: MessageStatus;
  /** Why it `failed`. */
  readonly error: SeqwayError | null;
  /** Sends a failed one again, with the same id. */
  retry(): Promise<number>;
  /** Takes an own message that is not sent out of the outbox; false if it may have been sent already. */
  cancel(): boolean;
}

export interface HistoryPage {
  messages: Message[];
  /** Whether there is more in that direction. */
  more: boolean;
}

export interface User {
  userId: string;
  name?: string;
  status: 'online' | 'away' | 'busy' | 'offline';
  /** What the user says of the status, if anything. */
  text?: string;
  connections?: number;
  lastSeen: number;
}

export interface Cursor {
  userId: string;
  delivered: number;
  read: number;
}

export interface RoomEvents {
  /** Each message of the room, in order, once. */
  message: Message;
  /** Each entry of the log as it came, of every kind: for who keeps a copy of their own. */
  entry: any;
  /** A message of `messages` was edited: here as it is now. */
  edit: Message;
  /** A message of `messages` was deleted: here without its body. */
  delete: Message;
  /** Somebody became a member, or is one no more, or got another role. */
  member: { action: 'added' | 'removed' | 'role'; userId: string; role?: string; seq: number };
  /** An own message has another status, or one has entered or left the outbox; null: several, by a receipt. */
  status: Message | null;
  /** The room is joined, and everything missed has been given to `message`. */
  live: { status: 'live' | 'recovered' | 'reset'; missed: number };
  synced: { room: string; count: number; reset: boolean };
  /** The log was begun anew or is cut off below `from`, or another user has signed in: forget what there is of the room. */
  reset: { from: number };
  gap: { room: string; from: number; to: number };
  removed: { room: string; reason: string };
  typing: { userId: string; typing: boolean };
  presence: readonly User[];
  receipt: Cursor;
  signal: { userId: string; name: string; data: any };
  error: SeqwayError;
}

export interface RoomSnapshot {
  /** Entries by rising seq, then what others are about to have stored, then own ones that wait or have failed. */
  readonly messages: readonly Message[];
  readonly joined: boolean;
  readonly removed: boolean;
  readonly lastSeq: number | null;
  /** The own cursor of `markRead`. */
  readonly readSeq: number;
  /** Who is here, as far as known. */
  readonly users: readonly User[];
  /** Who is writing: user ids. */
  readonly typing: readonly string[];
}

export interface SendOptions {
  /** The seq of the message that this one answers. */
  replyTo?: number;
  /** `optimistic`: others may see it before it is stored. */
  mode?: 'durable' | 'optimistic';
}

/** `await` gives the seq. Rejects with a SeqwayError if it is refused for good (`message.retry()`) or cancelled. */
export interface Sending extends Promise<number> {
  readonly message: Message;
}

export class Room {
  private constructor();
  readonly id: string;
  /** Sendable, and hearing what is new. */
  readonly joined: boolean;
  readonly lastSeq: number | null;
  readonly epoch: string | null;
  readonly messages: readonly Message[];
  readonly users: readonly User[];
  readonly typingUsers: readonly string[];

  /** Puts a message into the outbox. Throws (kind `limit`) if that is full. */
  send(body: any, options?: SendOptions): Sending;
  /** Changes an own message, or as a moderator any. `await` gives the new version; what is refused is forgotten. */
  edit(target: number, body: any, options?: { expectVersion?: number }): Promise<number>;
  delete(target: number, options?: { expectVersion?: number }): Promise<number>;
  history(page: { before?: number; after?: number; limit?: number }): Promise<HistoryPage>;
  /** Puts the page before the first of `messages` in front of it; false if there is nothing more. */
  loadEarlier(limit?: number): Promise<boolean>;
  /** To be called at each key: tells the others at most every 3 s. */
  typing(typing?: boolean): void;
  signal(name: string, data: any, options?: { to?: string }): void;
  /** Everything up to here has been seen; without a seq, everything there is. */
  markRead(seq?: number): void;
  presence(): Promise<User[]>;
  receipts(): Promise<Cursor[]>;
  /** Who has read this far: user ids, as far as known. */
  readBy(seq: number): string[];
  /** Leaves the room, and forgets its position. */
  leave(): void;

  on<E extends keyof RoomEvents>(event: E, handler: (value: RoomEvents[E]) => void): () => void;
  off<E extends keyof RoomEvents>(event: E, handler: (value: RoomEvents[E]) => void): void;
  subscribe: (listener: () => void) => () => void;
  getSnapshot: () => RoomSnapshot;
}

export interface StreamOptions {
  contentType?: string;
  /** Up to 1 KiB of JSON, with the first chunk. */
  meta?: Json;
  /** What is appended is cut into chunks of this size; default 65,536, at most 1,000,000. */
  chunkBytes?: number;
}

export interface StreamStatus {
  /** Chunks not acked. */
  pending: number;
  /** When the oldest of them was appended, in ms since 1970; null without any. */
  oldest: number | null;
  /** How often chunks had to be sent again. */
  attempts: number;
}

export interface StreamEvents {
  progress: { sent: number; total: number; sentBytes: number; totalBytes: number };
  finished: { chunks: number };
  error: SeqwayError;
}

export class Stream {
  private constructor();
  readonly id: string;
  /**
   * Resolves once it is queued here, where it survives a reload; behind what an earlier page has left, so not before it is
   * known whose stream this is. Rejects once the server has refused the stream for good: then nothing of it is kept.
   */
  append(data: Blob | ArrayBuffer | ArrayBufferView | string): Promise<void>;
  /** Says that nothing more follows. Resolves once the server has everything; rejects as `append` does. */
  finish(): Promise<void>;
  status(): StreamStatus;
  on<E extends keyof StreamEvents>(event: E, handler: (value: StreamEvents[E]) => void): () => void;
  off<E extends keyof StreamEvents>(event: E, handler: (value: StreamEvents[E]) => void): void;
}
