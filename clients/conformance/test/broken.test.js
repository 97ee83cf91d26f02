// Clients that are broken on purpose: the suite has to see what is wrong with each.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { run } from '../suite.js';

const SOURCES = new URL('../../js/src/', import.meta.url);
const ADAPTER = new URL('../adapters/js.js', import.meta.url).pathname;
let folder;

before(async () => (folder = await mkdtemp(join(tmpdir(), 'seqway-broken-'))));
after(() => rm(folder, { recursive: true }));

broken('shows repeats', /^resume: a repeat is dropped$/, 'room.js', 'this.client.duplicates += 1;', 'this.#apply(entry);');
broken('does not see holes', /^resume: a hole is closed/, 'room.js', 'entry.seq === this.lastSeq + 1', 'entry.seq > this.lastSeq');
broken('gives a message that is sent again a new id', /^outbox: a lost ack/, 'outbox.js', 'clientMsgId: id, after', 'clientMsgId: randomId(), after');
broken('believes a half-open socket', /^heartbeat: a half-open socket/, 'connection.js', 'this.#silence ??=', '0 &&');
broken('comes back after being replaced', /^closes: it stays away after 4409/, 'connection.js', '440[039]', '440[03]');
broken('drops the oldest when the outbox is full', /^outbox: a full outbox/, 'outbox.js', "throw beyond('Too much is waiting.', 'queue-full', `maxQueued=${maxQueued}`);", 'this.#remove(this.items[0]);');
broken('asks for the list before it resumes', /^outbox: after a reconnect/, 'seqway.js', 'this.#enter(rooms);\n    this.outbox.open();', 'this.rooms();\n    this.#enter(rooms);\n    this.outbox.open();');
broken('goes on after a reset as if nothing had been', /^resume: a reset/, 'room.js', 'if (reset) {\n      this.forget();', 'if (false) {\n      this.forget();');
broken('never stops trying', /^connect: it stops after the maximum/, 'connection.js', 'this.attempt >= maxAttempts', 'false');
broken('does not say which message goes before', /^outbox: each message names the one before/, 'outbox.js', 'after, ...fields', '...fields');

/** A copy of the JavaScript client in which one piece of text is another one. */
function broken(what, seenBy, file, text, instead) {
  test(`a client that ${what} does not pass`, async () => {
    const copy = join(folder, what.replaceAll(' ', '-'));
    await cp(SOURCES, copy, { recursive: true });
    const source = await readFile(join(copy, file), 'utf8');
    assert.equal(source.split(text).length, 2, `${file} has to hold once: ${text}`);
    await writeFile(join(copy, 'package.json'), '{"type":"module"}');
    await writeFile(join(copy, file), source.replace(text, instead));
    const env = { SEQWAY_CLIENT: pathToFileURL(join(copy, 'index.js')).href };
    const outcomes = await run([process.execPath, ADAPTER], { only: seenBy, env });
    assert.ok(outcomes.length > 0, `no case is called ${seenBy}`);
    assert.ok(outcomes.some(({ result }) => result === 'failed'), `it has passed ${outcomes.map(({ name }) => name)}`);
  });
}
