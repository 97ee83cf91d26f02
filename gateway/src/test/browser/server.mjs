// A development server of its own for the checks, which may be killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const START_MS = 300_000;
/** What starts it; another one by the environment. */
const COMMAND = process.env.SEQWAY ?? fileURLToPath(new URL('../../../../seqway', import.meta.url));

export class Server {
  #folder;
  #process = null;

  constructor(port, folder) {
    this.port = port;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
  }

  async start() {
    const log = openSync(`${this.#folder}/server.log`, 'a');
    this.#process = spawn(COMMAND, ['--dev', '--port', this.port, '--data-dir', `${this.#folder}/data`], { stdio: ['ignore', log, log] });
    const deadline = Date.now() + START_MS;
    while (!(await this.#isReady())) {
      if (this.#process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the server has not started:\n${readFileSync(`${this.#folder}/server.log`, 'utf8').slice(-4_000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** As a power cut would end it, or as Ctrl-C does. */
  async stop(signal) {
    if (this.#process?.exitCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill(signal);
      await ended;
    }
  }

  async #isReady() {
    try {
      return (await fetch(`${this.url}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  /** A message of somebody who is in no browser. */
  async post(room, userId, name, body) {
    await this.postWith(await this.token(userId, { name }), room, body);
  }

  async postWith(token, room, body, more = {}) {
    const answer = await fetch(`${this.url}/api/rooms/${room}/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ clientMsgId: Math.random().toString(36).slice(2), body, ...more }),
    });
    if (!answer.ok) {
      throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    }
  }

  async token(userId, claims) {
    const answer = await fetch(`${this.url}/api/dev/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId, ...claims }),
    });
    return (await answer.json()).token;
  }
}
