// The way between browsers and a server: a TCP proxy that can be cut, can fall silent, and can be slow.
import { connect, createServer } from 'node:net';

export class Way {
  #to;
  #server = createServer((client) => this.#through(client));
  #pairs = new Set();
  #isCut = false;
  #silent = false;
  /** One way, in ms. */
  delayMs = 0;
  /** Bytes per second in each direction and connection; 0 for as fast as it goes. */
  rate = 0;

  /** @param to the server's port */
  constructor(to) {
    this.#to = to;
  }

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Ends all connections, and refuses new ones. */
  cut() {
    this.#isCut = true;
    this.#pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
  }

  /** Keeps all connections, and lets nothing through: neither side hears that the other one is gone. */
  silence() {
    this.#silent = true;
    this.#pairs.forEach((pair) => pair.forEach((socket) => socket.pause()));
  }

  restore() {
    this.#isCut = false;
    this.#silent = false;
    this.#pairs.forEach((pair) => pair.forEach((socket) => socket.resume()));
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #through(client) {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = connect(this.#to, '127.0.0.1');
    const pair = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [[client, server], [server, client]]) {
      let free = 0; // when what came before has gone out
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        const takes = this.rate > 0 ? (bytes.length / this.rate) * 1000 : 0;
        free = Math.max(free, Date.now()) + takes;
        const inMs = free - Date.now() + this.delayMs;
        if (inMs > 0) {
          setTimeout(() => to.destroyed || to.write(bytes), inMs);
        } else {
          to.write(bytes);
        }
      });
      from.on('error', () => {});
      from.on('close', () => {
        this.#pairs.delete(pair);
        setTimeout(() => to.destroy(), Math.max(0, free - Date.now() + this.delayMs));
      });
    }
    if (this.#silent) {
      pair.forEach((socket) => socket.pause());
    }
  }
}
