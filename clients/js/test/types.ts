// Checked by tsc, never run: the classes are what index.d.ts promises, and it reads as it is meant to.
import { Seqway, type Message, type Room, type SeqwayError, type Stream } from '../src/index.js';
import { SeqwayError as ErrorItself } from '../src/errors.js';
import { Room as RoomItself } from '../src/room.js';
import { Seqway as SeqwayItself } from '../src/seqway.js';
import { Stream as StreamItself } from '../src/stream.js';

export const client = (c: SeqwayItself): Seqway => c;
export const room = (r: RoomItself): Room => r as Pick<RoomItself, keyof Room>;
export const stream = (s: StreamItself): Stream => s;
export const error = (e: ErrorItself): SeqwayError => e;

export async function reads(): Promise<number> {
  const seqway = new Seqway('https://chat.example.com', { getToken: async ({ reason }) => `token ${reason}` });
  const lobby = seqway.room('lobby', { tail: 50 });
  const off = lobby.on('message', (message: Message) => message.status === 'read');
  off();
  const sending = lobby.send({ text: 'hello' });
  sending.message.cancel();
  return sending;
}
