import { Connection } from './connection.js';
import { byId } from './element.js';
import { Identity } from './identity.js';
import { LogView } from './log-view.js';
import { Panel } from './panel.js';
import { Presence } from './presence.js';
import { Room } from './room.js';
import { Saver } from './saver.js';
import { Storage } from './storage.js';

const name = new URLSearchParams(location.search).get('room') || 'lobby';
const key = `seqway.room.${name}`;
const storage = new Storage();
const identity = new Identity(storage);
const panel = new Panel();
const log = new LogView((userId) => userId === identity.userId, (clientMsgId) => room.outbox.remove(clientMsgId));
const presence = new Presence((text) => { byId('present').textContent = text; });
let cutOnce = 0;
let timesOnline = 0;

const room = new Room(name, storage.read(key), { send: (frame) => connection.send(frame) }, {
  entry: (entry) => log.entry(entry),
  begun: () => log.begun(),
  replaying: (yes) => log.replaying(yes),
  resumed,
  refused: (why) => panel.alert(`Room ${name}: ${why}`),
  presence: (frame) => presence.frame(frame),
  changed,
});
const saver = new Saver(storage, key, room);

const address = new URL('/ws', location.href);
address.protocol = address.protocol.replace('http', 'ws');
const connection = new Connection(address, identity, {
  changed(state, detail) {
    if (state !== 'online') {
      room.lost();
      presence.forget();
    }
    panel.state(state, detail);
  },
  online(userId) {
    timesOnline += 1;
    identity.proven(userId);
    named();
    room.enter();
  },
  frame: (frame) => room.handle(frame, identity.userId),
  roundTrip: (ms) => panel.roundTrip(ms),
  tokenNeeded: (why) => panel.tokenNeeded(why),
  ping: () => ({ rooms: [name] }),
});

function changed() {
  panel.figures(room);
  log.pending(room.outbox.items, identity);
  saver.changed();
}

function resumed(afterSeq, missed) {
  if (afterSeq === null) {
    log.divider(0, 'The log of this room was begun anew: what stood here before is gone');
  } else if (missed > 0 || timesOnline > 1) {
    const count = missed === 0 ? 'no' : missed;
    log.divider(afterSeq, `Back online, ${count} missed message${missed === 1 ? '' : 's'}`);
  }
}

function write(text) {
  if (!room.write(text)) {
    panel.alert('Too many messages wait already.');
    return false;
  }
  log.toEnd();
  return true;
}

function named() {
  document.title = `${identity.name} · ${name} · Seqway`;
  byId('text').placeholder = `Message as ${identity.name}`;
}

byId('room-name').textContent = name;
byId('second-tab').href = `?${new URLSearchParams({ room: name })}`;
byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = byId('text');
  if (field.value.trim() !== '' && write(field.value)) {
    field.value = '';
  }
});
byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  identity.paste(byId('token').value.trim());
  byId('token').value = '';
  connection.connect();
});
byId('cut').addEventListener('click', () => {
  if (['cut', 'stopped', 'token-needed'].includes(connection.state)) {
    connection.connect();
  } else {
    connection.cut();
  }
});
byId('try-now').addEventListener('click', () => connection.connect());
byId('send-while-cut').addEventListener('click', () => {
  if (connection.state !== 'cut') {
    connection.cut();
  }
  write(`Written while cut, no. ${++cutOnce}`);
});

named();
if (room.position.known) {
  log.begun();
}
room.entries.forEach((entry) => log.entry(entry));
changed();
connection.connect();
