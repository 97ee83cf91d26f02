import { byId } from './element.js';
import { network } from './network.js';

const BURST = 5;
/** Less than what a server announces (30 s), and enough to renew it in: tokens end at whole seconds. */
const ENDING_SECONDS = 10;

/** The buttons of the drawer that break things, each in a way that happens. */
export function breakers({ client, identity, write, announce }) {
  byId('cut').addEventListener('click', () => {
    if (network.isCut) {
      network.restore();
    } else {
      network.cut();
    }
    byId('cut').setAttribute('aria-pressed', network.isCut);
    byId('cut').textContent = network.isCut ? 'Restore the network' : 'Cut the network';
  });
  byId('drop').addEventListener('click', () => network.drop());
  byId('expire').addEventListener('click', async () => {
    // takes the place of the one in use: the server says so, and the client asks for another one
    network.send({ type: 'auth', token: await identity.tokenOf(client.userId, identity.name, ENDING_SECONDS) });
    announce('The token is about to end: it is renewed without a break');
  });
  byId('end-session').addEventListener('click', async () => {
    identity.ended = true;
    network.send({ type: 'auth', token: await identity.tokenOf(client.userId, identity.name, 1) });
    announce('The session has ended: there is no new token');
  });
  byId('restart').addEventListener('click', async () => {
    await fetch('/api/dev/restart', { method: 'POST' });
    announce('The server sends everybody away, as it does before a restart');
  });
  let burst = 0;
  byId('burst').addEventListener('click', () => {
    for (let i = 1; i <= BURST; i++) {
      write(`Message ${++burst}`);
    }
  });
}
