import { byId } from './element.js';

const STATES = {
  connecting: 'Connecting',
  online: 'Online',
  waiting: 'Offline',
  cut: 'Cut',
  'token-needed': 'Token needed',
  stopped: 'Closed',
};
const STATUS = {
  connecting: 'Connecting…',
  online: 'Connected. A message is pending until the server has stored it.',
  waiting: 'Trying again by itself. What you write waits here and goes out in order.',
  cut: 'You cut the connection. What you write waits here and goes out in order.',
  'token-needed': 'What you write waits here.',
  stopped: 'What you write waits here.',
};

/** The state of the connection and the figures beside the list. */
export class Panel {
  state(state, detail) {
    byId('connection').textContent = STATES[state];
    byId('connection').dataset.state = state;
    byId('state').textContent = STATES[state];
    byId('status').textContent = state === 'waiting' ? `No connection: ${detail}. ${STATUS.waiting}` : STATUS[state];
    byId('try-now').hidden = state !== 'waiting';
    byId('cut').textContent = ['cut', 'stopped', 'token-needed'].includes(state) ? 'Reconnect' : 'Cut the connection';
    if (state === 'stopped') {
      this.alert(`Closed by the server: ${detail}.`);
    } else if (state === 'online') {
      this.alert('');
      byId('token-form').hidden = true;
    }
  }

  tokenNeeded(why) {
    this.alert(why);
    byId('token-form').hidden = false;
  }

  /** Something that does not mend itself; empty for nothing. */
  alert(text) {
    byId('alert').textContent = text;
    byId('alert').hidden = text === '';
  }

  roundTrip(ms) {
    byId('round-trip').textContent = `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  }

  figures({ position, counts }) {
    byId('seq').textContent = position.seq ?? '–';
    byId('sent').textContent = counts.sent;
    byId('acked').textContent = counts.acked;
    byId('resumes').textContent = counts.resumes;
    for (const name of ['holes', 'repeats']) {
      byId(name).textContent = position[name];
      byId(name).parentElement.classList.toggle('wrong', position[name] > 0);
    }
  }
}
