import { showProgress } from './attachment.js';
import { bytes } from './times.js';

/**
 * Files and recordings. The bytes go into a stream (docs/protocol.md, "Streams"), which keeps them through cuts and reloads; the
 * message says which stream.
 */
export class Attachments {
  #client;
  #identity;
  #progress = new Map();

  constructor(client, identity) {
    this.#client = client;
    this.#identity = identity;
  }

  /** Whether the server has streams: it says so in its own description. */
  static async areKnown() {
    try {
      const answer = await fetch('/openapi.yaml');
      return answer.ok && (await answer.text()).includes('/api/streams/{stream}');
    } catch {
      return false;
    }
  }

  progress(streamId) {
    return this.#progress.get(streamId);
  }

  /** A new stream, whose progress is shown in its message. */
  stream(type) {
    const id = `demo-${crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`}`;
    const stream = this.#client.stream(id, { contentType: type });
    this.#progress.set(id, 0);
    stream.on('progress', ({ sentBytes, totalBytes }) => {
      const share = totalBytes === 0 ? 0 : sentBytes / totalBytes;
      this.#progress.set(id, Math.min(share, 0.99));
      showProgress(id, share, `${bytes(sentBytes)} of ${bytes(totalBytes)} stored`);
    });
    return stream;
  }

  async send(stream, file) {
    await stream.append(file);
    await stream.finish();
  }

  /** The server has all of it. */
  finished(streamId) {
    this.#progress.set(streamId, 1);
  }

  /** The server will never have all of it. */
  failed(streamId) {
    this.#progress.delete(streamId);
  }

  /** The address of the whole, for this page only. The one who sent it owns the stream: a real page asks its own backend. */
  async open(sender, stream) {
    const token = await this.#identity.tokenOf(sender, sender, 60);
    const answer = await fetch(`/api/streams/${encodeURIComponent(stream.id)}`, { headers: { Authorization: `Bearer ${token}` } });
    if (answer.status === 409 || (answer.ok && answer.headers.get('Seqway-Complete') !== 'true')) {
      throw new Error('Not all of it has arrived yet');
    }
    if (!answer.ok) {
      throw new Error('It cannot be loaded now');
    }
    // what others call it is believed only as far as it can do no harm
    const type = stream.type.startsWith('audio/') ? stream.type : 'application/octet-stream';
    return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type }));
  }
}
