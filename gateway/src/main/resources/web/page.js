import { Seqway, SeqwayError, Unauthorized } from '/seqway.js';
import '/seqway/elements.js';
import { Attachments } from './attachments.js';
import { breakers } from './breakers.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { Drawer } from './drawer.js';
import { byId } from './element.js';
import { Identity } from './identity.js';
import { BreakableSocket } from './network.js';
import { avatar } from './people.js';
import { Recorder } from './recorder.js';
import { RoomsView } from './rooms-view.js';
import { Storage } from './storage.js';
import { Toast } from './toast.js';

const PAINT_MS = 16;
const DEFAULT_ROOM = 'lobby';
/** A development server opens every room to everybody: here are a few, so that there is something to switch between. */
const ROOMS_TO_TRY = ['engineering', 'coffee'];
const asked = new URLSearchParams(location.search).get('room');
const tab = new Storage(() => sessionStorage);
const browser = new Storage(() => localStorage);
const toast = new Toast(byId('toast'));
const identity = new Identity(tab, (why) => new Unauthorized(why));

const client = new Seqway(location.origin, {
  userId: identity.userId,
  async getToken(request) {
    const token = await identity.token(request);
    drawer.happened(`a new token (${request.reason})`);
    return token;
  },
  WebSocket: BreakableSocket,
});
const attachments = new Attachments(client, identity);
const conversation = new Conversation(client, attachments, () => paint());
const composer = new Composer({
  send: (text, replyTo) => send({ text }, { replyTo }),
  edit: (message, text) => change('edit', message, { ...message.body, text }),
  typing: (yes) => conversation.room.room.typing(yes),
  editLast: () => conversation.lastOwn && can('edit') && composer.edit(conversation.lastOwn),
});
const chat = new Chat(client, browser, identity.userId, {
  message: (room, message) => ifShown(room, () => conversation.message(message)),
  changed: (room, message) => ifShown(room, () => conversation.changed(message)),
  outdated: (room, entry) => ifShown(room, () => conversation.outdated(entry)),
  statuses: (room) => ifShown(room, () => conversation.statuses()),
  restarted: (room, lost) => ifShown(room, () => conversation.restarted(lost)),
  synced: (room, afterSeq, count) => ifShown(room, () => conversation.synced(afterSeq, count)),
  notice: (room, notice) => ifShown(room, () => conversation.notice(notice)),
  shown: (room) => ifShown(room, () => conversation.told()),
});
const roomsView = new RoomsView(byId('rooms'), (id) => open(id));
const drawer = new Drawer(client, tab, () => [...chat.rooms.values()]);
/** What the server has answered `unknown-type`: it is not offered any more. */
const unknown = new Set();
let painting = false;

conversation.acts({
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  remove: (message) => confirmDelete(message),
  can,
});
breakers({ client, identity, write: (text) => send({ text }), announce: (text) => toast.say(text) });
new Recorder({
  begun: (type) => attachments.stream(type),
  ended: sendRecording,
  failed: (why) => toast.say(why),
});

function ifShown(room, show) {
  if (room === conversation.room) {
    show();
  }
  paint();
}

/** Marks as read what somebody has before their eyes. */
function seen() {
  if (conversation.room && !document.hidden && conversation.isAtEnd) {
    chat.markRead(conversation.room);
  }
}

/** @returns whether the outbox has taken it */
function send(body, options) {
  try {
    conversation.room.room.send(body, options).catch((e) => console.info('not sent:', e.message));
  } catch (e) {
    toast.say(e.message);
    return false;
  }
  conversation.sent();
  return true;
}

function change(what, message, body) {
  const done = what === 'edit' ? conversation.room.room.edit(message.seq, body) : conversation.room.room.delete(message.seq);
  done.catch((e) => {
    if (e instanceof SeqwayError && e.code === 'unknown-type') {
      unknown.add(what);
      toast.say('This server does not do that yet');
    } else {
      toast.say(e.message);
    }
  });
  return true;
}

function can(what) {
  return !unknown.has(what);
}

function confirmDelete(message) {
  const dialog = byId('delete-dialog');
  dialog.returnValue = '';
  dialog.onclose = () => {
    if (dialog.returnValue === 'delete') {
      change('delete', message);
    }
    composer.focus();
  };
  dialog.showModal();
}

async function sendFile(file) {
  const stream = attachments.stream(file.type || 'application/octet-stream');
  if (send({ stream: { id: stream.id, name: file.name, type: file.type, size: file.size } })) {
    await finish(attachments.send(stream, file), stream);
  }
}

async function sendRecording(stream, { durationMs, size, type }) {
  send({ stream: { id: stream.id, name: 'Voice message', type, size, durationMs } });
  await finish(stream.finish(), stream);
}

async function finish(sending, { id }) {
  try {
    await sending;
    attachments.finished(id);
  } catch (e) {
    attachments.failed(id);
    toast.say(e.message);
  }
  conversation.streamed(id);
}

function open(id) {
  const room = chat.add(id);
  if (room !== conversation.room) {
    const before = conversation.room;
    const draft = composer.swap(room.draft, `Message #${id}`);
    if (before) {
      before.draft = draft;
    }
    conversation.show(room);
    history.replaceState(null, '', `?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), room: id })}`);
  }
  document.body.dataset.pane = 'room';
  paint();
  if (matchMedia('(pointer: fine)').matches) {
    composer.focus();
  }
}

/** What is told about everything, once for many changes; also in a tab that nobody sees, whose title tells of news. */
function paint() {
  if (painting) {
    return;
  }
  painting = true;
  setTimeout(() => {
    painting = false;
    seen();
    const { unread } = chat;
    roomsView.show([...chat.rooms.values()], conversation.room, (room) => conversation.typing(room));
    conversation.head();
    composer.enabled(conversation.room.removed === null);
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${conversation.room.title} · Seqway`;
    drawer.show();
  }, PAINT_MS);
}

function me() {
  identity.proven(client.userId);
  byId('me-name').textContent = identity.name;
  byId('me-id').textContent = identity.userId;
  byId('me-avatar').replaceChildren(avatar(identity.userId, identity.name));
  const room = conversation.room?.id ?? DEFAULT_ROOM;
  byId('other-tab').href = `?${new URLSearchParams({ room })}`;
  byId('same-tab').href = `?${new URLSearchParams({ room, user: identity.userId, name: identity.name })}`;
}

client.on('state', async ({ to }) => {
  if (to === 'connected') {
    byId('sign-in').hidden = true;
    byId('restart').hidden = !identity.isDevelopment;
    if (identity.isDevelopment && !asked) {
      ROOMS_TO_TRY.forEach((id) => chat.add(id));
    }
    const streams = await Attachments.areKnown();
    byId('attach').hidden = !streams;
    byId('record').hidden = !(streams && Recorder.isPossible);
  }
  paint();
});
client.on('error', ({ kind, code, message }) => {
  if (code === 'not-kept') {
    toast.say(message);
  }
  if (client.state === 'error' && kind === 'auth') {
    byId('sign-in').hidden = identity.isDevelopment !== false && !identity.isPasted;
  }
});
client.subscribe(() => client.userId !== identity.userId && me());
document.querySelectorAll('seqway-status, seqway-banner').forEach((shown) => { shown.client = client; });
document.addEventListener('signin', () => {
  if (identity.isDevelopment) {
    identity.ended = false;
    client.connect();
  } else {
    byId('token').focus();
  }
});
document.addEventListener('visibilitychange', () => {
  conversation.looking(!document.hidden);
  paint();
});
byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  identity.paste(byId('token').value.trim());
  byId('token').value = '';
  client.connect();
});
byId('add-room').addEventListener('click', () => {
  byId('add-room-form').hidden = !byId('add-room-form').hidden;
  byId('room-id').focus();
});
byId('add-room-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const id = byId('room-id').value.trim().replace(/^#/, '');
  const isGood = /^[A-Za-z0-9._~:@|+=-]{1,128}$/.test(id) && id !== '.' && id !== '..';
  byId('room-id-error').textContent = isGood ? '' : 'Letters, digits and . _ ~ : @ | + = - without spaces';
  if (isGood) {
    byId('room-id').value = '';
    byId('add-room-form').hidden = true;
    open(id);
  }
});
byId('to-rooms').addEventListener('click', () => {
  document.body.dataset.pane = 'rooms';
  document.querySelector('.room-item[aria-current="true"]')?.focus();
});
byId('attach').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', () => {
  [...byId('file').files].forEach(sendFile);
  byId('file').value = '';
});
document.addEventListener('click', (event) => {
  if (!byId('tabs').contains(event.target) || event.target.closest('a')) {
    byId('tabs').open = false;
  }
});

chat.start([asked ?? DEFAULT_ROOM]);
open(asked ?? DEFAULT_ROOM);
me();
