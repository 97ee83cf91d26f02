// A message through a running server: node walk.mjs <ws-url> <secret>. Needs nothing but Node.
import { createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const [url, secret] = process.argv.slice(2);
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'ci', exp: Math.floor(Date.now() / 1000) + 60 })}`;
const token = `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;

const { hostname, port, pathname } = new URL(url);
const socket = connect(Number(port), hostname);
socket.setTimeout(10_000, () => fail('no answer in 10 s'));
socket.on('error', (e) => fail(e.message));
socket.write(
  `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
);

let bytes = Buffer.alloc(0);
let upgraded = false;
socket.on('data', (more) => {
  bytes = Buffer.concat([bytes, more]);
  if (!upgraded) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    const status = bytes.toString('latin1', 0, end).split('\r\n')[0];
    if (!status.includes(' 101 ')) fail(status);
    upgraded = true;
    bytes = bytes.subarray(end + 4);
  }
  for (;;) {
    if (bytes.length < 2) return;
    const short = bytes[1] & 127;
    const head = short === 126 ? 4 : 2;
    if (bytes.length < head) return;
    const length = short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < head + length) return;
    read(JSON.parse(bytes.toString('utf8', head, head + length)));
    bytes = bytes.subarray(head + length);
  }
});

function write(frame) {
  const payload = Buffer.from(JSON.stringify(frame));
  const mask = randomBytes(4);
  const masked = payload.map((byte, i) => byte ^ mask[i % 4]);
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]));
}

function read(frame) {
  if (frame.type === 'welcome') write({ type: 'join', id: 1, room: 'ci' });
  if (frame.type === 'joined') write({ type: 'send', id: 2, room: 'ci', clientMsgId: 'm1', body: 'hello' });
  if (frame.type === 'error') fail(JSON.stringify(frame));
  if (frame.type === 'message') {
    console.log(`walk: message ${frame.messageId} went through`);
    process.exit(0);
  }
}

function fail(why) {
  console.error(`walk: ${why}`);
  process.exit(1);
}
