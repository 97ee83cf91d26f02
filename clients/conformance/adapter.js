import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { assert, equal, Mailbox, PATIENCE_MS } from './expect.js';

/** The program that holds the clients under test, spoken to in lines of JSON (README.md). */
export class Adapter {
  #process;
  #calls = new Map();
  #clients = new Map();
  #ids = 0;
  #ended = null;

  constructor([command, ...args], env = {}) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    this.gone = new Promise((resolve) => this.#process.on('exit', resolve));
    this.#process.stdin.on('error', () => {}); // the end of the process says it
    this.gone.then((code) => {
      this.#ended = new Error(`the adapter has ended: ${code}`);
      this.#calls.forEach(({ reject }) => reject(this.#ended));
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#read(JSON.parse(line)));
  }

  /** What the client can do beyond what all must: `reload`, `streams`, … */
  async can() {
    return (await this.call({ do: 'hello' })).can ?? [];
  }

  client() {
    const client = new Client(`c${++this.#ids}`, this);
    this.#clients.set(client.name, client);
    return client;
  }

  async call(command) {
    const id = ++this.#ids;
    if (this.#ended) throw this.#ended;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
    });
  }

  tell(command) {
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
  }

  async end() {
    this.#process.stdin.end();
    await this.gone;
  }

  #read(line) {
    const call = this.#calls.get(line.id);
    if (call) {
      this.#calls.delete(line.id);
      if (line.error) call.reject(Object.assign(new Error(line.error.message), line.error));
      else call.resolve(line.value);
    } else {
      this.#clients.get(line.client)?.hear(line);
    }
  }
}

/** One client under test. */
export class Client {
  events = [];
  /** What to answer when it asks for a token: a text, or `unauthorized`, or `error`. By turns; the last one stays. */
  tokens = ['token-1'];
  asked = 0;
  #adapter;
  #mail = new Mailbox('an event');

  constructor(name, adapter) {
    this.name = name;
    this.#adapter = adapter;
  }

  hear(event) {
    this.events.push(event);
    if (event.event === 'token') {
      const token = this.tokens[Math.min(this.asked++, this.tokens.length - 1)];
      const answer = token === 'unauthorized' || token === 'error' ? { [token]: true } : { token };
      this.#adapter.tell({ do: 'token', client: this.name, n: event.n, ...answer });
    }
    this.#mail.stir();
  }

  do(what, fields = {}) {
    return this.#adapter.call({ client: this.name, do: what, ...fields });
  }

  /** Opens it, with short waits. */
  open(url, options = {}) {
    return this.do('open', { url, options: { baseDelayMs: 10, maxDelayMs: 40, connectTimeoutMs: 1_000, ...options } });
  }

  room(room, options = {}) {
    return this.do('room', { room, ...options });
  }

  /** Sends; what becomes of it is told by the events `sent` and `failed` with this `ref`. */
  send(room, body, ref = String(body), more = {}) {
    return this.do('send', { room, body, ref, ...more });
  }

  async waitFor(condition, what, ms) {
    return this.#mail.heard(condition, `${this.name}: ${what}`, ms);
  }

  async event(name, match = {}, ms) {
    const is = (e) => e.event === name && Object.entries(match).every(([key, value]) => e[key] === value);
    return this.waitFor(() => this.events.find(is), `the event ${name} ${JSON.stringify(match)}`, ms);
  }

  async state(to, ms) {
    return this.event('state', { to }, ms);
  }

  states() {
    return this.events.filter(({ event }) => event === 'state').map(({ to }) => to);
  }

  /** Is now in this state, or will be soon. */
  async becomes(state, ms) {
    await this.waitFor(() => this.states().at(-1) === state, `the state ${state}`, ms);
  }

  seqs(room) {
    return this.events.filter((e) => e.event === 'message' && e.room === room).map(({ seq }) => seq);
  }

  /** Shows these entries of the room, in this order, each once. */
  async shows(room, ...expected) {
    await this.waitFor(() => this.seqs(room).length >= expected.length, `${expected.length} messages`, PATIENCE_MS).catch(() => {});
    equal(this.seqs(room), expected, `the messages of ${room}`);
  }

  async sent(ref, seq) {
    const event = await this.event('sent', { ref });
    equal(event.seq, seq, `the seq of ${ref}`);
    const times = this.events.filter((e) => e.event === 'sent' && e.ref === ref).length;
    assert(times === 1, `${ref} was said to be sent ${times} times`);
  }

  async failed(ref, code) {
    const event = await this.event('failed', { ref });
    equal(event.code, code, `why ${ref} has failed`);
    return event;
  }
}
