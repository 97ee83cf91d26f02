import type { MessageStatus, Seqway } from './index.js';

/**
 * `<seqway-status>`: the state of the connection. Attributes: `compact` (a dot; its words are for screen readers),
 * `metrics` (round trip, messages that wait, reconnects), `position` (`top-left`, `top-right`, `bottom-left` or
 * `bottom-right`: fixed in that corner of the window; otherwise it stands where it is written).
 */
export class SeqwayStatus extends HTMLElement {
  client: Seqway | null;
}

/**
 * `<seqway-banner>`: nothing while all is well. From 1.5 s without a connection on it says so, with the number of the try
 * and a button to try now; after it, how many messages were missed; and what ends a session. It takes no room in the page
 * but what its place has.
 *
 * Fires `signin` when the user presses "Sign in".
 */
export class SeqwayBanner extends HTMLElement {
  client: Seqway | null;
}

/**
 * `<seqway-message-status>`: a clock, one tick, two ticks, two coloured ticks, or a failure with buttons. Attributes:
 * `status` (a {@link MessageStatus}), `reason` (why it failed).
 *
 * Fires `retry` and `cancel`.
 */
export class SeqwayMessageStatus extends HTMLElement {
  status: MessageStatus;
}

declare global {
  interface HTMLElementTagNameMap {
    'seqway-status': SeqwayStatus;
    'seqway-banner': SeqwayBanner;
    'seqway-message-status': SeqwayMessageStatus;
  }
}
